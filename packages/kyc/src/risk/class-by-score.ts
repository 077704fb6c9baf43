/** From a raw sum, and from sum and floors, to a class. */
import type { FactorResult, FloorResult, ScoredClass } from './assessment.ts'
import { higherClass } from './risk-class.ts'
import type { RiskPolicy } from './risk-policy.ts'

/** Class by raw sum alone. */
export function classByRaw(raw: number, { thresholds }: RiskPolicy): ScoredClass {
  if (raw < thresholds.medium) return 'LOW'
  return raw < thresholds.high ? 'MEDIUM' : 'HIGH'
}

/** The higher of the class by raw sum and every floor. */
export function classWithFloors(
  raw: number,
  floors: readonly Pick<FloorResult, 'effect'>[],
  policy: RiskPolicy,
): ScoredClass {
  return floors.reduce<ScoredClass>((highest, floor) => higherClass(highest, floor.effect), classByRaw(raw, policy))
}

export function rawSum(factors: readonly Pick<FactorResult, 'contribution'>[]): number {
  return factors.reduce((sum, factor) => sum + factor.contribution, 0)
}
