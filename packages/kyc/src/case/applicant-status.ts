/** What the applicant may learn: four milestones and neutral words. Reviews, hits and classes all look the same. */
import { assertNever } from '../assert-never.ts'
import type { CaseState } from './case.ts'
import type { ReasonCode } from './reason-codes.ts'

export const MILESTONES = ['RECEIVED', 'BEING_CHECKED', 'NEED_SOMETHING', 'DECIDED'] as const
export type Milestone = (typeof MILESTONES)[number]

export interface ApplicantStatus {
  readonly milestone: Milestone
  /** Key of the sentence to show. */
  readonly textKey: string
  readonly mayWithdraw: boolean
}

/** Status of a submitted application; a draft is RECEIVED by nobody yet and shows its own words. */
export function applicantStatus(state: CaseState, reasonCode: ReasonCode | null): ApplicantStatus {
  switch (state) {
    case 'DRAFT':
      return { milestone: 'RECEIVED', textKey: 'status.draft', mayWithdraw: true }
    case 'SUBMITTED':
      return { milestone: 'RECEIVED', textKey: 'status.received', mayWithdraw: true }
    case 'RFI_OPEN':
      return { milestone: 'NEED_SOMETHING', textKey: 'status.need-something', mayWithdraw: true }
    case 'IN_CHECKS':
    case 'TECHNICAL_HOLD':
    case 'IN_REVIEW':
    case 'SECOND_REVIEW':
    case 'EDD_REVIEW':
    case 'EDD_APPROVAL':
      return { milestone: 'BEING_CHECKED', textKey: 'status.being-checked', mayWithdraw: true }
    case 'APPROVED':
      return { milestone: 'DECIDED', textKey: 'status.decided.approved', mayWithdraw: false }
    case 'EXPIRED':
      return { milestone: 'DECIDED', textKey: 'status.decided.incomplete', mayWithdraw: false }
    case 'REJECTED':
    case 'WITHDRAWN':
      return { milestone: 'DECIDED', textKey: decidedText(reasonCode), mayWithdraw: false }
    default:
      return assertNever(state)
  }
}

/**
 * Only eligibility, incompleteness, duplication and withdrawal are named. Everything else shares one sentence, since
 * a text of its own for suspicion would tell of it.
 */
export function decidedText(reasonCode: ReasonCode | null): string {
  switch (reasonCode) {
    case 'NOT_ELIGIBLE_AGE':
      return 'status.decided.age'
    case 'NOT_ELIGIBLE_PRODUCT':
      return 'status.decided.product'
    case 'CDD_INCOMPLETE':
      return 'status.decided.incomplete'
    case 'DUPLICATE_APPLICATION':
      return 'status.decided.duplicate'
    case 'APPLICANT_WITHDREW':
      return 'status.decided.withdrawn'
    default:
      return 'status.decided.not-approved'
  }
}
