/**
 * Everything that reads or changes durable KYC state. Each change is one transaction: the change, its audit record
 * and the outbox rows that follow from it. Expected refusals are values; only faults are thrown (`KycError`).
 */
import type { CaseState } from '../case/case.ts'
import type { ApplicantUseCases } from './ports/applicant.ts'
import type { DecisionUseCases } from './ports/decision.ts'
import type { DeskUseCases } from './ports/desk.ts'
import type { GovernanceUseCases } from './ports/governance.ts'
import type { MonitoringUseCases } from './ports/monitoring.ts'
import type { PolicyUseCases } from './ports/policies.ts'
import type { ReviewUseCases } from './ports/review.ts'
import type { OutboxPort, TrailUseCases } from './ports/trail.ts'
import type { WorkUseCases } from './ports/work.ts'

export interface KycStore
  extends ApplicantUseCases,
    WorkUseCases,
    ReviewUseCases,
    DecisionUseCases,
    DeskUseCases,
    GovernanceUseCases,
    PolicyUseCases,
    MonitoringUseCases,
    TrailUseCases {
  readonly tenantId: string
  readonly outbox: OutboxPort
  /** Closes the database connection. */
  close(): Promise<void>
}

/** Told after each commit that changed something: wake the dispatcher, feed the event stream. */
export interface CommitEvent {
  readonly outboxRows: number
  readonly cases: readonly { readonly caseId: string; readonly state: CaseState }[]
}
