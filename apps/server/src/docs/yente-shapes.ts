/** Shapes of the part of `/screening` that clients of yente and OpenRefine ask. What is answered is held to them by a test. */
import { z } from 'zod'

const Texts = z.array(z.string())
const Total = z.object({ value: z.int(), relation: z.literal('eq') })
const Page = { limit: z.int().min(0).max(500).optional(), offset: z.int().min(0).optional() }

export const StatusSchema = z.object({ status: z.literal('ok') })

const FtmBase = z.object({
  id: z.string(),
  caption: z.string(),
  schema: z.string(),
  datasets: Texts,
  referents: Texts,
  target: z.boolean(),
  first_seen: z.string().nullable(),
  last_seen: z.string().nullable(),
  last_change: z.string().nullable(),
})
const FtmEntitySchema = FtmBase.extend({ properties: z.record(z.string(), Texts) })
export const NestedEntitySchema = FtmBase.extend({
  properties: z
    .record(z.string(), z.array(z.unknown()))
    .describe('Texts, or nested entities for relations and designations'),
})
export const EntityQuerySchema = z.object({ nested: z.boolean().optional().describe('true when left out') })

const Neighbour = z.object({
  id: z.string(),
  caption: z.string(),
  schema: z.string(),
  datasets: Texts,
  target: z.boolean(),
  properties: z.record(z.string(), z.array(z.unknown())),
})
export const AdjacentQuerySchema = z.object(Page)
export const AdjacentPageSchema = z.object({
  results: z.array(Neighbour),
  total: Total,
  limit: z.int(),
  offset: z.int(),
})
export const AdjacentSchema = z.object({
  entity: FtmEntitySchema,
  adjacent: z.record(z.string(), AdjacentPageSchema),
})

const Filters = {
  include_dataset: Texts.optional(),
  exclude_dataset: Texts.optional(),
  exclude_schema: Texts.optional(),
  exclude_entity_ids: Texts.max(50).optional(),
  topics: Texts.optional(),
  changed_since: z.string().optional().describe('2026-11-23, or to the hour, minute or second'),
}

export const SearchQuerySchema = z.object({
  q: z.string().optional(),
  schema: z.string().optional().describe('Thing when left out'),
  countries: Texts.optional(),
  datasets: Texts.optional(),
  target: z.boolean().optional(),
  fuzzy: z.boolean().optional(),
  simple: z.boolean().optional(),
  filter: Texts.optional().describe('field:value'),
  filter_op: z.enum(['AND', 'OR']).optional(),
  facets: z.array(z.enum(['countries', 'topics', 'datasets', 'schema', 'genders', 'names', 'identifiers'])).optional(),
  sort: Texts.optional().describe('id, caption, schema, first_seen, last_seen or last_change, with :asc or :desc'),
  ...Page,
  ...Filters,
})
export const SearchAnswerSchema = z.object({
  limit: z.int(),
  offset: z.int(),
  total: Total,
  results: z.array(FtmEntitySchema),
  facets: z.record(
    z.string(),
    z.object({
      label: z.string(),
      values: z.array(z.object({ name: z.string(), label: z.string(), count: z.int() })),
    }),
  ),
})

export const MatchQuerySchema = z.object({
  algorithm: z.string().optional().describe('One of /algorithms; all of them are the same matcher'),
  threshold: z.number().min(0).max(1).optional().describe('0.7 when left out'),
  cutoff: z.number().min(0).max(1).optional().describe('Worse results are left out; 0.7 when left out'),
  limit: z.int().min(0).max(500).optional().describe('5 when left out'),
  ...Filters,
})
const Values = z.union([z.string(), z.number(), z.array(z.union([z.string(), z.number()])), z.null()])
export const MatchBodySchema = z.object({
  queries: z
    .record(
      z.string(),
      z.object({ id: z.string().optional(), schema: z.string(), properties: z.record(z.string(), Values) }).nullable(),
    )
    .describe('At most 100 examples, by a name of the client'),
})
const Scored = FtmEntitySchema.extend({
  score: z.number().describe('0 to 1'),
  match: z.boolean(),
  features: z.record(z.string(), z.number()),
  explanations: z.record(
    z.string(),
    z.object({ score: z.number(), detail: z.string(), query: z.string().nullable(), candidate: z.string().nullable() }),
  ),
})
export const MatchAnswerSchema = z.object({
  responses: z.record(
    z.string(),
    z.object({
      status: z.int(),
      results: z.array(Scored),
      total: Total,
      query: z.object({ id: z.string().nullable(), schema: z.string(), properties: z.record(z.string(), Texts) }),
    }),
  ),
  limit: z.int(),
})

const Features = z.record(
  z.string(),
  z.object({ description: z.string(), coefficient: z.number(), url: z.string().nullable() }),
)
export const AlgorithmsSchema = z.object({
  algorithms: z.array(
    z.object({
      name: z.string(),
      description: z.string(),
      features: Features,
      docs: z.object({
        name: z.string(),
        description: z.string(),
        config: z.record(z.string(), z.unknown()),
        features: Features,
      }),
    }),
  ),
  default: z.string(),
  best: z.string(),
})
export const CatalogSchema = z.object({
  datasets: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      version: z.string(),
      index_version: z.string(),
      index_current: z.boolean(),
      load: z.boolean(),
      last_export: z.string(),
    }),
  ),
  current: Texts,
  outdated: Texts,
  index_stale: z.boolean(),
})
export const UpdateQuerySchema = z.object({
  token: z.string(),
  sync: z.boolean().optional().describe('Answer when the update has ended'),
})

const RefineType = z.object({ id: z.string(), name: z.string(), description: z.string() })
const Service = z.object({ service_url: z.string(), service_path: z.string() })
export const ReconcileManifestSchema = z.object({
  versions: Texts,
  name: z.string(),
  identifierSpace: z.string(),
  schemaSpace: z.string(),
  view: z.object({ url: z.string() }),
  batchSize: z.int(),
  suggest: z.object({ entity: Service, type: Service, property: Service }),
  extend: z.object({ propose_properties: Service, property_settings: z.array(z.looseObject({ name: z.string() })) }),
  defaultTypes: z.array(RefineType),
})
export const ReconcileFormSchema = z.object({
  queries: z
    .string()
    .optional()
    .describe('JSON: queries by a name of the client, each with query, type, properties, limit'),
  extend: z.string().optional().describe('JSON: ids and properties of rows to extend'),
})
const RefineEntity = z.object({ id: z.string(), name: z.string(), description: z.string(), type: z.array(RefineType) })
export const ReconcileAnswerSchema = z.union([
  z.object({
    meta: z.array(z.object({ id: z.string(), name: z.string() })),
    rows: z.record(z.string(), z.record(z.string(), z.array(z.object({ str: z.string() })))),
  }),
  z.record(z.string(), z.object({ result: z.array(RefineEntity.extend({ score: z.number(), match: z.boolean() })) })),
])
export const SuggestQuerySchema = z.object({ prefix: z.string(), limit: z.int().min(0).max(500).optional() })
export const SuggestAnswerSchema = z.object({
  code: z.string(),
  status: z.string(),
  prefix: z.string(),
  result: z.array(z.looseObject({ id: z.string(), name: z.string() })),
})
