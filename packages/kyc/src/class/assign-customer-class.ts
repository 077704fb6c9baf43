/** Assigns the service class by rules in order. Reads contract data and, for restrictions alone, the risk class. */
import type { Product } from '../application/application.ts'
import type { RiskClass } from '../risk/risk-class.ts'
import type { RiskPolicy } from '../risk/risk-policy.ts'
import type { ClassAssignment, CustomerClass } from './customer-class.ts'

/** Amounts are EUR minor units. */
export interface ClassInputs {
  readonly product: Product
  readonly netWorthMinor: number
  readonly annualIncomeMinor: number
  readonly riskClass: RiskClass
}

export function assignCustomerClass(inputs: ClassInputs, policy: RiskPolicy): ClassAssignment {
  const restricted = inputs.riskClass === 'HIGH' || inputs.riskClass === 'PROHIBITED'
  return {
    customerClass: classOf(inputs, policy.customerClass),
    serviceRestrictions: restricted ? ['REDUCED_LIMITS', 'NO_SELF_SERVICE_LIMIT_RISE', 'ENHANCED_MONITORING'] : [],
  }
}

function classOf(inputs: ClassInputs, lines: RiskPolicy['customerClass']): CustomerClass {
  const { product, netWorthMinor, annualIncomeMinor } = inputs
  if (product === 'BASIC_ACCOUNT') return 'BASIC'
  if (netWorthMinor >= lines.privateNetWorthMinor && lines.privateProducts.includes(product)) return 'PRIVATE'
  if (netWorthMinor >= lines.affluentNetWorthMinor || annualIncomeMinor >= lines.affluentIncomeMinor) return 'AFFLUENT'
  if (annualIncomeMinor >= lines.retailIncomeMinor || netWorthMinor >= lines.retailNetWorthMinor) return 'RETAIL'
  return 'BASIC'
}
