/** What people set over a case, or over the bank's own rules, mostly with four eyes. */
import type { CaseState, CustomerState } from '../../case/case.ts'
import type { Actor } from '../actor.ts'
import type { Outcome } from '../outcome.ts'
import type { RetentionRule } from '../../retention/retention-rules.ts'
import type { RiskClass } from '../../risk/risk-class.ts'

/** What one person has asked for and another has yet to confirm. */
export const REQUEST_KINDS = [
  'LOWER_CLASS',
  'SET_LEGAL_HOLD',
  'LIFT_LEGAL_HOLD',
  'ERASE_EARLY',
  'RETENTION_RULE',
] as const
export type RequestKind = (typeof REQUEST_KINDS)[number]

export interface ApprovalRequest {
  readonly requestId: string
  readonly kind: RequestKind
  /** null when it is about no case in particular */
  readonly caseId: string | null
  /** ids and codes of what is asked for, such as `{to: 'MEDIUM'}` */
  readonly payload: Readonly<Record<string, string>>
  readonly state: 'OPEN' | 'CONFIRMED' | 'REFUSED'
  readonly madeBy: string
  readonly madeAt: string
  readonly note: string
  readonly decidedBy: string | null
  readonly decidedAt: string | null
}

/** A class that people have set, and what the model had said. */
export interface SetClass {
  readonly model: RiskClass | null
  readonly set: RiskClass
  readonly by: string
  readonly approvedBy: string | null
  readonly at: string
  readonly expiresOn: string | null
  readonly reason: string
}

export interface GoodGuyRecord {
  readonly goodGuyId: string
  readonly caseId: string
  readonly caseNumber: string
  /** masked unless the actor's roles may read it */
  readonly customerName: string
  readonly customerId: string | null
  readonly listId: string
  readonly entryId: string
  /** of the entry as it was cleared */
  readonly entryHash: string
  /** keyed, over the customer's identity fields as they were */
  readonly identityHash: string
  /** whether the customer's identity is still the one that was cleared */
  readonly identityHolds: boolean
  readonly matcherConfigId: string
  /** 0 to 100, as the pair scored when it was cleared */
  readonly score: number
  readonly reasonCodes: readonly string[]
  readonly approvals: readonly string[]
  readonly createdAt: string
  readonly expiresAt: string
  readonly endedAt: string | null
  readonly endedBy: string | null
  /** the words of who revoked it; null when it ended by itself */
  readonly endReason: string | null
  /** whether it suppresses alerts now, if both hashes still hold */
  readonly inForce: boolean
}

export interface LegalHold {
  readonly holdId: string
  readonly caseId: string
  /** who ordered it, such as `FIU` or `COURT` */
  readonly authority: string
  /** the order's file number */
  readonly reference: string
  /** calendar day, at most five years ahead */
  readonly until: string
  readonly setBy: string
  readonly approvedBy: string
  readonly setAt: string
  readonly liftedAt: string | null
}

/** Where a case stands between its decision and its erasure. Days are calendar dates of the bank. */
export interface RetentionState {
  readonly caseId: string
  /** what will end it; null while no clock runs: the case is open, or the relationship goes on */
  readonly rule: RetentionRule | null
  readonly dueOn: string | null
  /** the rule may erase: two people approved it */
  readonly ruleApproved: boolean
  readonly customerState: CustomerState | null
  /** the hold in force, which outweighs the rule */
  readonly heldBy: string | null
  readonly erasedAt: string | null
}

export interface RetentionRuleState {
  readonly rule: RetentionRule
  /** only ends a draft, so nobody has to approve it */
  readonly erases: boolean
  readonly requestedBy: string | null
  readonly approvedBy: string | null
  readonly approvedAt: string | null
  readonly due: number
  readonly held: number
}

/** What the job found, by rule, and what it did. */
export interface RetentionReport {
  readonly at: string
  readonly dryRun: boolean
  readonly rules: readonly {
    readonly rule: RetentionRule
    readonly due: readonly string[]
    readonly done: number
    /** kept by a legal hold */
    readonly held: number
    /** the rule waits for its second person */
    readonly awaitingApproval: boolean
  }[]
}

