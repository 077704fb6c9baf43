/** Use cases that end or stop a case, and messages to the applicant. */
import type { CaseState } from '../../case/case.ts'
import type { Actor } from '../actor.ts'
import type { JsonObject } from '../json.ts'
import type { Outcome } from '../outcome.ts'

export interface DecisionUseCases {
  /** → TECHNICAL_HOLD; keeps the reason as a code. Decides nothing. */
  hold(input: {
    actor: Actor
    caseId: string
    failedTask: string
    errorCode: string
  }): Promise<Outcome<{ state: CaseState }>>
  /** The button: RETRY_WORKFLOW, case → IN_CHECKS. */
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
