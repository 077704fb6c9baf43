import { describe, expect, it } from 'vitest'
import { assignCustomerClass } from '../class/assign-customer-class.ts'
import { defaultRiskPolicy } from './default-policy.ts'
import { parseRiskPolicy } from './policy-objections.ts'
import { riskPolicyHash, riskPolicyId, type RiskPolicy } from './risk-policy.ts'

/** A copy of the shipped policy with one change. */
function altered(change: (policy: RiskPolicy) => void): unknown {
  const policy = structuredClone(defaultRiskPolicy)
  change(policy)
  return policy
}

function codes(candidate: unknown): readonly string[] {
  const parsed = parseRiskPolicy(candidate)
  return parsed.ok ? [] : parsed.objections.map(({ code }) => code)
}

describe('objections to a policy', () => {
  it('has none to the shipped one', () => {
    expect(codes(defaultRiskPolicy)).toEqual([])
  })

  it.each<[string, (policy: RiskPolicy) => void, string[]]>([
    ['weights that miss 100', (p) => (p.weights.pep = 11), ['WEIGHTS_SUM']],
    [
      'one weight above 40',
      (p) => Object.assign(p.weights, { geography: 45, occupation: 0, sourceOfFunds: 10 }),
      ['WEIGHT_TOO_LARGE'],
    ],
    ['lines out of order', (p) => (p.thresholds.high = 2000), ['THRESHOLD_ORDER']],
    ['a class nobody can reach', (p) => (p.thresholds.high = 9800), ['HIGH_UNREACHABLE']],
    ['a PEP floor of MEDIUM', (p) => (p.floors['F-PEP'].effect = 'MEDIUM'), ['LAW_FLOOR_WEAKENED']],
    [
      'a PEP floor without relatives',
      (p) => (p.floors['F-PEP'].statuses = ['CURRENT', 'FORMER_UNDER_12M']),
      ['LAW_FLOOR_WEAKENED'],
    ],
    [
      'a lower start for domestic PEPs in the EU',
      (p) => (p.floors['F-PEP'].domesticEffect = 'MEDIUM'),
      ['LAW_FLOOR_WEAKENED'],
    ],
    ['no EU list', (p) => (p.floors['F-HR3C'].lists = ['FATF_CALL_FOR_ACTION']), ['LAW_FLOOR_WEAKENED']],
    ['a wealth line above the law', (p) => (p.floors['F-VHNW'].wealthMinor = 6_000_000_000), ['LAW_FLOOR_WEAKENED']],
    ['a review of HIGH after two years', (p) => (p.measures.HIGH.reviewMonths = 24), ['REVIEW_TOO_LATE']],
    ['HIGH without a person', (p) => (p.measures.HIGH.straightThrough = true), ['HIGH_STRAIGHT_THROUGH']],
    ['HIGH without enhanced diligence', (p) => (p.measures.HIGH.cddLevel = 'STANDARD'), ['HIGH_NOT_ENHANCED']],
    ['PEP points that fall', (p) => (p.values.pep.CURRENT = 10), ['PEP_ORDER']],
  ])('objects to %s', (_what, change, expected) => {
    expect(codes(altered(change))).toEqual(expected)
  })

  it('knows no factor of money, and no floor of its own invention', () => {
    const shape = structuredClone(defaultRiskPolicy)
    expect(codes({ ...shape, weights: { ...shape.weights, profitability: 5 } })).toEqual(['MONEY_AS_FACTOR'])
    expect(codes({ ...shape, floors: { ...shape.floors, 'F-NATIONALITY': { effect: 'HIGH' } } })).toEqual([
      'POLICY_SHAPE',
    ])
    expect(codes({ ...shape, weights: { ...shape.weights, pep: 9.5 } })).toEqual(['POLICY_SHAPE'])
    expect(codes(null)).toEqual(['POLICY_SHAPE'])
  })

  it('allows the UK profile its own law', () => {
    const uk = altered((p) => {
      p.profile = 'UK'
      p.floors['F-PEP'].domesticEffect = 'MEDIUM'
      p.floors['F-HR3C'].lists = ['FATF_CALL_FOR_ACTION']
    })
    expect(codes(uk)).toEqual([])
  })

  it('gives every content its own id', () => {
    expect(riskPolicyId(defaultRiskPolicy)).toMatch(/^kyc-risk@1\.0\.0#[0-9a-f]{12}$/)
    const parsed = parseRiskPolicy(altered((p) => (p.values.channel.BRANCH = 11)))
    if (!parsed.ok) throw new TypeError('expected a policy')
    expect(riskPolicyHash(parsed.policy)).not.toBe(riskPolicyHash(defaultRiskPolicy))
  })
})

describe('the customer class', () => {
  it.each([
    ['BASIC_ACCOUNT', 500_000_000, 50_000_000, 'BASIC'],
    ['PRIVATE_BANKING', 100_000_000, 0, 'PRIVATE'],
    ['BROKERAGE', 99_999_999, 0, 'AFFLUENT'],
    ['CURRENT_ACCOUNT', 500_000_000, 0, 'AFFLUENT'],
    ['CURRENT_ACCOUNT', 0, 12_000_000, 'AFFLUENT'],
    ['CURRENT_ACCOUNT', 0, 1_200_000, 'RETAIL'],
    ['CURRENT_ACCOUNT', 1_000_000, 0, 'RETAIL'],
    ['CURRENT_ACCOUNT', 999_999, 1_199_999, 'BASIC'],
  ] as const)(
    '%s with net worth %i and income %i is %s',
    (product, netWorthMinor, annualIncomeMinor, customerClass) => {
      const assigned = assignCustomerClass(
        { product, netWorthMinor, annualIncomeMinor, riskClass: 'LOW' },
        defaultRiskPolicy,
      )
      expect(assigned).toEqual({ customerClass, serviceRestrictions: [] })
    },
  )

  it('restricts services at high risk', () => {
    const inputs = { product: 'SAVINGS', netWorthMinor: 0, annualIncomeMinor: 0, riskClass: 'HIGH' } as const
    expect(assignCustomerClass(inputs, defaultRiskPolicy).serviceRestrictions).toHaveLength(3)
  })
})
