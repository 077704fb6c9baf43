/** Writes an account and its password as the sign-in library keeps them, without loading it. */
import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { NewStaff, Staff } from './staff.ts'
import type { StaffTables } from './staff-tables.ts'

/** Both or neither; an address that has an account keeps what it has: undefined. */
export async function addStaff(
  db: Kysely<StaffTables>,
  dialect: 'sqlite' | 'postgres',
  { email, name, roles, password }: NewStaff,
): Promise<Staff | undefined> {
  const { hashPassword } = await import('./password.ts')
  // Before the transaction: passwords of several are hashed side by side.
  const hash = await hashPassword(password)
  const address = email.trim().toLowerCase()
  const instant = new Date()
  // The library's own way of writing on a database that knows neither.
  const date = dialect === 'sqlite' ? instant.toISOString() : instant
  const yes = dialect === 'sqlite' ? 1 : true
  const no = dialect === 'sqlite' ? 0 : false
  return db.transaction().execute(async (unit) => {
    const dates = { createdAt: date, updatedAt: date }
    const id = newId()
    // Of two at the same moment the second waits here for the first, and then adds nothing.
    const added = await unit
      .insertInto('staff')
      .values({ id, name, email: address, emailVerified: yes, twoFactorEnabled: no, roles: roles.join(','), ...dates })
      .onConflict((conflict) => conflict.column('email').doNothing())
      .returning('id')
      .executeTakeFirst()
    if (added === undefined) return undefined
    await unit
      .insertInto('staff_account')
      .values({ id: newId(), accountId: id, providerId: 'credential', userId: id, password: hash, ...dates })
      .execute()
    return { id, name, email: address, roles: [...roles] }
  })
}

function newId(): string {
  return randomBytes(24).toString('base64url')
}
