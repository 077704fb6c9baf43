/**
 * The tables that the sign-in library keeps, as far as this server looks at them itself: a start that finds them
 * complete does not load the library, which takes a third of what everything else takes.
 */
import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** On SQLite instants are text and truths are 1 or 0. */
interface Dated {
  createdAt: Date | string
  updatedAt: Date | string
}

export type StaffTables = {
  staff: Dated & {
    id: string
    name: string
    email: string
    emailVerified: boolean | number
    twoFactorEnabled: boolean | number | null
    roles: string | null
  }
  staff_account: Dated & {
    id: string
    accountId: string
    providerId: string
    userId: string
    password: string | null
  }
}

/** What the library makes of our settings; `staff-auth.test.ts` holds it to that. */
export const staffColumns = {
  staff: ['id', 'name', 'email', 'emailVerified', 'image', 'createdAt', 'updatedAt', 'twoFactorEnabled', 'roles'],
  staff_session: ['id', 'expiresAt', 'token', 'createdAt', 'updatedAt', 'ipAddress', 'userAgent', 'userId'],
  staff_account: [
    'id',
    'accountId',
    'providerId',
    'userId',
    'accessToken',
    'refreshToken',
    'idToken',
    'accessTokenExpiresAt',
    'refreshTokenExpiresAt',
    'scope',
    'password',
    'createdAt',
    'updatedAt',
  ],
  staff_verification: ['id', 'identifier', 'value', 'expiresAt', 'createdAt', 'updatedAt'],
  staff_two_factor: ['id', 'secret', 'backupCodes', 'userId', 'verified', 'failedVerificationCount', 'lockedUntil'],
} as const

/** Whether every table and column is there. A database that cannot be read says no, and the migration says why. */
export async function hasStaffTables(db: Kysely<StaffTables>): Promise<boolean> {
  try {
    for (const [table, columns] of Object.entries(staffColumns))
      await sql`select ${sql.join(columns.map((column) => sql.ref(column)))} from ${sql.table(table)} where 1 = 0`.execute(
        db,
      )
    return true
  } catch {
    return false
  }
}
