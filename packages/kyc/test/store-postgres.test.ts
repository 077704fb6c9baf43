import { afterAll, describe, it } from 'vitest'
import { describeKycStore } from '../testing/store-contract.ts'
import { postgresTestDatabase } from '../testing/store/postgres-test-database.ts'

const database = await postgresTestDatabase()

if (database === null) {
  describe('KYC store on PostgreSQL', () => {
    it('is left out: no TEST_POSTGRES_URL and no installed server', ({ skip }) => {
      if (process.env.REQUIRE_ALL === '1')
        throw new Error('PostgreSQL is required: install it or set TEST_POSTGRES_URL')
      skip()
    })
  })
} else {
  afterAll(() => database.remove())
  describeKycStore('PostgreSQL', () => database)
}
