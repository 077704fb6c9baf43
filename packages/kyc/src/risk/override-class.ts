/** Setting the class by hand: up by any analyst, down by two people and never under a floor that the law sets. */
import type { Actor } from '../case/actor.ts'
import type { RiskAssessment, ScoredClass } from './assessment.ts'
import { RISK_CLASSES } from './risk-class.ts'

export interface ClassOverride {
  readonly to: ScoredClass
  readonly maker: Actor
  /** Needed to lower the class. */
  readonly checker: Actor | null
  readonly reason: string
  readonly at: string
}

export interface OverriddenClass {
  readonly model: ScoredClass
  readonly set: ScoredClass
  readonly by: ClassOverride
  /** An override ends with the next review. */
  readonly expiresOn: string
}

export type OverrideRefusal =
  | 'CLASS_IS_PROHIBITED'
  | 'CLASS_UNCHANGED'
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

export function overrideClass(assessment: RiskAssessment, override: ClassOverride): OverrideResult {
  const { final, nextReviewOn } = assessment
  if (final === 'PROHIBITED' || nextReviewOn === null) return refuse('CLASS_IS_PROHIBITED')
  if (final === override.to) return refuse('CLASS_UNCHANGED')
  if (override.reason.trim().length < MIN_REASON_LENGTH) return refuse('REASON_TOO_SHORT')
  const refusal = rank(override.to) > rank(final) ? refuseRaise(override) : refuseLowering(assessment, override)
  if (refusal) return refuse(refusal)
  return { ok: true, value: { model: final, set: override.to, by: override, expiresOn: nextReviewOn } }
}

function refuseRaise({ maker }: ClassOverride): OverrideRefusal | null {
  const may = maker.roles.some((role) => role === 'analyst' || role === 'senior_analyst' || role === 'mlro')
  return may ? null : 'MAKER_ROLE'
}

function refuseLowering(assessment: RiskAssessment, { to, maker, checker }: ClassOverride): OverrideRefusal | null {
  if (!maker.roles.includes('senior_analyst')) return 'MAKER_ROLE'
  if (!checker) return 'CHECKER_MISSING'
  if (checker.id === maker.id) return 'MAKER_IS_CHECKER'
  if (!checker.roles.includes('mlro')) return 'CHECKER_ROLE'
  const undercuts = assessment.floors.some((floor) => floor.authority === 'LAW' && rank(floor.effect) > rank(to))
  return undercuts ? 'BELOW_LAW_FLOOR' : null
}

function rank(riskClass: ScoredClass): number {
  return RISK_CLASSES.indexOf(riskClass)
}

function refuse(code: OverrideRefusal): OverrideResult {
  return { ok: false, error: { code } }
}
