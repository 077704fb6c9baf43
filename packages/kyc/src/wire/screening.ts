/** Trying a name: what would be found, and why, with nothing stored. */
import { z } from 'zod'
import { HitFeatureSchema, HitSchema } from './cases.ts'

/** POST /kyc/v1/screening/try: score one typed name against the lists in force; changes nothing. */
export const TryNameSchema = z.strictObject({
  name: z.string().min(1).max(400),
  /** ISO, to the day, the month or the year */
  dateOfBirth: z
    .string()
    .regex(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/, 'The form is 1962, 1962-11 or 1962-11-23.')
    .optional(),
  country: z
    .string()
    .regex(/^[A-Za-z]{2}$/, 'The form is a country code such as DE.')
    .optional(),
  document: z.string().max(40).optional(),
})
export const TryNameResultSchema = z.object({
  hits: z.array(HitSchema.omit({ checkId: true, verdict: true })),
  thresholds: z.object({ store: z.number(), alert: z.number() }),
  snapshots: z.record(z.string(), z.string()),
})
export type TryNameResult = z.infer<typeof TryNameResultSchema>

/** POST /kyc/v1/screening/explain: the tried name against one entry, in words of a language. */
export const ExplainNameSchema = TryNameSchema.extend({
  /** `hitId` of an answer to the tried name */
  hitId: z.string().min(1).max(400),
  language: z.enum(['en', 'de']),
})

/** UTF-16 offsets into the text as given, end exclusive. */
const SpanSchema = z.object({ start: z.number().int(), end: z.number().int() })

/** One piece of the asked name, the piece of the listed name it was compared with, and how they relate. */
export const TokenAlignmentSchema = z.object({
  relation: z.enum([
    'equal',
    'transliteration',
    'spelling',
    'typo',
    'nickname',
    'initial',
    'joined',
    'legal-form',
    'abbreviation',
    'contradicts',
    'only-in-query',
    'only-in-list',
  ]),
  query: z.string().nullable(),
  list: z.string().nullable(),
  querySpan: SpanSchema.nullable(),
  listSpan: SpanSchema.nullable(),
  /** 0 to 1; 0 for pieces without a counterpart */
  similarity: z.number(),
  /** share of the name's information that the piece carries, 0 to 1 */
  weight: z.number(),
})

/** What both the console and clients of `/screening/v1/explain` are told of one pair. */
export const PairExplanationSchema = z.object({
  score: z.number(),
  nameScore: z.number(),
  alert: z.boolean(),
  features: z.array(HitFeatureSchema),
  alignment: z.array(TokenAlignmentSchema),
  /** the hit in one sentence */
  summary: z.string(),
  /** one sentence for each compared feature */
  details: z.array(z.string()),
  /** one sentence for each piece of the two names */
  words: z.array(z.string()),
  counterfactuals: z.array(z.object({ without: z.string(), score: z.number(), sentence: z.string() })),
  source: z.object({
    listId: z.string(),
    entryId: z.string(),
    listVersion: z.string().optional(),
    file: z.string().optional(),
    /** 1-based line in the raw file */
    line: z.number().int(),
    /** the name as the list writes it */
    text: z.string(),
  }),
  /** the entry as its publisher wrote it; null for the bank's own entries and for packed files */
  listedText: z.string().nullable(),
})
export type NameExplanation = z.infer<typeof PairExplanationSchema>
