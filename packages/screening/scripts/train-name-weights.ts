/**
 * Learns the weights of `names/name-features.ts` and writes `src/names/name-weights.ts`.
 *
 * Usage: node packages/screening/scripts/train-name-weights.ts SHARED_DATA_FOLDER [--check]
 * Learns from development pairs whose names alone settle the question, and from ordinary customers set against the
 * names of a real list that look most like theirs. Rows under a non-commercial licence are never used. Half of the
 * customers are kept for measuring. What is written is one number for each feature, and the base that puts the alert
 * line of the shipped policy where few of the customers come to it. Same input, same weights.
 */
import type { Entity } from '../src/entity.ts'
import { parseOfacCsv } from '../src/lists/ofac-csv.ts'
import { compareFeatures } from '../src/names/name-evidence.ts'
import { featureNames } from '../src/names/name-features.ts'
import type { NameDomain } from '../src/names/name-information.ts'
import { parseName } from '../src/names/parse-name.ts'
import type { NameToken } from '../src/names/parsed-name.ts'
import { readRows, type Row, values } from './csv-rows.ts'
import { type Example, type Fit, fitLogistic, logOddsIn } from './fit-logistic.ts'
import { dataFolder, putLearned } from './learned-file.ts'
import { listFiles } from './list-files.ts'
import { type Customer, readCustomers } from './ordinary-customers.ts'
import { placeBase } from './place-base.ts'

/**
 * How much an example counts. A miss across scripts counts more, since nothing but the name is there to see it; more
 * than this and misspelled names are found less often. Ordinary customers are people: what tells companies apart must be
 * seen in the pairs of companies alone. Chosen by cross-validation, on halves of pairs and customers.
 */
const weightOf = {
  positive: 1,
  positiveAcrossScripts: 1.75,
  negative: { person: 5, organisation: 8 },
  customer: 1,
  retrieved: 1,
}
const ridge = 2e-4
const rounds = 500
/** List names taken for each customer to learn from, and to place the base by. */
const namesToLearn = 3
const namesToPlace = 8
/** Share of the ordinary customers that alert. */
const alertShare = 0.0045

const signs = featureNames.map((name) => (name.startsWith('+') ? 1 : -1))
const ofac = await readOfac()
const pairs = pairExamples()
// A first fit on pairs alone finds the customers that look most like list entries; the second learns from them too.
const first = fitLogistic(pairs, { signs, ridge, rounds })
const customers = readCustomers(dataFolder, ofac, first, namesToPlace)
const examples = [...pairs, ...customers.flatMap(customerExamples), ...retrievedExamples(ofac, first)]
const fit = placeBase(customers, rounded(fitLogistic(examples, { signs, ridge, rounds })), alertShare)
putLearned('names/name-weights.ts', sourceText())

async function readOfac(): Promise<Entity[]> {
  const base = `${dataFolder}/watchlists/ofac/sdn_2026-08-20_reconstructed`
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
  return readRows(`${dataFolder}/screening/dev.csv`)
    .filter((row) => row.names_decidable === '1' && mayLearnFrom(row))
    .map((row) => {
      const positive = row.label === '1'
      const domain = row.schema === 'Person' ? 'person' : 'organisation'
      const query = parseName(values(row.q_name)[0] ?? '', domain).tokens
      const list = parseName(values(row.c_name)[0] ?? '', domain).tokens
      return toExample(query, list, domain, positive, positive ? positiveWeight(row) : weightOf.negative[domain])
    })
}

function customerExamples({ isNamesake, alike }: Customer): Example[] {
  if (isNamesake) return []
  return alike.slice(0, namesToLearn).map(({ features }) => ({ features, positive: false, weight: weightOf.customer }))
}

function positiveWeight(row: Row): number {
  return row.phenomenon?.includes('script:') ? weightOf.positiveAcrossScripts : weightOf.positive
}

/** Queries for listed people and companies against the listed name that they come nearest to. */
function retrievedExamples(entities: readonly Entity[], guide: Fit): Example[] {
  const byId = new Map(entities.map((entity) => [entity.entryId, entity]))
  return readRows(`${dataFolder}/screening/retrieval_positives_dev.csv`)
    .filter((row, i) => i % 2 === 0 && mayLearnFrom(row))
    .flatMap((row) => {
      const entity = byId.get(row.expected_uids?.split(/[;,|]/)[0] ?? '')
      if (entity === undefined) return []
      const domain = entity.schema === 'Person' ? 'person' : 'organisation'
      const query = parseName(row.name ?? '', domain).tokens
      const found = entity.names.map((name) =>
        toExample(query, parseName(name.full, domain).tokens, domain, true, weightOf.retrieved * positiveWeight(row)),
      )
      return best(found, guide, 1)
    })
}

/** The examples that a first fit holds to be most alike. */
function best(examples: readonly Example[], guide: Fit, count: number): Example[] {
  return examples
    .map((example) => ({ example, z: logOddsIn(guide, example.features) }))
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

/** Weights as they are written, so that the base fits them. */
function rounded({ weights, base }: Fit): Fit {
  return { weights: weights.map((weight) => Number(weight.toFixed(3))), base }
}

function sourceText(): string {
  // Minus zero is written as zero.
  const rows = featureNames.map((name, k) => `    '${name}': ${String(fit.weights[k] ?? 0)},`)
  return `/** Weights of the features of a pair of names, in log-odds. */
// Written by scripts/train-name-weights.ts from ${examples.length} pairs; signs are fixed, so more of a feature never speaks the other way.

export interface NameWeights {
  readonly base: number
  readonly weights: Readonly<Record<string, number>>
}

export const nameWeights: NameWeights = {
  base: ${fit.base},
  weights: {
${rows.join('\n')}
  },
}
`
}
