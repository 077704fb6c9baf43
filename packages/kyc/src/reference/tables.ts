/** Shapes of the reference tables. */
import { z } from 'zod'
import { BUSINESS_ACTIVITIES } from '../application/financial.ts'
import { DOCUMENT_TYPES } from '../application/identity-document.ts'

const CountryCode = z.string().regex(/^[A-Z]{2}$/)
const Countries = z.array(CountryCode)
const ListChange = z.strictObject({ on: z.iso.date(), added: Countries, removed: Countries })

export const CountriesTableSchema = z.strictObject({
  /** ISO 3166-1 alpha-2 to alpha-3, and XK. */
  alpha3: z.record(CountryCode, z.string().length(3)),
  /** Former countries of ISO 3166-3, each with its successors. */
  former: z.record(CountryCode, Countries),
  /** Codes of travel documents that stand for an ISO country. */
  icao: z.record(z.string(), CountryCode),
  icaoStatus: z.record(z.string(), z.enum(['STATELESS', 'REFUGEE'])),
  icaoOther: z.array(z.string()),
})
export type CountriesTable = z.infer<typeof CountriesTableSchema>

export const FatfTableSchema = z.strictObject({
  callForAction: z.record(CountryCode, z.enum(['COUNTERMEASURES', 'ENHANCED_DUE_DILIGENCE'])),
  increasedMonitoring: Countries,
  history: z.array(ListChange),
})
export type FatfTable = z.infer<typeof FatfTableSchema>

export const EuHighRiskTableSchema = z.strictObject({ countries: Countries, history: z.array(ListChange) })
export type EuHighRiskTable = z.infer<typeof EuHighRiskTableSchema>

export const CountryGroupsTableSchema = z.strictObject({ EEA: Countries, EU: Countries, SEPA: Countries })
export type CountryGroupsTable = z.infer<typeof CountryGroupsTableSchema>

export const CountryScoresTableSchema = z.strictObject({
  /** The first row that fits decides; the last one must fit everyone. */
  rows: z
    .array(
      z.strictObject({
        score: z.number().int().min(0).max(100),
        match: z.enum([
          'FATF_CALL_FOR_ACTION',
          'EU_HIGH_RISK',
          'FATF_INCREASED_MONITORING_OUTSIDE_EEA',
          'FATF_INCREASED_MONITORING_EEA',
          'EEA',
          'COUNTRIES',
          'EVERYONE_ELSE',
        ]),
        countries: Countries,
      }),
    )
    .min(1)
    .refine((rows) => rows.at(-1)?.match === 'EVERYONE_ELSE', 'the last row must be EVERYONE_ELSE'),
})
export type CountryScoresTable = z.infer<typeof CountryScoresTableSchema>

export const OCCUPATION_CATEGORIES = ['LOW', 'MEDIUM', 'HIGH', 'VERY_HIGH'] as const
export type OccupationCategory = (typeof OCCUPATION_CATEGORIES)[number]
const Category = z.enum(OCCUPATION_CATEGORIES)

export const OccupationsTableSchema = z.strictObject({
  defaultCategory: Category,
  selfEmployedAtLeast: Category,
  /** By ISCO-08 code or group: the longest prefix decides. */
  isco: z.record(z.string().regex(/^\d{1,4}$/), Category),
  activities: z.record(z.enum(BUSINESS_ACTIVITIES), Category),
  naceDivisions: z.record(z.string().regex(/^\d{2}$/), Category),
})
export type OccupationsTable = z.infer<typeof OccupationsTableSchema>

export const PostalCodesTableSchema = z.strictObject({
  /** Regular expression of the whole code, upper case. Countries in neither list take any code. */
  patterns: z.record(CountryCode, z.string()),
  /** Countries that have no postal codes, or where few people have one. */
  without: Countries,
})
export type PostalCodesTable = z.infer<typeof PostalCodesTableSchema>

export const PROFILE_IDS = ['EU', 'DE', 'UK', 'US'] as const
export type ProfileId = (typeof PROFILE_IDS)[number]

export const CountryProfileSchema = z.strictObject({
  acceptedDocuments: z.array(z.enum(DOCUMENT_TYPES)),
  homeTimeZone: z.string(),
  nationalIdRequiredFor: Countries,
  screeningLists: z.array(z.string()),
  retentionYears: z.number().int().positive(),
})
export type CountryProfile = z.infer<typeof CountryProfileSchema>
export const CountryProfilesTableSchema = z.record(z.enum(PROFILE_IDS), CountryProfileSchema)
export type CountryProfilesTable = z.infer<typeof CountryProfilesTableSchema>
