/**
 * Learns the weights of `names/name-features.ts` and writes `src/names/name-weights.ts`.
 *
 * Usage: node packages/screening/scripts/train-name-weights.ts SHARED_DATA_FOLDER
 * Learns from development pairs whose names alone settle the question, and from ordinary customers set against the
 * names of a real list that look most like theirs. Rows under a non-commercial licence are never used. Half of the
 * customers are kept for measuring. What is written is one number for each feature. Same input, same weights.
 */
import { writeFileSync } from 'node:fs'
import { storeEntities } from '../src/candidates/entity-store.ts'
import { CandidateScratch, findCandidates } from '../src/candidates/find-candidates.ts'
import { buildNameStore, storedTokens } from '../src/candidates/name-store.ts'
import type { Entity } from '../src/entity.ts'
import { parseOfacCsv } from '../src/lists/ofac-csv.ts'
import { compareFeatures } from '../src/names/name-evidence.ts'
import { featureNames } from '../src/names/name-features.ts'
import type { NameDomain } from '../src/names/name-information.ts'
import { parseName } from '../src/names/parse-name.ts'
import type { NameToken } from '../src/names/parsed-name.ts'
import { readRows, type Row, values } from './csv-rows.ts'
import { type Example, type Fit, fitLogistic } from './fit-logistic.ts'
import { listFiles } from './list-files.ts'

const folder = process.argv[2] ?? '../shared/data'
const weightOf = {
  positive: 1,
  negative: Number(process.argv[3] ?? 2),
  customer: Number(process.argv[4] ?? 0.5),
  retrieved: Number(process.argv[5] ?? 0.5),
}
const ridge = 2e-4
const rounds = 800
/** List names taken for each customer. */
const customerNames = 3

const signs = featureNames.map((name) => (name.startsWith('+') ? 1 : -1))
const ofac = await readOfac()
const pairs = pairExamples()
// A first fit on pairs alone finds the customers that look most like list entries; the second learns from them too.
const first = fitLogistic(pairs, { signs, ridge, rounds })
const examples = [...pairs, ...customerExamples(ofac, first), ...retrievedExamples(ofac, first)]
const fit = fitLogistic(examples, { signs, ridge, rounds })
writeWeights()

async function readOfac(): Promise<Entity[]> {
  const base = `${folder}/watchlists/ofac/sdn_2026-08-20_reconstructed`
  const files = listFiles([`${base}/sdn.csv.gz`, `${base}/alt.csv.gz`, `${base}/add.csv.gz`])
  const entities: Entity[] = []
  for await (const entity of parseOfacCsv({ listId: 'OFAC-SDN', files })) entities.push(entity)
  return entities
}

/** Sources whose licence forbids commercial use: transcriptions of the Official Journal, Ukrainian war sanctions. */
function mayLearnFrom(row: Row): boolean {
  return !/ua_war|eu_journal/.test(row.source ?? '')
}

function pairExamples(): Example[] {
  return readRows(`${folder}/screening/dev.csv`)
    .filter((row) => row.names_decidable === '1' && mayLearnFrom(row))
    .map((row) => {
      const positive = row.label === '1'
      const domain = row.schema === 'Person' ? 'person' : 'organisation'
      const query = parseName(values(row.q_name)[0] ?? '', domain).tokens
      const list = parseName(values(row.c_name)[0] ?? '', domain).tokens
      return toExample(query, list, domain, positive, positive ? weightOf.positive : weightOf.negative)
    })
}

/** Every second ordinary customer against the list names most like theirs: all of them other people. */
function customerExamples(entities: readonly Entity[], guide: Fit): Example[] {
  const persons = entities.filter((entity) => entity.schema === 'Person')
  const store = buildNameStore(storeEntities(persons))
  const scratch = new CandidateScratch(store.bits)
  const customers = readRows(`${folder}/screening/retrieval_background_dev.csv`).filter((_, i) => i % 2 === 0)
  return customers
    .filter((row) => row.shares_name_with_list !== '1')
    .flatMap((row) => {
      const query = parseName(row.name ?? '', 'person').tokens
      const { names } = findCandidates(store, parseName(row.name ?? '', 'person'), 0.45, 150, scratch, () => true)
      const found = names.map((name) => toExample(query, storedTokens(store, name), 'person', false, weightOf.customer))
      return best(found, guide, customerNames)
    })
}

/** Queries for listed people and companies against the listed name that they come nearest to. */
function retrievedExamples(entities: readonly Entity[], guide: Fit): Example[] {
  const byId = new Map(entities.map((entity) => [entity.entryId, entity]))
  return readRows(`${folder}/screening/retrieval_positives_dev.csv`)
    .filter((row, i) => i % 2 === 0 && mayLearnFrom(row))
    .flatMap((row) => {
      const entity = byId.get(row.expected_uids?.split(/[;,|]/)[0] ?? '')
      if (entity === undefined) return []
      const domain = entity.schema === 'Person' ? 'person' : 'organisation'
      const query = parseName(row.name ?? '', domain).tokens
      const found = entity.names.map((name) =>
        toExample(query, parseName(name.full, domain).tokens, domain, true, weightOf.retrieved),
      )
      return best(found, guide, 1)
    })
}

/** The examples that a first fit holds to be most alike. */
function best(examples: readonly Example[], guide: Fit, count: number): Example[] {
  const sum = (example: Example): number =>
    example.features.reduce((total, value, k) => total + value * (guide.weights[k] ?? 0), 0)
  return examples
    .map((example) => ({ example, z: sum(example) }))
    .sort((a, b) => b.z - a.z)
    .slice(0, count)
    .map(({ example }) => example)
}

function toExample(
  query: readonly NameToken[],
  list: readonly NameToken[],
  domain: NameDomain,
  positive: boolean,
  weight: number,
): Example {
  return { features: compareFeatures(query, list, domain), positive, weight }
}

function writeWeights(): void {
  const rows = featureNames.map((name, k) => `    '${name}': ${(fit.weights[k] ?? 0).toFixed(3)},`)
  const body = `/** Weights of the features of a pair of names, in log-odds. */
// Written by scripts/train-name-weights.ts from ${examples.length} pairs; signs are fixed, so more of a feature never speaks the other way.

export interface NameWeights {
  readonly base: number
  readonly weights: Readonly<Record<string, number>>
}

export const nameWeights: NameWeights = {
  base: ${fit.base.toFixed(3)},
  weights: {
${rows.join('\n')}
  },
}
`
  writeFileSync(new URL('../src/names/name-weights.ts', import.meta.url), body)
  console.log(`${examples.length} examples, base ${fit.base.toFixed(2)}`)
}
