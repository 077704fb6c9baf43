/** What a screening port hands to the checks: one list entry that may be the applicant, with its evidence. */
import { z } from 'zod'

export const LIST_SOURCES = ['SANCTIONS', 'BLACKLIST', 'PEP', 'ADVERSE_MEDIA'] as const
export type ListSource = (typeof LIST_SOURCES)[number]

export const HitFeatureSchema = z.strictObject({
  /** `name`, `birthDate`, `birthPlace`, `nationality`, `country`, `gender`, `document`, … */
  feature: z.string().max(40),
  agreement: z.enum(['agrees', 'close', 'differs', 'unknown']),
  queryValue: z.string().nullable(),
  listValue: z.string().nullable(),
  /** Points added to the score; negative when against. All of them add up to `score`. */
  contribution: z.number(),
  weight: z.number(),
  comparison: z.string().max(60),
})
export type HitFeature = z.infer<typeof HitFeatureSchema>

/** Stage of published negative information, in rising gravity; old and minor ones count least. */
export const MEDIA_STAGES = ['OLD_MINOR', 'ALLEGATION', 'PROCEEDINGS', 'CONVICTION'] as const
export type MediaStage = (typeof MEDIA_STAGES)[number]

export const ScreeningHitSchema = z.strictObject({
  source: z.enum(LIST_SOURCES),
  listId: z.string().max(80),
  snapshotId: z.string().max(120),
  entryId: z.string().max(200),
  /** Hash over names, dates, places, documents and programme of the entry: a material change changes it. */
  entryContentHash: z.string().max(100),
  /** Same key for the same real person across lists, so that one alert covers them; the entry's own id otherwise. */
  entityKey: z.string().max(200),
  entryName: z.string().max(1000),
  names: z.array(z.string().max(1000)).max(500),
  /** Which of the customer's name forms matched, and which of the entry's names. */
  queryNameIndex: z.number().int().nonnegative(),
  matchedNameIndex: z.number().int().nonnegative(),
  /** 0 to 100 with one decimal. */
  score: z.number().min(0).max(100),
  /** What the names alone would score, 0 to 100. */
  nameScore: z.number().min(0).max(100),
  /** The matching name is marked as a weak alias by the list. */
  weakAlias: z.boolean(),
  features: z.array(HitFeatureSchema).max(20),
  programmes: z.array(z.string().max(200)).max(50),
  listedOn: z.string().max(30).nullable(),
  /** Listed facts in the list's own words, for the side-by-side view. */
  entry: z.array(z.strictObject({ label: z.string().max(80), value: z.string().max(4000) })).max(100),
  /** For PEP lists. */
  pep: z
    .strictObject({
      publicFunction: z.string().max(400),
      level: z.string().max(40),
      country: z.string().max(8),
      from: z.string().max(10).nullable(),
      to: z.string().max(10).nullable(),
      /** True when the entry is a relative or close associate of the office holder. */
      relativeOrAssociate: z.boolean(),
    })
    .nullable(),
  /** For adverse media. */
  media: z.strictObject({ stage: z.enum(MEDIA_STAGES), publishedOn: z.string().max(10).nullable() }).nullable(),
})
export type ScreeningHit = z.infer<typeof ScreeningHitSchema>

export interface ListSnapshotRef {
  readonly listId: string
  readonly snapshotId: string
  /** When it was last confirmed to be the publisher's current version. RFC 3339. */
  readonly checkedAt: string
}

/** What a screening port answers. Lists that cannot be read are an answer, never an empty list of hits. */
export type ScreeningAnswer =
  | {
      readonly status: 'ANSWERED'
      readonly hits: readonly ScreeningHit[]
      readonly snapshots: readonly ListSnapshotRef[]
      readonly matcherConfigId: string
    }
  | { readonly status: 'UNAVAILABLE'; readonly reason: string }
