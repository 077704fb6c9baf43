/** Occupation, income, wealth, and where both come from (class P3). */
import { z } from 'zod'
import { MoneySchema } from './money.ts'

export const EMPLOYMENT_STATUSES = [
  'EMPLOYED',
  'SELF_EMPLOYED',
  'PENSIONER',
  'STUDENT',
  'UNEMPLOYED',
  'HOMEMAKER',
  'OTHER',
] as const
export type EmploymentStatus = (typeof EMPLOYMENT_STATUSES)[number]

export const SOURCE_OF_FUNDS_KINDS = [
  'SALARY',
  'PENSION',
  'SAVINGS',
  'INVESTMENT',
  'LOAN',
  'INHERITANCE_GIFT',
  'ASSET_SALE',
  'BUSINESS_INCOME',
  'GAMBLING',
  'CASH_BUSINESS',
  'VIRTUAL_ASSETS',
  'UNKNOWN',
] as const
export type SourceOfFundsKind = (typeof SOURCE_OF_FUNDS_KINDS)[number]

export const PURPOSES_OF_RELATIONSHIP = [
  'SALARY_AND_HOUSEHOLD',
  'SAVINGS',
  'INVESTMENT',
  'LOAN',
  'BUSINESS',
  'VIRTUAL_ASSETS',
  'OTHER',
] as const
export type RelationshipPurpose = (typeof PURPOSES_OF_RELATIONSHIP)[number]

/** Business models whose risk an ISCO code cannot tell; the occupation table knows each. */
export const BUSINESS_ACTIVITIES = [
  'CASH_INTENSIVE',
  'USED_CARS',
  'GAMBLING',
  'PRECIOUS_METALS',
  'ART_ANTIQUES',
  'MONEY_SERVICES',
  'CONFLICT_AREA_CHARITY',
  'ARMS',
  'VIRTUAL_ASSET_DEALING',
  'NOMINEE_SERVICES',
] as const
export type BusinessActivity = (typeof BUSINESS_ACTIVITIES)[number]

export const SourceOfFundsSchema = z.strictObject({
  kind: z.enum(SOURCE_OF_FUNDS_KINDS),
  text: z.string().max(1000).optional(),
  country: z.string().max(2).optional(),
})
export type SourceOfFunds = z.infer<typeof SourceOfFundsSchema>

export const SourceOfWealthSchema = z.strictObject({
  kind: z.enum(SOURCE_OF_FUNDS_KINDS),
  amount: MoneySchema.optional(),
  /** Only an amount with evidence explains wealth. */
  evidenceRef: z.string().max(120).optional(),
})
export type SourceOfWealth = z.infer<typeof SourceOfWealthSchema>

export const FinancialSchema = z.strictObject({
  employmentStatus: z.enum(EMPLOYMENT_STATUSES).optional(),
  occupation: z
    .strictObject({
      /** ISCO-08 unit group, four digits. */
      iscoCode: z.string().max(8).optional(),
      text: z.string().max(200).optional(),
      activity: z.enum(BUSINESS_ACTIVITIES).optional(),
    })
    .default({}),
  employer: z.string().max(200).optional(),
  /** NACE Rev. 2.1 class, such as `62.10`. */
  industry: z.string().max(10).optional(),
  annualIncome: MoneySchema.optional(),
  wealth: MoneySchema.optional(),
  debt: MoneySchema.optional(),
  /** Assets the bank is asked to handle (private banking). */
  assetsHandled: MoneySchema.optional(),
  sourceOfFunds: z.array(SourceOfFundsSchema).max(10).default([]),
  sourceOfWealth: z.array(SourceOfWealthSchema).max(20).default([]),
  purpose: z.strictObject({ kind: z.enum(PURPOSES_OF_RELATIONSHIP), text: z.string().max(1000).optional() }).optional(),
  expectedTurnover: z
    .strictObject({
      monthlyIn: MoneySchema,
      monthlyOut: MoneySchema,
      cashSharePercent: z.number().int().min(0).max(100),
      countries: z.array(z.string().max(2)).max(50).default([]),
    })
    .optional(),
})
export type Financial = z.infer<typeof FinancialSchema>
