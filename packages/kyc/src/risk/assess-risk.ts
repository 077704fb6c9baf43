/**
 * The risk model: seven weighted factors, floors that raise, knock-outs that end. A pure function of inputs, policy
 * and reference tables, on integers throughout, so that the same versions give the same bytes for ever.
 */
import { addMonths } from '../iso-date.ts'
import { snapshotIds, type ReferenceData } from '../reference/reference-data.ts'
import type { RiskAssessment } from './assessment.ts'
import { classByRaw, classWithFloors, rawSum } from './class-by-score.ts'
import { assessFactors } from './factors.ts'
import { assessFloors, assessKnockouts } from './floors.ts'
import { divideHalfUp } from './integer-division.ts'
import { findRemedies } from './remedies.ts'
import type { RiskClass } from './risk-class.ts'
import type { RiskInputs } from './risk-inputs.ts'
import { riskPolicyHash, type RiskPolicy } from './risk-policy.ts'
import { assessWealth } from './wealth-plausibility.ts'

export function assessRisk(inputs: RiskInputs, policy: RiskPolicy, reference: ReferenceData): RiskAssessment {
  const plausibility = assessWealth(inputs, policy)
  const factors = assessFactors(inputs, policy, reference, plausibility)
  const raw = rawSum(factors)
  const classByScore = classByRaw(raw, policy)
  const floors = assessFloors(inputs, policy, reference, plausibility, classByScore)
  const knockouts = assessKnockouts(inputs, policy)
  const scored = classWithFloors(raw, floors, policy)
  const final: RiskClass = knockouts.length > 0 ? 'PROHIBITED' : scored
  const measures = final === 'PROHIBITED' ? null : policy.measures[final]
  return {
    policy: { id: policy.id, version: policy.version, profile: policy.profile, hash: riskPolicyHash(policy) },
    snapshots: snapshotIds(reference),
    dataRevision: inputs.dataRevision,
    asOf: inputs.asOf,
    factors,
    plausibility,
    raw,
    scoreTenths: divideHalfUp(raw, 10),
    classByScore,
    floors,
    knockouts,
    final,
    cddLevel: measures?.cddLevel ?? 'NONE',
    reviewMonths: measures?.reviewMonths ?? 0,
    nextReviewOn: measures ? addMonths(inputs.asOf, measures.reviewMonths) : null,
    remedies: final === 'PROHIBITED' ? [] : findRemedies(factors, floors, scored, policy),
    warnings: inputs.turnoverImplausible ? ['TURNOVER_IMPLAUSIBLE'] : [],
  }
}
