import { afterAll, beforeAll } from 'vitest'
import { describeKycStore } from '../testing/store-contract.ts'
import { sqliteTestDatabase } from '../testing/store/open-test-store.ts'

let database: Awaited<ReturnType<typeof sqliteTestDatabase>>
beforeAll(async () => {
  database = await sqliteTestDatabase()
})
afterAll(() => database.remove())

describeKycStore('SQLite', () => database)
