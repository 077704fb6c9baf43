/** What the guidelines forbid in a risk policy. A version with an objection cannot be tested, proposed or published. */
import { z } from 'zod'
import { PEP_STATUSES } from '../application/identity.ts'
import { FACTOR_IDS, type FactorId } from './assessment.ts'
import { RISK_CLASSES } from './risk-class.ts'
import { RiskPolicySchema, type RiskPolicy } from './risk-policy.ts'

export type PolicyObjectionCode =
  | 'POLICY_SHAPE'
  | 'WEIGHTS_SUM'
  | 'WEIGHT_TOO_LARGE'
  | 'THRESHOLD_ORDER'
  | 'HIGH_UNREACHABLE'
  | 'MONEY_AS_FACTOR'
  | 'LAW_FLOOR_WEAKENED'
  | 'REVIEW_TOO_LATE'
  | 'HIGH_STRAIGHT_THROUGH'
  | 'HIGH_NOT_ENHANCED'
  | 'PEP_ORDER'

export interface PolicyObjection {
  readonly code: PolicyObjectionCode
  /** Path into the policy. */
  readonly path: string
  readonly message: string
}

export type ParsedPolicy =
  | { readonly ok: true; readonly policy: RiskPolicy }
  | { readonly ok: false; readonly objections: readonly PolicyObjection[] }

/** EBA/GL/2021/02: no factor may dominate; the rest keeps the sum honest. */
const MAX_WEIGHT = 40
/** Caps set by law, in months. */
const MAX_REVIEW_MONTHS = { LOW: 60, MEDIUM: 60, HIGH: 12 } as const

/** Parses and judges a policy from any source. */
export function parseRiskPolicy(candidate: unknown): ParsedPolicy {
  const parsed = RiskPolicySchema.safeParse(candidate)
  if (!parsed.success) return { ok: false, objections: parsed.error.issues.map(toObjection) }
  const objections = policyObjections(parsed.data)
  return objections.length === 0 ? { ok: true, policy: parsed.data } : { ok: false, objections }
}

/** All objections to a well-formed policy; none means that it may be tested and proposed. */
export function policyObjections(policy: RiskPolicy): readonly PolicyObjection[] {
  return [
    ...weightObjections(policy),
    ...thresholdObjections(policy),
    ...floorObjections(policy),
    ...measureObjections(policy),
  ]
}

function toObjection(issue: z.core.$ZodIssue): PolicyObjection {
  const path = issue.path.join('.')
  const names = issue.code === 'unrecognized_keys' ? issue.keys : issue.path.map(String)
  const money =
    path.startsWith('weights') && names.some((name) => /money|profit|income|revenue|wealth|value/iu.test(name))
  return { code: money ? 'MONEY_AS_FACTOR' : 'POLICY_SHAPE', path, message: issue.message }
}

function weightObjections({ weights }: RiskPolicy): readonly PolicyObjection[] {
  const objections: PolicyObjection[] = []
  const sum = FACTOR_IDS.reduce((total, id) => total + weights[id], 0)
  if (sum !== 100) objections.push(objection('WEIGHTS_SUM', 'weights', `The weights add up to ${sum}, not to 100.`))
  for (const id of FACTOR_IDS) {
    if (weights[id] <= MAX_WEIGHT) continue
    objections.push(
      objection(
        'WEIGHT_TOO_LARGE',
        `weights.${id}`,
        `Weight ${weights[id]} lets ${id} dominate; ${MAX_WEIGHT} at most.`,
      ),
    )
  }
  return objections
}

function thresholdObjections(policy: RiskPolicy): readonly PolicyObjection[] {
  const { medium, high } = policy.thresholds
  if (!(0 < medium && medium < high)) {
    return [objection('THRESHOLD_ORDER', 'thresholds', `Expected 0 < medium < high, got ${medium} and ${high}.`)]
  }
  const largest = largestRaw(policy)
  if (largest >= high) return []
  return [
    objection('HIGH_UNREACHABLE', 'thresholds.high', `No customer can reach ${high}; the largest sum is ${largest}.`),
  ]
}

