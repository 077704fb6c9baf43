/** What the model looks at, and how it is taken from an application and from what people confirmed. */
import { ModelError } from '../model-error.ts'
import type { Application, Channel, Product } from '../application/application.ts'
import type { SourceOfFundsKind } from '../application/financial.ts'
import { PEP_STATUSES, type PepStatus } from '../application/identity.ts'
import type { Money } from '../application/money.ts'
import { ageOfApplicant } from '../application/validate/identity-rules.ts'
import { isTurnoverImplausible } from '../application/validate/financial-rules.ts'
import { addMonths, isIsoDate } from '../iso-date.ts'
import { isListed } from '../reference/country-risk.ts'
import { occupationCategory } from '../reference/occupation-category.ts'
import type { ReferenceData } from '../reference/reference-data.ts'
import type { OccupationCategory } from '../reference/tables.ts'
import type { KnockoutId } from './assessment.ts'
import type { AdverseMedia } from './risk-policy.ts'

/** Amounts are EUR minor units. */
export interface RiskInputs {
  /** Calendar date in the bank's zone. */
  readonly asOf: string
  readonly dataRevision: number
  readonly residence: string | null
  readonly sourceOfFundsCountries: readonly string[]
  readonly nationalities: readonly string[]
  readonly taxResidences: readonly string[]
  readonly birthCountry: string | null
  readonly occupation: OccupationCategory
  readonly sourcesOfFunds: readonly SourceOfFundsKind[]
  readonly product: Product
  readonly channel: Channel
  readonly pep: PepStatus
  /** The function is held in the bank's own country (matters in the UK profile only). */
  readonly pepDomestic: boolean
  readonly adverseMedia: AdverseMedia
  readonly ageYears: number
  readonly annualIncomeMinor: number
  readonly wealthMinor: number
  readonly debtMinor: number
  readonly explainedWealthMinor: number
  readonly assetsHandledMinor: number
  readonly turnoverImplausible: boolean
  readonly residenceByInvestment: boolean
  readonly suspicion: boolean
  /** The applicant was asked to evidence wealth and did not. */
  readonly wealthEvidenceUnanswered: boolean
  readonly knockouts: readonly KnockoutId[]
}

/** What screening, people and time add to the application. */
export interface RiskFacts {
  /** Calendar date in the bank's zone, `YYYY-MM-DD`. */
  readonly asOf: string
  readonly dataRevision: number
  /** From confirmed hits; the declaration counts beside it, and the graver one wins. */
  readonly confirmedPep?: PepStatus
  readonly pepDomestic?: boolean
  readonly confirmedMedia?: AdverseMedia
  readonly suspicion?: boolean
  readonly wealthEvidenceUnanswered?: boolean
  /** Confirmed by a person. */
  readonly knockouts?: readonly KnockoutId[]
}

/** Throws ModelError CURRENCY_NOT_EUR for an amount that is not in EUR. */
export function toRiskInputs(application: Application, facts: RiskFacts, reference: ReferenceData): RiskInputs {
  const { identity, contact, financial, tax } = application
  const annualIncomeMinor = eurMinor(financial.annualIncome)
  return {
    asOf: facts.asOf,
    dataRevision: facts.dataRevision,
    residence: contact.residence?.country ?? contact.residenceCountry ?? null,
    sourceOfFundsCountries: sourceOfFundsCountries(application, reference),
    nationalities: identity.nationalities,
    taxResidences: tax.taxResidences.map((residence) => residence.country),
    birthCountry: identity.birthCountry ?? null,
    occupation: occupationCategory(reference.occupations.data, financial),
    sourcesOfFunds: financial.sourceOfFunds.map((source) => source.kind),
    product: application.product,
    channel: application.channel,
    pep: graverPep(declaredPep(application, facts.asOf), facts.confirmedPep ?? 'NONE'),
    pepDomestic: facts.pepDomestic ?? false,
    adverseMedia: facts.confirmedMedia ?? 'NONE',
    ageYears: ageOfApplicant(identity, facts.asOf) ?? 0,
    annualIncomeMinor,
    wealthMinor: eurMinor(financial.wealth),
    debtMinor: eurMinor(financial.debt),
    explainedWealthMinor: explainedWealth(application),
    assetsHandledMinor: eurMinor(financial.assetsHandled),
    turnoverImplausible: isTurnoverImplausible(eurMinor(financial.expectedTurnover?.monthlyIn), annualIncomeMinor),
    residenceByInvestment: identity.residenceByInvestment,
    suspicion: facts.suspicion ?? false,
    wealthEvidenceUnanswered: facts.wealthEvidenceUnanswered ?? false,
    knockouts: facts.knockouts ?? [],
  }
}

/** PEP status of someone who left office on a day, seen from another day: twelve months make the difference. */
export function formerPepStatus(endedOn: string, asOf: string): PepStatus {
  return asOf < addMonths(endedOn, 12) ? 'FORMER_UNDER_12M' : 'FORMER_OVER_12M'
}

export function graverPep(a: PepStatus, b: PepStatus): PepStatus {
  return PEP_STATUSES.indexOf(a) >= PEP_STATUSES.indexOf(b) ? a : b
}

/** A declared former function is dated anew, so that an old application cannot keep a status that time has changed. */
export function declaredPep({ identity }: Application, asOf: string): PepStatus {
  const declaration = identity.pepDeclaration
  if (!declaration) return 'NONE'
  const former = declaration.status === 'FORMER_UNDER_12M' || declaration.status === 'FORMER_OVER_12M'
  return former && declaration.endedOn !== undefined && isIsoDate(declaration.endedOn)
    ? formerPepStatus(declaration.endedOn, asOf)
    : declaration.status
}

/** Declared countries, and that of the account when it is in a high-risk country. */
function sourceOfFundsCountries({ financial, account }: Application, reference: ReferenceData): readonly string[] {
  const declared = financial.sourceOfFunds.flatMap((source) => (source.country ? [source.country] : []))
  const ibanCountry = account.iban?.trim().slice(0, 2).toUpperCase() ?? ''
  return isListed(reference, 'EU_HIGH_RISK', ibanCountry) ? [...declared, ibanCountry] : declared
}

const EXPLAINING_KINDS: readonly SourceOfFundsKind[] = ['INHERITANCE_GIFT', 'ASSET_SALE']

/** Inheritances, gifts and sales with evidence: they need no income behind them. */
function explainedWealth({ financial }: Application): number {
  return financial.sourceOfWealth
    .filter((source) => source.evidenceRef !== undefined && EXPLAINING_KINDS.includes(source.kind))
    .reduce((sum, source) => sum + eurMinor(source.amount), 0)
}

function eurMinor(money: Money | undefined): number {
  if (!money) return 0
  if (money.currency !== 'EUR')
    throw new ModelError(
      'CURRENCY_NOT_EUR',
      `Amounts are assessed in EUR, got ${money.currency}. Convert them first, or let the policy accept EUR only.`,
    )
  return money.minor
}
