/** Use cases that end or stop a case, and messages to the applicant. */
import type { CaseState } from '../../case/case.ts'
import type { Actor } from '../actor.ts'
import type { JsonObject } from '../json.ts'
import type { Outcome } from '../outcome.ts'

export interface DecisionUseCases {
  /**
   * Retries of a check are used up: → TECHNICAL_HOLD, with the reason as a code. Decides nothing; a case that is over
   * stays so. TRANSITION_REFUSED while people work on the case: then `executionEnded` is for it.
   */
  hold(input: {
    actor: Actor
    caseId: string
    failedTask: string
    errorCode: string
  }): Promise<Outcome<{ state: CaseState }>>
  /**
   * The execution of the case as it was at that revision is over, or gone, and the case is not: → TECHNICAL_HOLD, and
   * what waited for people is cancelled. Nothing happens when the case has moved on since, or a start or retry is due.
   */
  executionEnded(input: {
    actor: Actor
    caseId: string
    workflowId: string
    revision: number
    /** It failed, and what failed may be tried again. */
    failed: boolean
  }): Promise<Outcome<{ state: CaseState }>>
  /** Cases that an execution should be at work on, by id; or that one case, if it is one of them. */
  casesWithExecution(page: {
    caseId?: string
    after?: string
    limit: number
  }): Promise<readonly { caseId: string; workflowId: string; revision: number; state: CaseState }[]>
  /**
   * The button; case → IN_CHECKS. RETRY_WORKFLOW, or START_WORKFLOW of a new execution when nothing can be gone on with:
   * the old one was ended from outside or while people worked, or its checks are older than an approval may rest on.
   */
  retryHold(input: { actor: Actor; caseId: string }): Promise<Outcome<{ state: CaseState }>>

  /**
   * → APPROVED, with the customer. Refused while a finding is open, a check is missing or stale, nothing was
   * assessed or the class is PROHIBITED. Again on an approved case: the same customer.
   */
  approve(input: { actor: Actor; caseId: string }): Promise<
    Outcome<{
      customerId: string
      reasonCode: string
      riskClass: string
      customerClass: string | null
      reviewCaseDueOn: string | null
      replayed: boolean
    }>
  >
  /** → REJECTED. Without `reasonCode` it is taken from the confirmed findings. */
  reject(input: {
    actor: Actor
    caseId: string
    reasonCode?: string
  }): Promise<Outcome<{ reasonCode: string; replayed: boolean }>>
  /** RFI_OPEN or DRAFT → EXPIRED. */
  expireCase(input: {
    actor: Actor
    caseId: string
    reasonCode: string
  }): Promise<Outcome<{ state: CaseState; replayed: boolean }>>

  /** Exactly one notification for a (case, template, iteration key). */
  notify(input: {
    actor: Actor
    caseId: string
    templateId: string
    iterationKey: string
    params?: JsonObject
  }): Promise<Outcome<{ notificationIds: readonly string[]; replayed: boolean }>>
  /** What the mailer needs, decrypted. */
  loadNotification(notificationId: string): Promise<
    Outcome<{
      notificationId: string
      caseId: string
      ref: string
      to: string
      firstName: string | null
      templateId: string
      locale: string
      params: JsonObject
    }>
  >
  markNotificationSent(notificationId: string): Promise<Outcome<{ sentAt: string }>>

  /** Destroys the case key and the index entries: nothing of the case can be read again. Four eyes by the caller's role table. */
  eraseCase(input: {
    actor: Actor
    caseId: string
    rule: string
    approvedBy?: string
  }): Promise<Outcome<{ erasedAt: string; objects: number }>>
  /** Erases again what had been erased when a backup is restored; to be run before it serves. */
  replayTombstones(input: {
    actor: Actor
    tombstones: readonly { readonly caseId: string; readonly rule: string }[]
  }): Promise<Outcome<{ erased: number }>>
  /** Erasures done so far: a restored backup must replay them before it serves. */
  listTombstones(): Promise<
    readonly { caseId: string; erasedAt: string; rule: string; objects: number; chainSeq: number }[]
  >
}
