/** Shapes of `/screening/v1`, for its description. What is answered is held to them by a test. */
import { ErrorBodySchema, HitFeatureSchema, PairExplanationSchema, TokenAlignmentSchema } from '@gatehouse/kyc/wire'
import { z } from 'zod'

const PurposeSchema = z.enum(['sanctions', 'pep', 'adverse-media', 'blacklist'])
const LinesSchema = z
  .object({ store: z.number(), alert: z.number() })
  .describe('Scores from which a hit is kept, and raises an alert')
const VersionsSchema = z.record(z.string(), z.string()).describe('Version in force by list')

export const CustomerSchema = z.strictObject({
  id: z.string().max(200).optional().describe("The client's own id; comes back with the answer"),
  kind: z
    .enum(['person', 'organisation', 'vessel', 'aircraft', 'wallet', 'any'])
    .optional()
    .describe('person when left out'),
  names: z
    .array(z.string().max(5000))
    .max(200)
    .optional()
    .describe('Every form that is known; a name or a document is needed'),
  birthDates: z.array(z.string()).max(200).optional().describe('1962, 1962-11 or 1962-11-23'),
  nationalities: z.array(z.string()).max(200).optional().describe('Country codes'),
  countries: z.array(z.string()).max(200).optional().describe('Country codes of residence, jurisdiction or flag'),
  gender: z.enum(['male', 'female', 'other']).optional(),
  birthPlaces: z
    .array(z.strictObject({ city: z.string().optional(), country: z.string().optional() }))
    .max(200)
    .optional(),
  documents: z
    .array(z.strictObject({ number: z.string(), kind: z.string().optional(), country: z.string().optional() }))
    .max(200)
    .optional(),
})

export const ScreenQuerySchema = z.object({
  list: z.array(z.string()).optional().describe('Only these lists'),
  purpose: z.array(PurposeSchema).optional().describe('Only entries of these purposes'),
  threshold: z.number().min(0).max(100).optional().describe('The store line when left out'),
  limit: z.int().min(0).max(500).optional().describe('20 when left out'),
})
export const BatchQuerySchema = ScreenQuerySchema.extend({
  progress: z.int().min(1).optional().describe('A line of progress after so many lines'),
})

const AnsweredHitSchema = z.object({
  entityId: z.string(),
  listId: z.string(),
  entryId: z.string(),
  listVersion: z.string(),
  score: z.number().describe('0 to 100; the sum of the contributions'),
  nameScore: z.number(),
  alert: z.boolean(),
  caption: z.string(),
  matchedName: z.string(),
  queryNameIndex: z.int(),
  matchedNameIndex: z.int(),
  features: z.array(HitFeatureSchema),
  alignment: z.array(TokenAlignmentSchema),
  schema: z.string(),
  topics: z.array(z.string()),
  purposes: z.array(PurposeSchema),
  programmes: z.array(z.string()),
  contentHash: z.string(),
})

const ScreenedSchema = z.object({
  id: z.string().nullable(),
  outcome: z.enum(['ALERT', 'BELOW_ALERT', 'CLEAR']),
  score: z.number(),
  total: z.int().describe('Hits before limit cut them'),
  truncated: z.boolean(),
  hits: z.array(AnsweredHitSchema),
})
export const ScreenAnswerSchema = ScreenedSchema.extend({
  lines: LinesSchema,
  versions: VersionsSchema,
  indexVersion: z.string(),
  matcherConfigId: z.string(),
})

const CountsSchema = z.object({ lines: z.int(), answered: z.int(), refused: z.int(), alerts: z.int() })
/** One line of the answer to a stream; the last one is `end`. */
export const BatchLineSchema = z.union([
  ScreenedSchema.extend({ line: z.int() }),
  z.object({
    line: z.int(),
    id: z.string().nullable(),
    error: z.object({ code: z.string(), path: z.string().optional(), message: z.string() }),
  }),
  z.object({ progress: CountsSchema }),
  z.object({
    end: CountsSchema.extend({ indexVersion: z.string(), matcherConfigId: z.string(), versions: VersionsSchema }),
  }),
])

export const ExplainBodySchema = z.object({
  customer: CustomerSchema,
  entityId: z.string(),
  listVersion: z
    .string()
    .optional()
    .describe('An earlier version, to replay a decision; the one in force when left out'),
  language: z.enum(['en', 'de']).optional().describe('en when left out'),
})
export const ExplainAnswerSchema = PairExplanationSchema.extend({
  entityId: z.string(),
  queryNameIndex: z.int(),
  matchedNameIndex: z.int(),
  lines: LinesSchema,
  listVersion: z.string(),
  matcherConfigId: z.string(),
})

const VersionSchema = z.object({
  version: z.string(),
  sha256: z.string(),
  entries: z.int(),
  fetchedAt: z.string(),
  publishedAt: z.string().nullable(),
  source: z.string(),
  format: z.string(),
  parserVersion: z.int(),
})
export const ListsAnswerSchema = z.object({
  lists: z.array(
    VersionSchema.extend({
      listId: z.string(),
      title: z.string(),
      purposes: z.array(PurposeSchema),
      checkedAt: z.string(),
      versions: z.int(),
    }),
  ),
})
export const ListVersionsAnswerSchema = z.object({
  listId: z.string(),
  current: z.string().nullable(),
  versions: z.array(
    VersionSchema.extend({
      isInForce: z.boolean(),
      contentHash: z.string(),
      files: z.array(z.looseObject({ name: z.string(), sha256: z.string() })),
      warnings: z.array(z.unknown()),
    }),
  ),
  changes: z.array(
    z.object({
      at: z.string(),
      from: z.string().nullable(),
      to: z.string(),
      reason: z.enum(['import', 'rollback']),
      by: z.string().optional(),
      note: z.string().optional(),
    }),
  ),
})

export const DeltaQuerySchema = z.object({
  list: z.string(),
  from: z.string().optional().describe('What the last change brought when left out'),
  to: z.string().optional().describe('The version in force when left out'),
})
const Ids = z.array(z.string())
export const DeltaAnswerSchema = z.object({
  listId: z.string(),
  from: z.string().nullable(),
  to: z.string(),
  added: Ids,
  changed: Ids.describe('Changed in what matching uses, or in the programmes'),
  displayOnly: Ids,
  removed: Ids,
  merged: z.array(z.object({ from: z.string(), into: z.string() })),
  counts: z.object({ added: z.int(), changed: z.int(), displayOnly: z.int(), removed: z.int(), merged: z.int() }),
})

/** Errors of `/screening` as clients of yente read them; who is not let in reads the error of everywhere else. */
export const DetailSchema = z.union([
  z.object({
    detail: z.union([z.string(), z.array(z.object({ type: z.string(), loc: z.array(z.string()), msg: z.string() }))]),
    code: z.string().optional(),
    path: z.string().optional(),
  }),
  ErrorBodySchema,
])
