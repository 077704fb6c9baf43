// The service class for workflows that carry their figures themselves instead of a case id.
import { assignCustomerClass, PRODUCTS, RISK_CLASSES, type RiskPolicy } from '@gatehouse/kyc'
import { z } from 'zod'
import { TerminalError } from '../terminal-error.ts'
import { withoutNulls } from '../without-nulls.ts'

/** Whole or fractional euros, as a number or as text: `48000`, `"48000.50"`. */
const Euros = z.union([z.number(), z.string().regex(/^\d+([.,]\d+)?$/)]).transform((value) => {
  const euros = typeof value === 'number' ? value : Number(value.replace(',', '.'))
  return Math.round(euros * 100)
})

const FiguresSchema = z.looseObject({
  salary: Euros.optional(),
  currentWealth: Euros.optional(),
  debt: Euros.optional(),
  product: z.enum(PRODUCTS).catch('CURRENT_ACCOUNT'),
  riskClass: z.enum(RISK_CLASSES).catch('LOW'),
})

/** Throws TerminalError when a figure is not a number of euros. */
export function classFromFigures(
  input: Readonly<Record<string, unknown>>,
  policy: RiskPolicy,
): Record<string, unknown> {
  const parsed = FiguresSchema.safeParse(withoutNulls(input))
  if (!parsed.success) {
    const paths = parsed.error.issues.map(({ path }) => path.join('.')).join(', ')
    throw new TerminalError(`assign_customer_class needs a case id, or figures in euros; not readable: ${paths}`)
  }
  const { salary = 0, currentWealth = 0, debt = 0, product, riskClass } = parsed.data
  const assigned = assignCustomerClass(
    { product, netWorthMinor: currentWealth - debt, annualIncomeMinor: salary, riskClass },
    policy,
  )
  return { customerClass: assigned.customerClass, serviceRestrictions: assigned.serviceRestrictions }
}
