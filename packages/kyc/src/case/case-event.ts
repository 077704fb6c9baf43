/** Everything that can happen to a case. The facts that a guard needs travel inside the event. */
import type { FindingId } from '../ids.ts'
import type { RiskClass } from '../risk/risk-class.ts'
import type { Actor } from './actor.ts'
import type { ApprovalReason, EligibilityReason, RejectionReason } from './reason-codes.ts'

interface EventBase {
  readonly actor: Actor
  /** RFC 3339, UTC, milliseconds. */
  readonly at: string
}

/** What must be true of a case before it may be approved; collected by the store in the same transaction. */
export interface ApprovalFacts {
  readonly openFindings: number
  readonly riskClass: RiskClass
  /** Every check that the case needs has a conclusive result. */
  readonly allChecksConclusive: boolean
  readonly checksOnCurrentRevision: boolean
  readonly oldestCheckAt: string
  readonly maxCheckAgeHours: number
}

export type CaseEvent = EventBase &
  (
    | {
        readonly kind: 'submit'
        readonly blockingErrors: number
        readonly emailConfirmed: boolean
        readonly consentsGiven: boolean
        readonly acceptIncomplete: boolean
      }
    | { readonly kind: 'expire_draft'; readonly idleDays: number; readonly limitDays: number }
    | { readonly kind: 'workflow_started'; readonly workflowId: string; readonly workflowVersion: number }
    | { readonly kind: 'not_eligible'; readonly reasonCode: EligibilityReason }
    | { readonly kind: 'retries_used_up' }
    | { readonly kind: 'retry' }
    /** Its execution is over, and not by the case's own doing. */
    | { readonly kind: 'execution_ended' }
    /** A new execution takes the place of the one that ended. */
    | { readonly kind: 'restart' }
    | { readonly kind: 'open_rfi'; readonly itemCount: number }
    | { readonly kind: 'open_review'; readonly findingCount: number }
    | { readonly kind: 'rfi_answered'; readonly dataRevision: number }
    /** Staff calls the request off; the case returns to its checks. */
    | { readonly kind: 'rfi_cancelled' }
    | { readonly kind: 'rfi_expired'; readonly openDays: number; readonly limitDays: number }
    | {
        readonly kind: 'propose'
        readonly findingIds: readonly FindingId[]
        readonly outcome: string
        readonly reasonCodes: readonly string[]
        readonly noteLength: number
        readonly noteRef: string | null
        readonly rejectionReason: RejectionReason | null
        readonly checkerRoles: readonly ('senior_analyst' | 'mlro')[]
      }
    | { readonly kind: 'send_back' }
    /** All findings are cleared: by the maker alone where no second approval is due, else by the checker. */
    | { readonly kind: 'findings_cleared'; readonly openFindings: number }
    /** The checker confirmed one proposal and other findings remain. */
    | { readonly kind: 'confirm_and_continue'; readonly openFindings: number }
    | { readonly kind: 'confirm_rejection' }
    | { readonly kind: 'start_edd'; readonly riskClass: RiskClass }
    | { readonly kind: 'edd_checklist_complete'; readonly openChecklistItems: number }
    | { readonly kind: 'edd_return' }
    /** The checks have aged while people worked: they run again before anybody may approve. */
    | { readonly kind: 'edd_recheck' }
    /** The checks have run again: back to the step of EDD that was interrupted. */
    | { readonly kind: 'resume_edd' }
    | { readonly kind: 'edd_approve'; readonly facts: ApprovalFacts }
    | { readonly kind: 'edd_refuse'; readonly reasonCode: RejectionReason }
    | { readonly kind: 'approve'; readonly facts: ApprovalFacts; readonly reasonCode: ApprovalReason }
    | { readonly kind: 'withdraw' }
    /** A claim of somebody else lapses after so many idle minutes; 30 when left out. */
    | { readonly kind: 'claim'; readonly claimIdleMinutes?: number }
    | { readonly kind: 'release' }
    | { readonly kind: 'assign'; readonly assigneeId: Actor['id'] }
    | { readonly kind: 'data_changed'; readonly dataRevision: number }
    | { readonly kind: 'risk_assessed'; readonly riskClass: RiskClass }
  )
export type CaseEventKind = CaseEvent['kind']
