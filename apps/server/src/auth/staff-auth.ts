/** Accounts and sessions of staff. The library behind them is loaded by the first who needs it. */
import type { Kysely } from 'kysely'
import type { OidcConfig } from '../config/config.ts'
import { addStaff } from './add-staff.ts'
import { createStaffTables } from './create-staff-tables.ts'
import type { Role, Staff } from './staff.ts'
import { parseRoles } from './staff.ts'
import type { StaffSignIn } from './staff-sign-in.ts'
import type { StaffTables } from './staff-tables.ts'
import { hasStaffTables } from './staff-tables.ts'

export const authBasePath = '/ui/v1/auth'

export interface StaffSession {
  readonly staff: Staff
  /** Cookies that prolong the session; to be sent with the answer. */
  readonly setCookies: readonly string[]
}

export interface NewStaff {
  readonly email: string
  readonly name: string
  readonly roles: readonly Role[]
  readonly password: string
}

export interface StaffAuth {
  /** Creates or completes the account tables. */
  migrate(): Promise<void>
  /** Answers everything below `/ui/v1/auth`. */
  handle(request: Request): Promise<Response>
  /** Who is signed in: 30 minutes idle, 8 hours in all. Looking without prolonging is for what no person does. */
  sessionOf(headers: Headers, use?: { readonly prolong: boolean }): Promise<StaffSession | undefined>
  /** Does nothing when the address has an account already. */
  createStaff(input: NewStaff): Promise<Staff>
  /** Overwrites the password of an account. */
  setPassword(staffId: string, password: string): Promise<void>
  listStaff(): Promise<Staff[]>
  /** Everybody has to sign in again. */
  endAllSessions(): Promise<void>
}

export interface StaffAuthOptions {
  readonly db: Kysely<StaffTables>
  readonly dialect: 'sqlite' | 'postgres'
  /** 32 random bytes or more, as text. */
  readonly secret: string
  readonly baseUrl: string
  readonly secure: boolean
  readonly oidc: OidcConfig | undefined
  readonly now: () => number
}

export function createStaffAuth(options: StaffAuthOptions): StaffAuth {
  const { db, dialect } = options
  let loaded: Promise<StaffSignIn> | undefined
  const signIn = () =>
    (loaded ??= import('./staff-sign-in.ts').then(({ createStaffSignIn }) => createStaffSignIn(options)))
  return {
    async migrate() {
      if (await hasStaffTables(db)) return
      if (dialect === 'sqlite' && (await createStaffTables(db))) return
      await (await signIn()).migrate()
    },
    handle: async (request) => (await signIn()).handle(request),
    sessionOf: async (headers, use) => (await signIn()).sessionOf(headers, use),
    createStaff: (input) => addStaff(db, dialect, input),
    setPassword: async (staffId, password) => (await signIn()).setPassword(staffId, password),
    async listStaff() {
      const rows = await db.selectFrom('staff').select(['id', 'name', 'email', 'roles']).execute()
      return rows.map(({ roles, ...staff }) => ({ ...staff, roles: parseRoles(roles ?? '') }))
    },
    endAllSessions: async () => (await signIn()).endAllSessions(),
  }
}
