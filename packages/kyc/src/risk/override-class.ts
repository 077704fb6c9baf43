/** Setting the class by hand: up by any analyst, down by two people and never under a floor that the law sets. */
import { addMonths } from '../iso-date.ts'
import type { RiskAssessment, ScoredClass } from './assessment.ts'
import type { Role } from '../roles/role.ts'
import { RISK_CLASSES, type RiskClass } from './risk-class.ts'

interface Decider {
  readonly id: string
  readonly roles: readonly Role[]
}

export interface ClassOverride {
  readonly to: ScoredClass
  readonly maker: Decider
  /** Needed to lower the class. */
  readonly checker: Decider | null
  readonly reason: string
}

export interface OverriddenClass {
  /** Class that the model gave; null when the class was raised before anything was assessed. */
  readonly model: ScoredClass | null
  readonly set: ScoredClass
  /** An override ends with the next review; null until one is planned. */
  readonly expiresOn: string | null
}

export type OverrideRefusal =
  | 'CLASS_IS_PROHIBITED'
  | 'CLASS_UNCHANGED'
  | 'NOT_ASSESSED'
  | 'REASON_TOO_SHORT'
  | 'MAKER_ROLE'
  | 'CHECKER_MISSING'
  | 'CHECKER_ROLE'
  | 'MAKER_IS_CHECKER'
  | 'BELOW_LAW_FLOOR'

export type OverrideResult =
  | { readonly ok: true; readonly value: OverriddenClass }
  | { readonly ok: false; readonly error: { readonly code: OverrideRefusal } }

const MIN_REASON_LENGTH = 20

/** `assessment` is null before the first one: raising is possible then, lowering is not. */
export function overrideClass(assessment: RiskAssessment | null, override: ClassOverride): OverrideResult {
  const model = assessment?.final ?? null
  if (model === 'PROHIBITED') return refuse('CLASS_IS_PROHIBITED')
  if (model === override.to) return refuse('CLASS_UNCHANGED')
  if (override.reason.trim().length < MIN_REASON_LENGTH) return refuse('REASON_TOO_SHORT')
  const refusal = isRaise({ model, set: override.to }) ? refuseRaise(override) : refuseLowering(assessment, override)
  if (refusal) return refuse(refusal)
  return { ok: true, value: { model, set: override.to, expiresOn: assessment?.nextReviewOn ?? null } }
}

/**
 * The class that counts: the model's, unless one set by hand is in force on `today`. Never under a floor that the law
 * sets, never instead of PROHIBITED, and lowered only while the model says what it said when two people lowered it.
 */
export function effectiveClass(assessment: RiskAssessment, set: OverriddenClass | null, today: string): RiskClass {
  const { final } = assessment
  if (final === 'PROHIBITED' || set === null || (set.expiresOn !== null && set.expiresOn <= today)) return final
  if (isRaise(set)) return rank(set.set) > rank(final) ? set.set : final
  return final === set.model && !undercutsLaw(assessment, set.set) ? set.set : final
}

/** Months at most until the next review: the law's cap for HIGH. A lowered class keeps the model's own date. */
const HIGH_REVIEW_MONTHS = 12

/** When the customer is looked at again, given the class that counts. */
export function nextReviewFor(assessment: RiskAssessment, counting: RiskClass): string | null {
  const { nextReviewOn, asOf } = assessment
  if (counting !== 'HIGH' || nextReviewOn === null) return nextReviewOn
  const cap = addMonths(asOf.slice(0, 10), HIGH_REVIEW_MONTHS)
  return nextReviewOn < cap ? nextReviewOn : cap
}

function isRaise({ model, set }: Pick<OverriddenClass, 'model' | 'set'>): boolean {
  return model === null ? set !== 'LOW' : rank(set) > rank(model)
}

function refuseRaise({ maker }: ClassOverride): OverrideRefusal | null {
  const may = maker.roles.some((role) => role === 'analyst' || role === 'senior_analyst' || role === 'mlro')
  return may ? null : 'MAKER_ROLE'
}

function refuseLowering(
  assessment: RiskAssessment | null,
  { to, maker, checker }: ClassOverride,
): OverrideRefusal | null {
  if (!maker.roles.includes('senior_analyst')) return 'MAKER_ROLE'
  if (!assessment) return 'NOT_ASSESSED'
  if (undercutsLaw(assessment, to)) return 'BELOW_LAW_FLOOR'
  if (!checker) return 'CHECKER_MISSING'
  if (checker.id === maker.id) return 'MAKER_IS_CHECKER'
  return checker.roles.includes('mlro') ? null : 'CHECKER_ROLE'
}

function undercutsLaw({ floors }: RiskAssessment, to: ScoredClass): boolean {
  return floors.some((floor) => floor.authority === 'LAW' && rank(floor.effect) > rank(to))
}

function rank(riskClass: RiskClass): number {
  return RISK_CLASSES.indexOf(riskClass)
}

function refuse(code: OverrideRefusal): OverrideResult {
  return { ok: false, error: { code } }
}
