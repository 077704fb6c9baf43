import { afterAll, describe } from 'vitest'
import { describeKycStore } from '../testing/store-contract.ts'
import type { TestDatabase } from '../testing/store/open-test-store.ts'
import { postgresTestDatabase } from '../testing/store/postgres-test-database.ts'

const database = await postgresTestDatabase()
afterAll(() => database?.remove())

function present(): TestDatabase {
  if (database === null) throw new Error('PostgreSQL is required: install it or set TEST_POSTGRES_URL')
  return database
}

if (process.env.REQUIRE_ALL === '1') present()

// Left out without TEST_POSTGRES_URL and without an installed server.
describe.skipIf(database === null)('with a PostgreSQL server', () => {
  describeKycStore('PostgreSQL', present)
})
