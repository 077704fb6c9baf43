/** What every database under the store must do. The same suite runs on each. */
import { describe } from 'vitest'
import { describeApplicants } from './store/applicant-contract.ts'
import { describeTrail } from './store/audit-contract.ts'
import { describeEdd } from './store/edd-contract.ts'
import { describeGovernance } from './store/governance-contract.ts'
import { describeMonitoring } from './store/monitoring-contract.ts'
import { describePolicies } from './store/policy-contract.ts'
import { describeRetention } from './store/retention-contract.ts'
import type { TestDatabase } from './store/open-test-store.ts'
import { describeReviews } from './store/review-contract.ts'
import { describeSecrecy } from './store/secrecy-contract.ts'
import { describeWork } from './store/work-contract.ts'

export function describeKycStore(name: string, database: () => TestDatabase): void {
  describe(`KYC store on ${name}`, () => {
    describeApplicants(database)
    describeWork(database)
    describeReviews(database)
    describeEdd(database)
    describeGovernance(database)
    describeRetention(database)
    describeMonitoring(database)
    describePolicies(database)
    describeTrail(database)
    describeSecrecy(database)
  })
}
