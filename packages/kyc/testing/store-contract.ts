/** What every database under the store must do. The same suite runs on each. */
import { describe } from 'vitest'
import { describeApplicants } from './store/applicant-contract.ts'
import { describeReviews } from './store/review-contract.ts'
import { describeWork } from './store/work-contract.ts'
import type { TestDatabase } from './store/open-test-store.ts'

export function describeKycStore(name: string, database: () => TestDatabase): void {
  describe(`KYC store on ${name}`, () => {
    describeApplicants(database)
    describeWork(database)
    describeReviews(database)
  })
}
