// Accounts that are made at the same moment, on both databases.
import { postgresTestDatabase } from '@gatehouse/kyc/testing/postgres'
import { openSqlite } from '@gatehouse/kyc/sqlite'
import type { Kysely } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { createStaffAuth } from './staff-auth.ts'
import type { StaffTables } from './staff-tables.ts'

const database = await postgresTestDatabase()
afterAll(() => database?.remove())
if (process.env.REQUIRE_ALL === '1' && database === null) throw new Error('PostgreSQL is required')

const ada = { email: 'Ada@bank.example', name: 'Ada', roles: ['analyst'], password: 'correct horse battery' } as const

async function addsOne(db: Kysely<StaffTables>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  const auth = createStaffAuth({
    db,
    dialect,
    secret: 's'.repeat(43),
    baseUrl: 'http://127.0.0.1:8080',
    secure: false,
    oidc: undefined,
    now: Date.now,
  })
  await auth.migrate()
  const added = await Promise.all([1, 2, 3, 4].map((at) => auth.createStaff({ ...ada, name: `Ada ${at}` })))
  const [one, ...more] = added.filter((staff) => staff !== undefined)
  expect(more).toEqual([])
  expect(one).toMatchObject({ email: 'ada@bank.example', roles: ['analyst'] })
  expect(await auth.listStaff()).toEqual([one])
  expect(await db.selectFrom('staff_account').select('userId').execute()).toEqual([{ userId: one?.id }])
  await db.destroy()
}

describe('of several accounts for one address at the same moment', () => {
  it('one is made on SQLite, and the others hear that there is one', () =>
    addsOne(openSqlite(':memory:').withTables<StaffTables>(), 'sqlite'))

  it.skipIf(database === null)('one is made on PostgreSQL, and the others hear that there is one', async () => {
    const db = await database?.open('staff_at_once')
    if (db) await addsOne(db.withTables<StaffTables>(), 'postgres')
  })
})
