/** What the bank may choose about onboarding apart from risk: ages, products, deadlines, thresholds. Data, not code. */
import { z } from 'zod'
import { PRODUCTS } from '../application/application.ts'
import { PROFILE_IDS } from '../reference/tables.ts'
import onboardingFile from './onboarding-1.0.0.json' with { type: 'json' }

const Percent = z.number().int().min(0).max(100)
const Count = z.number().int().positive()

export const OnboardingPolicySchema = z.strictObject({
  id: z.literal('kyc-onboarding'),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  profile: z.enum(PROFILE_IDS),
  homeTimeZone: z.string(),
  /** Where the bank reports accounts; other tax residences are reportable under CRS. */
  homeCountry: z.string().length(2),
  minimumAge: Count,
  maximumAge: Count,
  productsForMinors: z.array(z.enum(PRODUCTS)),
  offeredProducts: z.array(z.enum(PRODUCTS)).min(1),
  languages: z.array(z.string()).min(1),
  /** Currencies in which amounts may be declared. */
  currencies: z.array(z.string().length(3)).min(1),
  residenceHistoryMonths: z.number().int().nonnegative(),
  proofOfAddressMaxMonths: Count,
  documentExpiresSoonDays: Count,
  fileTypes: z.array(z.string()),
  maxFileBytes: Count,
  /** Checks older than this may not carry an approval. */
  checkMaxAgeHours: Count,
  /** Sanctions lists that a screening must have covered; one that is missing means no result. */
  screeningLists: z.array(z.string()),
  /** A sanctions list not confirmed for longer than this counts as unreadable. */
  listMaxAgeHours: Count,
  screening: z
    .strictObject({ store: Percent, alert: Percent, strongName: Percent })
    .refine((lines) => lines.store <= lines.alert && lines.alert <= lines.strongName, 'store ≤ alert ≤ strongName'),
  rfi: z.strictObject({ reminderDays: z.array(Count), expiryDays: Count, eddExpiryDays: Count, maxRefusals: Count }),
  draftIdleDays: Count,
  claimIdleMinutes: Count,
  pepMediaSamplePercent: Percent,
  goodGuyMonths: Count,
  blacklistYears: Count,
  /** How long data is kept after the end of the case or of the relationship. The law asks for 60 months. */
  retention: z.strictObject({
    expiredDraftDays: Count,
    endedMonths: Count,
    refusedMonths: Count.min(60),
    customerMonths: Count.min(60),
  }),
  /** A legal hold ends at the latest after so many years. */
  legalHoldYears: Count.max(5),
  /** A policy may be proposed only on a back-test younger than this. */
  backtestMaxDays: Count,
  maxFindingTurns: Count,
})
export type OnboardingPolicy = z.infer<typeof OnboardingPolicySchema>

export const defaultOnboardingPolicy: OnboardingPolicy = OnboardingPolicySchema.parse(onboardingFile)