/** The sum of a customer who has the worst value of every factor. */
export function largestRaw(policy: RiskPolicy): number {
  return FACTOR_IDS.reduce((sum, id) => sum + policy.weights[id] * largestValue(policy, id), 0)
}

function largestValue(policy: RiskPolicy, id: FactorId): number {
  if (id === 'geography') return Math.max(...Object.values(policy.geographyPercent))
  return Math.max(...Object.values(policy.values[id]))
}

function floorObjections(policy: RiskPolicy): readonly PolicyObjection[] {
  const { floors, profile } = policy
  const objections: PolicyObjection[] = []
  const demandHigh = (id: 'F-PEP' | 'F-HR3C' | 'F-VHNW' | 'F-RESIDENCE-BY-INVESTMENT') => {
    if (floors[id].effect === 'HIGH' && floors[id].authority === 'LAW') return
    objections.push(objection('LAW_FLOOR_WEAKENED', `floors.${id}`, `${id} is set by law: HIGH, authority LAW.`))
  }
  if (profile === 'EU' || profile === 'DE') {
    for (const id of ['F-PEP', 'F-HR3C', 'F-VHNW', 'F-RESIDENCE-BY-INVESTMENT'] as const) demandHigh(id)
    if (!floors['F-HR3C'].lists.includes('EU_HIGH_RISK')) {
      objections.push(objection('LAW_FLOOR_WEAKENED', 'floors.F-HR3C.lists', 'The EU list must be among the lists.'))
    }
    if (floors['F-VHNW'].assetsHandledMinor > 500_000_000 || floors['F-VHNW'].wealthMinor > 5_000_000_000) {
      objections.push(objection('LAW_FLOOR_WEAKENED', 'floors.F-VHNW', 'At most EUR 5 m handled and EUR 50 m wealth.'))
    }
    if (floors['F-PEP'].domesticEffect !== null && floors['F-PEP'].domesticEffect !== 'HIGH') {
      objections.push(objection('LAW_FLOOR_WEAKENED', 'floors.F-PEP.domesticEffect', 'EU law knows no lower start.'))
    }
  } else demandHigh('F-HR3C')
  if (!floors['F-HR3C'].lists.includes('FATF_CALL_FOR_ACTION')) {
    objections.push(objection('LAW_FLOOR_WEAKENED', 'floors.F-HR3C.lists', 'FATF calls for action must be among them.'))
  }
  const missing = (['CURRENT', 'RCA', 'FORMER_UNDER_12M'] as const).filter((s) => !floors['F-PEP'].statuses.includes(s))
  if (missing.length > 0) {
    objections.push(objection('LAW_FLOOR_WEAKENED', 'floors.F-PEP.statuses', `Missing: ${missing.join(', ')}.`))
  }
  return objections
}

function measureObjections(policy: RiskPolicy): readonly PolicyObjection[] {
  const objections: PolicyObjection[] = []
  for (const riskClass of RISK_CLASSES) {
    if (riskClass === 'PROHIBITED') continue
    const months = policy.measures[riskClass].reviewMonths
    const cap = MAX_REVIEW_MONTHS[riskClass]
    if (months > cap) {
      const path = `measures.${riskClass}.reviewMonths`
      objections.push(objection('REVIEW_TOO_LATE', path, `${months} months; the law allows ${cap} at most.`))
    }
  }
  const { cddLevel, straightThrough } = policy.measures.HIGH
  if (straightThrough) {
    objections.push(objection('HIGH_STRAIGHT_THROUGH', 'measures.HIGH.straightThrough', 'HIGH always needs a person.'))
  }
  if (cddLevel !== 'ENHANCED') {
    objections.push(objection('HIGH_NOT_ENHANCED', 'measures.HIGH.cddLevel', 'HIGH means enhanced due diligence.'))
  }
  const points = PEP_STATUSES.map((status) => policy.values.pep[status])
  if (points.some((value, index) => value < (points[index - 1] ?? 0))) {
    objections.push(objection('PEP_ORDER', 'values.pep', `Points must rise in the order ${PEP_STATUSES.join(', ')}.`))
  }
  return objections
}

function objection(code: PolicyObjectionCode, path: string, message: string): PolicyObjection {
  return { code, path, message }
}
