/**
 * The risk policy as data. Its schema is closed: a factor made of money or profit, or a floor that rests on
 * nationality, cannot even be written down. Amounts are EUR minor units.
 */
import { z } from 'zod'
import { CHANNELS, PRODUCTS } from '../application/application.ts'
import { SOURCE_OF_FUNDS_KINDS } from '../application/financial.ts'
import { PEP_STATUSES } from '../application/identity.ts'
import { canonicalHash } from '../canonical-json.ts'
import { MEDIA_STAGES } from '../checks/screening-hit.ts'
import { COUNTRY_LISTS } from '../reference/country-risk.ts'
import { OCCUPATION_CATEGORIES, PROFILE_IDS } from '../reference/tables.ts'
import { CDD_LEVELS, FACTOR_IDS } from './assessment.ts'

const Points = z.number().int().min(0).max(100)
const Percent = z.number().int().min(0).max(100)
const Minor = z.number().int().nonnegative()
const Effect = z.enum(['LOW', 'MEDIUM', 'HIGH'])
const Rule = { authority: z.enum(['LAW', 'POLICY']), basis: z.string().min(1).max(400) }

export const ADVERSE_MEDIA_VALUES = ['NONE', ...MEDIA_STAGES] as const
export type AdverseMedia = (typeof ADVERSE_MEDIA_VALUES)[number]

const MeasuresSchema = z.strictObject({
  cddLevel: z.enum(CDD_LEVELS),
  reviewMonths: z.number().int().positive(),
  /** Approved without a human step when nothing was found. */
  straightThrough: z.boolean(),
})

export const RiskPolicySchema = z.strictObject({
  id: z.literal('kyc-risk'),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  profile: z.enum(PROFILE_IDS),
  /** Class by raw sum: below `medium` LOW, below `high` MEDIUM, else HIGH. */
  thresholds: z.strictObject({ medium: Minor, high: Minor }),
  weights: z.record(z.enum(FACTOR_IDS), z.number().int().min(0).max(100)),
  geographyPercent: z.strictObject({
    residence: Percent,
    sourceOfFunds: Percent,
    nationality: Percent,
    taxResidence: Percent,
    birthCountry: Percent,
  }),
  values: z.strictObject({
    occupation: z.record(z.enum(OCCUPATION_CATEGORIES), Points),
    sourceOfFunds: z.record(z.enum(SOURCE_OF_FUNDS_KINDS), Points),
    product: z.record(z.enum(PRODUCTS), Points),
    channel: z.record(z.enum(CHANNELS), Points),
    pep: z.record(z.enum(PEP_STATUSES), Points),
    adverseMedia: z.record(z.enum(ADVERSE_MEDIA_VALUES), Points),
  }),
  wealth: z.strictObject({
    exemptNetWorthMinor: Minor,
    incomeSharePercent: Percent,
    workingAgeFrom: Minor,
    elevatedRatioHundredths: Minor,
    elevatedAdds: Points,
    unexplainedRatioHundredths: Minor,
    unexplainedAtLeast: Points,
  }),
  floors: z.strictObject({
    'F-PEP': z.strictObject({
      ...Rule,
      effect: Effect,
      statuses: z.array(z.enum(PEP_STATUSES)),
      /** Effect for office holders of the bank's own country without another HIGH floor; null makes no difference. */
      domesticEffect: Effect.nullable(),
    }),
    'F-HR3C': z.strictObject({ ...Rule, effect: Effect, lists: z.array(z.enum(COUNTRY_LISTS)).min(1) }),
    'F-FATF-GREY': z.strictObject({ ...Rule, effect: Effect }),
    'F-ADVERSE': z.strictObject({ ...Rule, effects: z.partialRecord(z.enum(MEDIA_STAGES), Effect) }),
    'F-VHNW': z.strictObject({
      ...Rule,
      effect: Effect,
      products: z.array(z.enum(PRODUCTS)),
      assetsHandledMinor: Minor,
      wealthMinor: Minor,
    }),
    'F-WEALTH-UNEXPLAINED': z.strictObject({ ...Rule, effect: Effect, unansweredEffect: Effect }),
    'F-RESIDENCE-BY-INVESTMENT': z.strictObject({ ...Rule, effect: Effect }),
    'F-SUSPICION': z.strictObject({ ...Rule, effect: Effect }),
  }),
  knockouts: z.strictObject({
    'K-SANCTION': z.strictObject(Rule),
    'K-BLACKLIST': z.strictObject(Rule),
    'K-POLICY-RESIDENCE': z.strictObject({ ...Rule, countries: z.array(z.string().regex(/^[A-Z]{2}$/)) }),
    'K-IDENTITY': z.strictObject(Rule),
  }),
  measures: z.strictObject({ LOW: MeasuresSchema, MEDIUM: MeasuresSchema, HIGH: MeasuresSchema }),
  customerClass: z.strictObject({
    privateNetWorthMinor: Minor,
    privateProducts: z.array(z.enum(PRODUCTS)),
    affluentNetWorthMinor: Minor,
    affluentIncomeMinor: Minor,
    retailIncomeMinor: Minor,
    retailNetWorthMinor: Minor,
  }),
})
export type RiskPolicy = z.infer<typeof RiskPolicySchema>

/** SHA-256 over the canonical JSON: two policies with this hash in common are the same policy. */
export function riskPolicyHash(policy: RiskPolicy): string {
  return canonicalHash(policy)
}

/** Identity of a version, such as `kyc-risk@1.0.0#4f2a…`: a change of a single number changes it. */
export function riskPolicyId(policy: RiskPolicy): string {
  return `${policy.id}@${policy.version}#${riskPolicyHash(policy).slice(7, 19)}`
}
