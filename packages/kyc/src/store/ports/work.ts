/** Use cases of the task workers: load by id, record a result once, hand back what may enter workflow state. */
import type { CaseState } from '../../case/case.ts'
import type { Actor } from '../actor.ts'
import type { GoodGuy } from '../../checks/alert-lines.ts'
import type { Finding, FindingResolution, ValidationEvaluation } from '../../checks/finding.ts'
import type { ScreeningHit } from '../../checks/screening-hit.ts'
import type { Verdict } from '../../case/reason-codes.ts'
import type { RiskAssessment } from '../../risk/assessment.ts'
import type { RiskClass } from '../../risk/risk-class.ts'
import type { JsonObject, JsonValue } from '../json.ts'
import type { Outcome } from '../outcome.ts'

/** A hit to keep: every one above the storage threshold, with whether it raises an alert. */
export type NewHit = ScreeningHit & {
  /** reaches the alert threshold and no good-guy entry holds */
  readonly alert: boolean
  /** id of the good-guy entry that suppressed the alert */
  readonly suppressedBy?: string
}

export type StoredHit = NewHit & {
  readonly hitId: string
  readonly checkId: string
  readonly verdict: Verdict | null
}

export interface StoredCheck {
  readonly checkId: string
  readonly kind: string
  readonly result: string
  readonly errors: readonly string[]
  /** what the task gave to the workflow: ids, enumerations, counts */
  readonly output: JsonObject
  readonly dataRevision: number
  readonly at: string
  readonly versions: Readonly<Record<string, string>>
  /** false once data that it used has changed */
  readonly current: boolean
  /** the result's parts that may hold personal values, decrypted; null when none */
  readonly detail: JsonValue
}

/** What became of a finding. CLEARED: gone or decided away; CONFIRMED: decided to be true. */
export type FindingState = 'OPEN' | 'CLEARED' | 'CONFIRMED'

export interface StoredFinding {
  readonly finding: Finding
  readonly state: FindingState
  /** outcome and reason codes of the decision that closed it; null when it is open or has simply gone */
  readonly decision: { readonly outcome: string; readonly reasonCodes: readonly string[] } | null
}

/** Everything that a worker may need about one case, decrypted. Lives in the worker's memory only. */
export interface WorkCase {
  readonly caseId: string
  readonly tenantId: string
  readonly caseNumber: string
  readonly kind: string
  readonly state: CaseState
  readonly channel: string
  readonly productCode: string
  readonly locale: string
  readonly policyVersion: string
  readonly dataRevision: number
  readonly submittedAt: string | null
  readonly customerId: string | null
  readonly customerClass: string | null
  readonly reasonCode: string | null
  /** 1 for the first execution; one more for each that took the place of another */
  readonly executionNumber: number
  /** Application of the current data revision (partial when it came in incomplete) */
  readonly application: Readonly<Record<string, unknown>>
  /** the latest check of each kind */
  readonly checks: readonly StoredCheck[]
  /** kinds whose latest check no longer holds: data changed, or older than 24 h */
  readonly staleChecks: readonly string[]
  /** hits of those latest checks */
  readonly hits: readonly StoredHit[]
  readonly findings: readonly StoredFinding[]
  /** decisions of people so far, as `evaluateValidations` takes them */
  readonly resolutions: readonly FindingResolution[]
  readonly rfis: readonly {
    readonly rfiId: string
    readonly state: string
    readonly items: readonly {
      readonly code: string
      readonly path: string
      readonly state: string
      readonly cannotProvide: boolean
    }[]
  }[]
  readonly assessment: AssessmentRecord | null
  readonly goodGuys: readonly GoodGuyEntry[]
  /** keyed hash over the identity fields; what good-guy entries are bound to */
  readonly identityHash: string
  readonly documents: readonly {
    readonly documentId: string
    readonly type: string
    readonly mediaType: string
    readonly sha256: string
  }[]
}

export interface GoodGuyEntry extends GoodGuy {
  readonly goodGuyId: string
}

export interface AssessmentRecord {
  readonly assessmentId: string
  readonly at: string
  /** factors, floors, versions: what was decided and why, complete */
  readonly assessment: RiskAssessment
}

export interface WorkUseCases {
  /** SUBMITTED → IN_CHECKS; again with the same workflow id: no effect. */
  workflowStarted(input: {
    actor: Actor
    caseId: string
    workflowId: string
    workflowVersion: number
  }): Promise<Outcome<{ state: CaseState }>>

  loadCaseForWork(caseId: string): Promise<Outcome<WorkCase>>

  /**
   * Writes check and hits once. The same key again answers with the stored result.
   * Key: `caseId:taskReferenceName:iteration:dataRevision`, with `:executionNumber` from the second execution on. `output` comes back with `checkId` added.
   */
  recordCheck(input: {
    actor: Actor
    caseId: string
    idempotencyKey: string
    kind: string
    dataRevision: number
    result: string
    output: JsonObject
    errors: readonly string[]
    hits: readonly NewHit[]
    /** list snapshots, matcher, application versions that it used */
    versions: Readonly<Record<string, string>>
    /** personal parts of the result, kept encrypted */
    detail?: JsonValue
  }): Promise<Outcome<{ checkId: string; output: JsonObject; replayed: boolean }>>

  /**
   * Opens new findings, keeps known ones with their resolution, clears open ones no longer found.
   * `output` is what may enter workflow state: outcome, acceptance, openFindings, knockouts, reasonCode.
   */
  recordEvaluation(input: {
    actor: Actor
    caseId: string
    idempotencyKey: string
    evaluation: ValidationEvaluation
  }): Promise<Outcome<{ output: JsonObject; replayed: boolean }>>

  /** `riskClass` is the class that counts: the model's, or the one that people have set. */
  recordAssessment(input: {
    actor: Actor
    caseId: string
    idempotencyKey: string
    assessment: RiskAssessment
  }): Promise<Outcome<{ assessmentId: string; riskClass: RiskClass; replayed: boolean }>>

  recordCustomerClass(input: {
    actor: Actor
    caseId: string
    idempotencyKey: string
    assessmentId: string
    customerClass: string
    serviceRestrictions: readonly string[]
  }): Promise<Outcome<{ customerClass: string; replayed: boolean }>>

  /** Cases that share a keyed index value with this one. Ids and what agreed; no values. */
  findDuplicates(caseId: string): Promise<
    Outcome<
      readonly {
        readonly caseId: string
        readonly state: CaseState
        readonly customerId: string | null
        readonly agrees: readonly IndexKind[]
      }[]
    >
  >
}

/** Blind indexes kept for each case. `NAME_DOB` is name and birth date together. */
export type IndexKind = 'NATIONAL_ID' | 'DOCUMENT' | 'EMAIL' | 'PHONE' | 'IBAN' | 'NAME_DOB' | 'NAME_DOB_TOWN'
