/** Field rules for work, income, wealth and the purpose of the relationship. */
import { isIscoUnitGroup } from '../../reference/occupation-category.ts'
import type { Application } from '../application.ts'
import { fieldError, type FieldError } from '../field-error.ts'
import type { Financial } from '../financial.ts'
import type { Money } from '../money.ts'
import type { ValidationContext } from './context.ts'

export function validateFinancial(application: Application, context: ValidationContext): readonly FieldError[] {
  const { financial } = application
  return [
    ...workErrors(financial),
    ...amountErrors(financial, context),
    ...(financial.sourceOfFunds.length === 0 ? [fieldError('SOF_REQUIRED', 'financial.sourceOfFunds')] : []),
    ...(financial.purpose ? [] : [fieldError('PURPOSE_REQUIRED', 'financial.purpose')]),
    ...turnoverErrors(financial),
  ]
}

/** At enhanced due diligence the source of wealth is required too. */
export function validateSourceOfWealth(financial: Financial): readonly FieldError[] {
  return financial.sourceOfWealth.length === 0 ? [fieldError('SOW_REQUIRED', 'financial.sourceOfWealth')] : []
}

function workErrors(financial: Financial): readonly FieldError[] {
  const errors: FieldError[] = []
  const { employmentStatus, occupation, employer } = financial
  if (!employmentStatus) errors.push(fieldError('EMPLOYMENT_REQUIRED', 'financial.employmentStatus'))
  if (occupation.iscoCode !== undefined && !isIscoUnitGroup(occupation.iscoCode)) {
    errors.push(fieldError('OCCUPATION_UNKNOWN', 'financial.occupation.iscoCode'))
  }
  const works = employmentStatus === 'EMPLOYED' || employmentStatus === 'SELF_EMPLOYED'
  if (works && occupation.iscoCode === undefined && !occupation.text?.trim()) {
    errors.push(fieldError('OCCUPATION_UNKNOWN', 'financial.occupation'))
  }
  if (works && !employer?.trim()) errors.push(fieldError('EMPLOYER_REQUIRED', 'financial.employer'))
  return errors
}

function amountErrors(financial: Financial, context: ValidationContext): readonly FieldError[] {
  const amounts: readonly (readonly [string, Money | undefined])[] = [
    ['financial.annualIncome', financial.annualIncome],
    ['financial.wealth', financial.wealth],
    ['financial.debt', financial.debt],
    ['financial.assetsHandled', financial.assetsHandled],
    ...financial.sourceOfWealth.map(
      ({ amount }, index) => [`financial.sourceOfWealth[${index}].amount`, amount] as const,
    ),
    ['financial.expectedTurnover.monthlyIn', financial.expectedTurnover?.monthlyIn],
    ['financial.expectedTurnover.monthlyOut', financial.expectedTurnover?.monthlyOut],
  ]
  const missing = financial.annualIncome ? [] : [fieldError('INCOME_REQUIRED', 'financial.annualIncome')]
  return [...missing, ...amounts.flatMap(([path, money]) => (money ? moneyErrors(money, path, context) : []))]
}

function moneyErrors(money: Money, path: string, context: ValidationContext): readonly FieldError[] {
  if (!context.policy.currencies.includes(money.currency)) return [fieldError('CURRENCY_UNKNOWN', path)]
  return money.minor < 0 ? [fieldError('AMOUNT_NEGATIVE', path)] : []
}

function turnoverErrors(financial: Financial): readonly FieldError[] {
  const { expectedTurnover, annualIncome } = financial
  if (!expectedTurnover) return [fieldError('TURNOVER_REQUIRED', 'financial.expectedTurnover')]
  return isTurnoverImplausible(expectedTurnover.monthlyIn.minor, annualIncome?.minor ?? 0)
    ? [fieldError('TURNOVER_IMPLAUSIBLE', 'financial.expectedTurnover.monthlyIn')]
    : []
}

/** Expected monthly inflow above twice the monthly income. Both in the same currency, minor units. */
export function isTurnoverImplausible(monthlyInMinor: number, annualIncomeMinor: number): boolean {
  return monthlyInMinor * 12 > 2 * annualIncomeMinor
}
