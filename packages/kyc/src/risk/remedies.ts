/** Which single change would lower the class? Shown to staff beside the assessment. */
import type { FactorId, FactorResult, FloorResult, Remedy, ScoredClass } from './assessment.ts'
import { classWithFloors, rawSum } from './class-by-score.ts'
import { RISK_CLASSES } from './risk-class.ts'
import type { RiskPolicy } from './risk-policy.ts'

const MAX_REMEDIES = 3

/** At most three changes, the smallest first: a factor at its best value, or a floor that no longer applies. */
export function findRemedies(
  factors: readonly FactorResult[],
  floors: readonly FloorResult[],
  current: ScoredClass,
  policy: RiskPolicy,
): readonly Remedy[] {
  const raw = rawSum(factors)
  const byFactor = factors.map((factor): Remedy => {
    const resultingRaw = raw - factor.contribution + factor.weight * lowestValue(factor.id, policy)
    return {
      kind: 'FACTOR',
      id: factor.id,
      resultingRaw,
      resultingClass: classWithFloors(resultingRaw, floors, policy),
    }
  })
  const byFloor = floors.map(
    (floor): Remedy => ({
      kind: 'FLOOR',
      id: floor.id,
      resultingRaw: raw,
      resultingClass: classWithFloors(
        raw,
        floors.filter((other) => other !== floor),
        policy,
      ),
    }),
  )
  return [...byFloor, ...byFactor]
    .filter((remedy) => RISK_CLASSES.indexOf(remedy.resultingClass) < RISK_CLASSES.indexOf(current))
    .toSorted((a, b) => b.resultingRaw - a.resultingRaw)
    .slice(0, MAX_REMEDIES)
}

function lowestValue(id: FactorId, policy: RiskPolicy): number {
  return id === 'geography' ? 0 : Math.min(...Object.values(policy.values[id]))
}
