/** Use cases of reviews, EDD and RFIs: what people decide, and what the waiting workflow then learns. */
import type { CaseState } from '../../case/case.ts'
import type { Actor } from '../actor.ts'
import type { Outcome } from '../outcome.ts'

export interface RfiItemInput {
  readonly code: string
  readonly path: string
}

export interface ConditionInput {
  readonly code: string
  readonly text: string
}

export type ReviewOutcome = 'CLEARED' | 'REJECT' | 'RFI'

export interface ReviewUseCases {
  /** Makes review items from open findings; case → IN_REVIEW; remembers where the HUMAN tasks wait. Once a workflow. */
  openReview(input: {
    actor: Actor
    caseId: string
    workflowId: string
    makerRef: string
    checkerRef: string
  }): Promise<Outcome<{ reviewId: string; itemCount: number; slaDueAt: string }>>

  /**
   * The maker's decision on one item (also of EDD items). When the last open item has one, the waiting HUMAN task is
   * completed with `{needsSecond}` and the case moves on, in this transaction.
   */
  propose(input: {
    actor: Actor
    caseId: string
    itemId: string
    outcome: string
    reasonCodes: readonly string[]
    note: string
    rfiItems?: readonly RfiItemInput[]
    conditions?: readonly ConditionInput[]
    /** revision of the case that the person saw */
    revision: number
  }): Promise<Outcome<{ state: CaseState; revision: number; needsSecond: boolean; reviewDone: boolean }>>

  /** The second person's answer. Never the proposer. */
  confirm(input: {
    actor: Actor
    caseId: string
    itemId: string
    decision: 'CONFIRM' | 'SEND_BACK'
    note: string
    revision: number
  }): Promise<Outcome<{ state: CaseState; revision: number; reviewDone: boolean }>>

  /**
   * Tells the workflow what follows from a finished review or EDD (CLEARED: approved); everything was applied when
   * the last person decided. ITEM_NOT_OPEN while a decision is still waited for.
   */
  closeReview(input: {
    actor: Actor
    caseId: string
    workflowId: string
  }): Promise<
    Outcome<{ reviewId: string; outcome: ReviewOutcome; reasonCode: string | null; confirmedFindings: number }>
  >

  openEdd(input: {
    actor: Actor
    caseId: string
    workflowId: string
    reviewRef: string
    approvalRef: string
    assessmentId: string
  }): Promise<Outcome<{ itemCount: number; slaDueAt: string }>>

  /** From the RFI findings, or from what the review asked for. Case → RFI_OPEN. Once a workflow. */
  openRfi(input: {
    actor: Actor
    caseId: string
    workflowId: string
    waitRef: string
    items?: readonly RfiItemInput[]
    /** days until expiry; 14, or 30 for EDD evidence */
    dueInDays?: number
  }): Promise<Outcome<{ rfiId: string; itemCount: number; dueAt: string; nextAt: string; waitSeconds: number }>>

  /** What the waking RFI workflow does next. Sends the reminder itself (an outbox row). */
  rfiStep(input: { actor: Actor; caseId: string; rfiId: string }): Promise<
    Outcome<{
      action: 'WAIT' | 'REMIND' | 'ANSWERED' | 'EXPIRED' | 'CANCELLED'
      /** when to look again; null when finished */
      nextAt: string | null
      waitSeconds: number
      changedPaths: readonly string[]
    }>
  >

  /** The applicant's answer: a new data revision; when every item is answered, the waiting workflow is woken. */
  answerRfi(input: {
    actor: Actor
    caseId: string
    rfiId: string
    set: Readonly<Record<string, unknown>>
    cannotProvide?: readonly { readonly code: string; readonly text: string }[]
  }): Promise<Outcome<{ state: CaseState; answered: boolean; dataRevision: number }>>

  /** Staff calls an RFI off; the case returns to checks. */
  cancelRfi(input: {
    actor: Actor
    caseId: string
    rfiId: string
    reasonCode: string
  }): Promise<Outcome<{ state: CaseState }>>
}
