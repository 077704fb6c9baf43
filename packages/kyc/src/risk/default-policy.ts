/** The shipped risk policy, profile EU: a starting point that the bank must own and justify. */
import policyFile from '../policy/kyc-risk-1.0.0.json' with { type: 'json' }
import { parseRiskPolicy } from './policy-objections.ts'
import type { RiskPolicy } from './risk-policy.ts'

export const defaultRiskPolicy: RiskPolicy = shippedPolicy()

function shippedPolicy(): RiskPolicy {
  const parsed = parseRiskPolicy(policyFile)
  if (parsed.ok) return parsed.policy
  throw new TypeError(`The shipped risk policy is refused: ${JSON.stringify(parsed.objections)}`)
}