export interface GovernanceUseCases {
  /** Open ones first; an auditor and the roles that decide see them, everybody her own. */
  listRequests(input: { actor: Actor; caseId?: string }): Promise<readonly ApprovalRequest[]>
  /** The second person's answer. Confirming carries it out in the same transaction. Never the one who asked. */
  decideRequest(input: {
    actor: Actor
    requestId: string
    decision: 'CONFIRM' | 'REFUSE'
    note: string
  }): Promise<Outcome<{ kind: RequestKind; state: 'CONFIRMED' | 'REFUSED' }>>

  /** At once, by any analyst, with a reason. Before the first assessment it is the least that the class will be. */
  raiseClass(input: {
    actor: Actor
    caseId: string
    to: RiskClass
    reason: string
    revision: number
  }): Promise<Outcome<{ riskClass: RiskClass | null; revision: number }>>
  /** senior_analyst asks, mlro decides. TRANSITION_REFUSED with `details.reason` BELOW_LAW_FLOOR where the law forbids it. */
  requestLowerClass(input: {
    actor: Actor
    caseId: string
    to: RiskClass
    reason: string
    revision: number
  }): Promise<Outcome<{ requestId: string }>>
  /** The class set by hand that is in force, or null. */
  setClassOf(input: { actor: Actor; caseId: string }): Promise<Outcome<SetClass | null>>

  /** Recorded decisions that a customer is not a list entry, newest first; older than `before`, an id, if given. */
  listGoodGuys(input: {
    actor: Actor
    caseId?: string
    inForce?: boolean
    before?: string
    limit?: number
  }): Promise<readonly GoodGuyRecord[]>
  /** From now on the pair raises alerts again. */
  revokeGoodGuy(input: { actor: Actor; goodGuyId: string; reason: string }): Promise<Outcome<{ endedAt: string }>>

  /**
   * Staff does not take the answer: the item is open again, with a reason that the applicant reads, and so is the
   * request. After three refusals of an item the applicant is not asked again: `decide` is true and a person must.
   */
  refuseRfiItem(input: {
    actor: Actor
    caseId: string
    itemId: string
    /** code that the form puts into words, such as `UNREADABLE` */
    reasonCode: string
    revision: number
  }): Promise<Outcome<{ refusals: number; decide: boolean; state: CaseState }>>

  /** A refused applicant challenges the decision: a new case EVENT_REVIEW that nobody who decided may work on. */
  appeal(input: {
    actor: Actor
    caseId: string
    /** the applicant's words */
    text: string
  }): Promise<Outcome<{ caseId: string; ref: string; excluded: number }>>

  /** compliance_admin asks, mlro decides. `until` is at most five years ahead. */
  requestLegalHold(input: {
    actor: Actor
    caseId: string
    authority: string
    reference: string
    until: string
    note: string
  }): Promise<Outcome<{ requestId: string }>>
  requestLiftLegalHold(input: { actor: Actor; holdId: string; note: string }): Promise<Outcome<{ requestId: string }>>
  /** compliance_admin asks, mlro decides. Not while people work on the case, and never what the law asks to keep. */
  requestErasure(input: { actor: Actor; caseId: string; note: string }): Promise<Outcome<{ requestId: string }>>

  /** compliance_admin asks, somebody else decides: a rule erases nothing before that. */
  requestRetentionRule(input: {
    actor: Actor
    rule: RetentionRule
    note: string
  }): Promise<Outcome<{ requestId: string }>>
  /** What has come to its end. With `dryRun` only counted; otherwise expired or erased, each case by itself. */
  runRetention(input: { actor: Actor; dryRun: boolean; limit?: number }): Promise<RetentionReport>

  listLegalHolds(input: { actor: Actor; caseId?: string }): Promise<readonly LegalHold[]>
  /** When the data of a case ends, and why not yet. For those who set holds, decide on them, or audit. */
  retentionState(input: { actor: Actor; caseId: string }): Promise<Outcome<RetentionState>>
  /** The rules and who approved them, with how many cases each has come due for. */
  retentionRules(input: { actor: Actor }): Promise<Outcome<readonly RetentionRuleState[]>>
}
