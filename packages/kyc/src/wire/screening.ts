/** Trying a name: what would be found, and why, with nothing stored. */
import { z } from 'zod'
import { HitFeatureSchema, HitSchema } from './cases.ts'

/** Scores from which a hit is kept and raises an alert, 0 to 100. */
const LinesSchema = z.strictObject({ store: z.number().min(0).max(100), alert: z.number().min(0).max(100) })

/** One typed person: a name, a document number, or both. */
const TriedSchema = z.strictObject({
  name: z.string().max(400).regex(/\S/, 'A name has letters.').optional(),
  /** ISO, to the day, the month or the year */
  dateOfBirth: z
    .string()
    .regex(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/, 'The form is 1962, 1962-11 or 1962-11-23.')
    .optional(),
  country: z
    .string()
    .regex(/^[A-Za-z]{2}$/, 'The form is a country code such as DE.')
    .optional(),
  document: z.string().max(40).regex(/\S/, 'A document has a number.').optional(),
  /** other lines than those in force, for this answer alone */
  thresholds: LinesSchema.refine(
    ({ store, alert }) => store <= alert,
    'Alerts are kept, so alert is not below store.',
  ).optional(),
})
const namesSomebody = ({ name, document }: { name?: string | undefined; document?: string | undefined }): boolean =>
  name !== undefined || document !== undefined
const nobodyNamed = { path: ['name'], message: 'A name or a document number is needed.' }

/** POST /kyc/v1/screening/try: score one typed name or document against the lists in force; changes nothing. */
export const TryNameSchema = TriedSchema.refine(namesSomebody, nobodyNamed)
export const TryNameResultSchema = z.object({
  /** the best ones; `total` counts all that reach the store line */
  hits: z.array(HitSchema.omit({ checkId: true, verdict: true })),
  total: z.number().int(),
  /** the lines that this answer was made with */
  thresholds: LinesSchema,
  /** the lines that decide about customers */
  inForce: LinesSchema,
  snapshots: z.record(z.string(), z.string()),
})
export type TryNameResult = z.infer<typeof TryNameResultSchema>

/** POST /kyc/v1/screening/explain: the tried name against one entry, in words of a language. */
export const ExplainNameSchema = TriedSchema.extend({
  /** `hitId` of an answer to the tried name */
  hitId: z.string().min(1).max(400),
  language: z.enum(['en', 'de']),
}).refine(namesSomebody, nobodyNamed)

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

/** What the matcher answers for the same person with one attribute other: not known, or the entry's own. */
export const WhatIfSchema = z.object({
  feature: z.string(),
  change: z.enum(['absent', 'agrees']),
  score: z.number(),
  alert: z.boolean(),
})
export type WhatIf = z.infer<typeof WhatIfSchema>

/** GET /kyc/v1/cases/:caseId/hits/:hitId/what-if: a stored hit scored anew, as it is and with one attribute other. */
export const HitWhatIfSchema = z.object({
  /** null when the entry as it was can't be scored here any more; `changes` is empty then */
  score: z.number().nullable(),
  /** the score that the check stored */
  storedScore: z.number(),
  changes: z.array(WhatIfSchema),
})
export type HitWhatIf = z.infer<typeof HitWhatIfSchema>

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
  counterfactuals: z.array(WhatIfSchema.extend({ sentence: z.string() })),
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
