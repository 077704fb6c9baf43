/** The bank's work on one application, review or exit. Every change makes a new revision. */
import type { Channel, Product } from '../application/application.ts'
import type { CaseId, CustomerId, FindingId, PersonId, TenantId } from '../ids.ts'
import type { RiskClass } from '../risk/risk-class.ts'
import type { ReasonCode, RejectionReason } from './reason-codes.ts'

export const CASE_STATES = [
  'DRAFT',
  'SUBMITTED',
  'IN_CHECKS',
  'TECHNICAL_HOLD',
  'RFI_OPEN',
  'IN_REVIEW',
  'SECOND_REVIEW',
  'EDD_REVIEW',
  'EDD_APPROVAL',
  'APPROVED',
  'REJECTED',
  'WITHDRAWN',
  'EXPIRED',
] as const
export type CaseState = (typeof CASE_STATES)[number]

export const FINAL_CASE_STATES = ['APPROVED', 'REJECTED', 'WITHDRAWN', 'EXPIRED'] as const
export type FinalCaseState = (typeof FINAL_CASE_STATES)[number]

export const CASE_KINDS = ['ONBOARDING', 'PERIODIC_REVIEW', 'EVENT_REVIEW', 'RESCREENING', 'EXIT'] as const
export type CaseKind = (typeof CASE_KINDS)[number]

export const CUSTOMER_STATES = ['ACTIVE', 'RESTRICTED', 'UNDER_REVIEW', 'EXITING', 'CLOSED', 'ERASED'] as const
export type CustomerState = (typeof CUSTOMER_STATES)[number]

/** What a maker put forward and a checker has yet to confirm. `noteRef` points at the note, which is personal data. */
export interface CaseProposal {
  readonly makerId: PersonId
  readonly at: string
  readonly findingIds: readonly FindingId[]
  readonly outcome: string
  readonly reasonCodes: readonly string[]
  readonly noteRef: string | null
  /** Set when confirming would reject the case. */
  readonly rejectionReason: RejectionReason | null
  /** The proposal rests on a confirmed sanctions hit: only an mlro may confirm it. */
  readonly checkerRoles: readonly ('senior_analyst' | 'mlro')[]
}

export interface Case {
  readonly caseId: CaseId
  readonly tenantId: TenantId
  readonly kind: CaseKind
  readonly state: CaseState
  readonly channel: Channel
  readonly productCode: Product
  readonly policyVersion: string
  /** Revision of the application data; checks name the one they ran on. */
  readonly dataRevision: number
  /** Optimistic lock: grows by one with every change of the case. */
  readonly revision: number
  readonly applicantId: PersonId
  readonly customerId: CustomerId | null
  readonly riskClass: RiskClass | null
  readonly assigneeId: PersonId | null
  readonly claimedAt: string | null
  readonly slaDueAt: string | null
  readonly workflowId: string | null
  readonly workflowVersion: number | null
  readonly proposal: CaseProposal | null
  /** Who completed the EDD checklist; the approver is someone else. */
  readonly eddReviewerId: PersonId | null
  /** Nobody in this list may work on the case (relatives, the analysts of the decision appealed against). */
  readonly excludedPersonIds: readonly PersonId[]
  /** Content is for mlro and auditor only. */
  readonly restricted: boolean
  readonly reasonCode: ReasonCode | null
  readonly createdAt: string
  readonly submittedAt: string | null
  readonly decidedAt: string | null
  readonly updatedAt: string
}

export function isFinal(state: CaseState): state is FinalCaseState {
  return FINAL_CASE_STATES.some((final) => final === state)
}
