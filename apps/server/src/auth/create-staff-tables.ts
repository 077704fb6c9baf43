/**
 * The tables of staff on a new SQLite file, as the sign-in library would make them: a first start need not load it for that.
 * `staff-auth.test.ts` holds the two to the same letters.
 */
import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { StaffTables } from './staff-tables.ts'
import { staffColumns } from './staff-tables.ts'

const statements = [
  'create table "staff" ("id" text not null primary key, "name" text not null, "email" text not null unique, "emailVerified" integer not null, "image" text, "createdAt" date not null, "updatedAt" date not null, "twoFactorEnabled" integer, "roles" text)',
  'create table "staff_session" ("id" text not null primary key, "expiresAt" date not null, "token" text not null unique, "createdAt" date not null, "updatedAt" date not null, "ipAddress" text, "userAgent" text, "userId" text not null references "staff" ("id") on delete cascade)',
  'create table "staff_account" ("id" text not null primary key, "accountId" text not null, "providerId" text not null, "userId" text not null references "staff" ("id") on delete cascade, "accessToken" text, "refreshToken" text, "idToken" text, "accessTokenExpiresAt" date, "refreshTokenExpiresAt" date, "scope" text, "password" text, "createdAt" date not null, "updatedAt" date not null)',
  'create table "staff_verification" ("id" text not null primary key, "identifier" text not null, "value" text not null, "expiresAt" date not null, "createdAt" date not null, "updatedAt" date not null)',
  'create table "staff_two_factor" ("id" text not null primary key, "secret" text not null, "backupCodes" text not null, "userId" text not null references "staff" ("id") on delete cascade, "verified" integer, "failedVerificationCount" integer, "lockedUntil" date)',
  'create index "staff_session_userId_idx" on "staff_session" ("userId")',
  'create index "staff_account_userId_idx" on "staff_account" ("userId")',
  'create index "staff_verification_identifier_idx" on "staff_verification" ("identifier")',
  'create index "staff_two_factor_secret_idx" on "staff_two_factor" ("secret")',
  'create index "staff_two_factor_userId_idx" on "staff_two_factor" ("userId")',
]

/** Creates them all, or none and says no when one is there: completing them is the library's business. */
export async function createStaffTables(db: Kysely<StaffTables>): Promise<boolean> {
  return db.transaction().execute(async (unit) => {
    const names = sql.join(Object.keys(staffColumns))
    const { rows } = await sql`select name from sqlite_master where type = 'table' and name in (${names})`.execute(unit)
    if (rows.length > 0) return false
    for (const statement of statements) await sql.raw(statement).execute(unit)
    return true
  })
}
