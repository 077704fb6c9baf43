import { openSqlite } from '@gatehouse/kyc/sqlite'
import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { seedDemoAccounts } from './demo-accounts.ts'
import type { StaffAuth } from './staff-auth.ts'
import { createStaffAuth } from './staff-auth.ts'
import { createStaffSignIn } from './staff-sign-in.ts'
import type { StaffTables } from './staff-tables.ts'
import { hasStaffTables, staffColumns } from './staff-tables.ts'

const base = 'http://127.0.0.1:8080'
const password = 'correct horse battery'
let now = Date.now()
const options = {
  dialect: 'sqlite',
  secret: 'x'.repeat(44),
  baseUrl: base,
  secure: false,
  oidc: undefined,
  now: () => now,
} as const
let auth: StaffAuth
let db: Kysely<StaffTables>

async function signIn(email: string, secret: string): Promise<Response> {
  return auth.handle(
    new Request(`${base}/ui/v1/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password: secret }),
    }),
  )
}

function cookiesOf(response: Response): Headers {
  const cookie = response.headers.getSetCookie().map((line) => line.split(';', 1)[0])
  return new Headers({ cookie: cookie.join('; ') })
}

beforeEach(async () => {
  now = Date.now()
  db = openSqlite(':memory:').withTables<StaffTables>()
  auth = createStaffAuth({ ...options, db })
  await auth.migrate()
  await auth.createStaff({ email: 'Ada@Bank.example', name: 'Ada', roles: ['analyst', 'mlro'], password })
})

describe('staff sign-in', () => {
  it('opens a session with the roles of the account', async () => {
    const response = await signIn('ada@bank.example', password)
    expect(response.status).toBe(200)
    expect(response.headers.getSetCookie()[0]).toMatch(/HttpOnly.*SameSite=Strict/)
    const session = await auth.sessionOf(cookiesOf(response))
    expect(session?.staff).toMatchObject({ name: 'Ada', email: 'ada@bank.example', roles: ['analyst', 'mlro'] })
  })

  it('refuses a wrong password and an unknown account alike', async () => {
    const wrong = await signIn('ada@bank.example', 'wrong horse battery')
    const unknown = await signIn('nobody@bank.example', password)
    expect([wrong.status, unknown.status]).toEqual([401, 401])
    expect(await wrong.json()).toEqual(await unknown.json())
  })

  it('ends a session after eight hours however busy it was', async () => {
    const cookies = cookiesOf(await signIn('ada@bank.example', password))
    now += 8 * 3_600_000 + 1000
    expect(await auth.sessionOf(cookies)).toBeUndefined()
    now -= 8 * 3_600_000
    expect(await auth.sessionOf(cookies)).toBeUndefined()
  })

  it('knows no sign-up', async () => {
    const response = await auth.handle(
      new Request(`${base}/ui/v1/auth/sign-up/email`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: 'eve@bank.example', password, name: 'Eve', roles: 'mlro' }),
      }),
    )
    expect(response.status).toBeGreaterThanOrEqual(400)
    expect(await auth.listStaff()).toHaveLength(1)
  })

  it('stores passwords as argon2id', async () => {
    const response = await signIn('ada@bank.example', password)
    expect(response.ok).toBe(true)
    await auth.setPassword((await auth.listStaff())[0]?.id ?? '', 'another long password')
    expect((await signIn('ada@bank.example', password)).status).toBe(401)
    expect((await signIn('ada@bank.example', 'another long password')).status).toBe(200)
  })

  it('seeds the demo accounts once, with a password that follows from the secret', async () => {
    const first = await seedDemoAccounts(auth, new Uint8Array(32).fill(1))
    const again = await seedDemoAccounts(auth, new Uint8Array(32).fill(1))
    expect(again).toEqual(first)
    expect(first.filter((account) => account.roles.includes('analyst'))).toHaveLength(2)
    expect(await auth.listStaff()).toHaveLength(11)
    expect((await signIn(first[0]?.email ?? '', first[0]?.password ?? '')).status).toBe(200)
  })

  it('gives every demo account its own hash', async () => {
    await seedDemoAccounts(auth, new Uint8Array(32).fill(1))
    const { rows } = await sql<{ password: string }>`select password from staff_account`.execute(db)
    expect(new Set(rows.map((row) => row.password)).size).toBe(11)
  })
})

describe('the tables of staff', () => {
  it('are those that a start without the library looks for', async () => {
    const tables = (await db.introspection.getTables()).filter(({ name }) => name.startsWith('staff'))
    const columns = tables.map(({ name, columns }) => [name, columns.map((column) => column.name).toSorted()])
    expect(Object.fromEntries(columns)).toEqual(
      Object.fromEntries(Object.entries(staffColumns).map(([name, known]) => [name, known.toSorted()])),
    )
    expect(await hasStaffTables(db)).toBe(true)
  })

  it('are on a new file the same, to the letter, as the library makes them', async () => {
    const schemaOf = async (of: Kysely<StaffTables>) => {
      const { rows } = await sql<{ sql: string }>`select sql from sqlite_master where sql is not null`.execute(of)
      return rows.map((row) => row.sql).toSorted()
    }
    const other = openSqlite(':memory:').withTables<StaffTables>()
    await createStaffSignIn({ ...options, db: other }).migrate()
    expect(await schemaOf(db)).toEqual(await schemaOf(other))
  })

  it.each([
    ['a table', 'drop table staff_two_factor'],
    ['a column', 'alter table staff_session drop column "userAgent"'],
  ])('are completed when %s is missing', async (_what, statement) => {
    await sql.raw(statement).execute(db)
    expect(await hasStaffTables(db)).toBe(false)
    await auth.migrate()
    expect(await hasStaffTables(db)).toBe(true)
  })
})
