/** Use cases of an applicant and of intake: from the first answer to the submission. */
import type { CaseState } from '../../case/case.ts'
import type { Actor } from '../actor.ts'
import type { Outcome } from '../outcome.ts'

/** What is kept of a file beside its sealed bytes. */
export interface StoredDocument {
  readonly documentId: string
  readonly type: string
  readonly fileName: string
  readonly mediaType: string
  readonly size: number
  readonly sha256: string
  readonly uploadedAt: string
}

/** A draft as its owner sees it. `answers` is a partial Application, decrypted. */
export interface DraftView {
  readonly caseId: string
  readonly ref: string
  readonly state: CaseState
  readonly locale: string
  readonly productCode: string
  readonly channel: string
  readonly dataRevision: number
  readonly answers: Readonly<Record<string, unknown>>
  readonly emailConfirmed: boolean
  readonly documents: readonly StoredDocument[]
  readonly submittedAt: string | null
  readonly savedAt: string | null
}

export interface ApplicantUseCases {
  /** Opens a draft and a session for it. The token is returned once; the store keeps its hash only. */
  startApplication(input: {
    actor: Actor
    locale: string
    productCode: string
    channel: string
    privacyNoticeVersion: string
  }): Promise<Outcome<{ caseId: string; ref: string; sessionToken: string; expiresAt: string }>>

  /** The case that a session token opens, or null when it is unknown, expired or ended. */
  findApplicantSession(token: string): Promise<{ caseId: string; ref: string } | null>
  endApplicantSession(token: string): Promise<void>
  /** After a restore: what had been ended since the backup must not come back. */
  endAllApplicantSessions(): Promise<void>

  loadDraft(caseId: string): Promise<Outcome<DraftView>>

  /** Sets values by path (null removes); a new data revision when anything changed. DRAFT only. */
  saveAnswers(input: {
    actor: Actor
    caseId: string
    set: Readonly<Record<string, unknown>>
  }): Promise<Outcome<{ dataRevision: number; changedPaths: readonly string[] }>>

  /** Mails a six-digit code to the e-mail address of the draft. At most 5 an hour. */
  issueEmailCode(input: { actor: Actor; caseId: string }): Promise<Outcome<{ expiresAt: string }>>
  /** Takes the code: 5 tries, 15 minutes. Changing the address ends the confirmation. */
  confirmEmailCode(input: { actor: Actor; caseId: string; code: string }): Promise<Outcome<{ emailConfirmed: true }>>

  /** Mails a code when a draft or case with that address exists; answers the same either way. */
  issueResumeCode(input: { email: string }): Promise<void>
  /** Opens a session for the newest case of the address. CODE_WRONG whatever was wrong. */
  confirmResumeCode(input: {
    email: string
    code: string
  }): Promise<Outcome<{ caseId: string; ref: string; sessionToken: string; expiresAt: string }>>

  /** Keeps an encrypted file: JPEG, PNG or PDF by content, at most 10 MB. */
  addDocument(input: {
    actor: Actor
    caseId: string
    fileName: string
    mediaType: string
    type: string
    bytes: Uint8Array
  }): Promise<Outcome<{ documentId: string; sha256: string }>>
  /** The clear bytes; every read of a document is audited. */
  readDocument(input: {
    actor: Actor
    caseId: string
    documentId: string
    reason: string
  }): Promise<Outcome<{ fileName: string; mediaType: string; bytes: Uint8Array }>>

  /** DRAFT → SUBMITTED and START_WORKFLOW. SUBMISSION_BLOCKED carries `details.problems`. */
  submit(input: { actor: Actor; caseId: string }): Promise<Outcome<{ state: CaseState; submittedAt: string }>>

  /** Opens and submits in one transaction; the same key answers with the first case. */
  intake(input: {
    actor: Actor
    application: Readonly<Record<string, unknown>>
    acceptIncomplete: boolean
    idempotencyKey?: string
  }): Promise<Outcome<{ caseId: string; ref: string; state: CaseState; replayed: boolean }>>

  withdraw(input: { actor: Actor; caseId: string }): Promise<Outcome<{ state: CaseState }>>
}
