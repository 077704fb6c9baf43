/** Accounts and sessions of staff. The library behind them is loaded by the first who needs it. */
import { loadOnce } from '../load-once.ts'
import { addStaff } from './add-staff.ts'
import { createStaffTables } from './create-staff-tables.ts'
import type { NewStaff, Staff } from './staff.ts'
import { parseRoles } from './staff.ts'
import type { StaffSignIn, StaffSignInOptions } from './staff-sign-in.ts'
import { hasStaffTables } from './staff-tables.ts'

export interface StaffAuth extends StaffSignIn {
  /** Undefined, and nothing done, when the address has an account already. */
  createStaff(input: NewStaff): Promise<Staff | undefined>
  listStaff(): Promise<Staff[]>
}

export function createStaffAuth(options: StaffSignInOptions): StaffAuth {
  const { db, dialect } = options
  const signIn = loadOnce(async () => (await import('./staff-sign-in.ts')).createStaffSignIn(options))
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
