/** Versions of the risk policy: drafted, tested, proposed and published by people, and kept for ever. */
import type { Actor } from '../actor.ts'
import type { Outcome } from '../outcome.ts'
import type { PolicyState } from '../../policy/policy-lifecycle.ts'
import type { CaseState } from '../../case/case.ts'
import type { RiskClass } from '../../risk/risk-class.ts'
import type { RiskPolicy } from '../../risk/risk-policy.ts'

/** Names one version: a policy's id, its version and the profile it is for. */
export interface PolicyKey {
  readonly version: string
  readonly profile: string
}

export interface Backtest {
  /** over the report, which is kept with the bank's files */
  readonly reportHash: string
  /** decided cases that it ran on */
  readonly cases: number
  readonly at: string
}

export interface PolicyVersion extends PolicyKey {
  readonly policyId: string
  readonly hash: string
  readonly state: PolicyState
  readonly createdBy: string
  readonly createdAt: string
  readonly backtest: Backtest | null
  readonly proposedBy: string | null
  readonly approvedBy: string | null
  /** RFC 3339; null until proposed */
  readonly effectiveFrom: string | null
  /** running cases are assessed again by this version */
  readonly forceReassess: boolean
  readonly retiredAt: string | null
}

/** One case as this version assessed it, and what was decided. */
export interface PolicyUse {
  readonly caseId: string
  readonly caseNumber: string
  readonly state: CaseState
  /** what the model said by this version */
  readonly riskClass: RiskClass
  readonly assessedAt: string
  readonly outcome: string | null
  readonly reasonCode: string | null
  readonly decidedAt: string | null
}

export interface PolicyUseCases {
  /** The version that a new installation decides by, in force without a proposal. Does nothing where one is in force. */
  adoptPolicy(input: { actor: Actor; policy: RiskPolicy }): Promise<Outcome<{ adopted: boolean }>>
  /**
   * Cases that exactly this content has assessed, newest first, and how many of each class. Restricted ones count, and are
   * shown to those alone who may open them.
   */
  policyUse(input: {
    actor: Actor
    key: PolicyKey
    limit: number
  }): Promise<
    Outcome<{ total: number; byClass: Readonly<Partial<Record<RiskClass, number>>>; cases: readonly PolicyUse[] }>
  >
  /** Decided cases that were assessed and still have their data, newest decision first: what a back-test runs on.
   * `mayOpen` is false for a restricted case of which the person may learn nothing. */
  decidedCases(input: {
    actor: Actor
    limit: number
  }): Promise<readonly { readonly caseId: string; readonly caseNumber: string; readonly mayOpen: boolean }[]>
  /** INVALID_INPUT with `details.objections` when the policy breaks its schema or the guidelines. Never changed later. */
  draftPolicy(input: { actor: Actor; policy: unknown }): Promise<Outcome<PolicyVersion>>
  /** A back-test has run on the draft. */
  recordBacktest(input: {
    actor: Actor
    key: PolicyKey
    reportHash: string
    cases: number
  }): Promise<Outcome<PolicyVersion>>
  /** Only on a fresh back-test. `effectiveFrom` is now unless told otherwise, and never in the past. */
  proposePolicy(input: {
    actor: Actor
    key: PolicyKey
    effectiveFrom?: string
    forceReassess?: boolean
  }): Promise<Outcome<PolicyVersion>>
  /** The second person. PUBLISH makes it ACTIVE and retires the one before; only once `effectiveFrom` has come. */
  decidePolicy(input: {
    actor: Actor
    key: PolicyKey
    decision: 'PUBLISH' | 'SEND_BACK'
  }): Promise<Outcome<PolicyVersion>>
  /** Newest first. */
  listPolicies(): Promise<readonly PolicyVersion[]>
  /** Any version that ever was, for replaying a decision. */
  loadPolicy(key: PolicyKey): Promise<Outcome<{ version: PolicyVersion; policy: RiskPolicy }>>
  /** The version in force for the profile, or null when none was ever published. */
  activePolicy(profile: string): Promise<{ version: PolicyVersion; policy: RiskPolicy } | null>
}
