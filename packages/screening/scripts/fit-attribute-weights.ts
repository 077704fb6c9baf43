/**
 * Learns what agreement and conflict of attributes are worth and prints it.
 *
 * Usage: node packages/screening/scripts/fit-attribute-weights.ts SHARED_DATA_FOLDER
 * Run after train-name-weights.ts: the names' log-odds are taken as known. In the development pairs attributes are
 * dealt out for tests, not as in life, so nothing is shipped as fitted: the values in `scoring/attribute-weights.ts` are
 * set by hand near these, conflicts drawn in, since no single conflict may settle a case.
 */
import { parsePairRow } from '../src/batch/pair-row.ts'
import { compareNames } from '../src/names/name-evidence.ts'
import { parseName } from '../src/names/parse-name.ts'
import type { Comparison } from '../src/scoring/hit.ts'
import { defaultMatcherConfig, policyOf } from '../src/scoring/matcher-config.ts'
import { pointsOf } from '../src/scoring/score-scale.ts'
import { compareAttributes, supportOf } from '../src/scoring/weigh.ts'
import { readRows } from './csv-rows.ts'
import { type Example, fitLogistic } from './fit-logistic.ts'

const folder = process.argv[2] ?? '../shared/data'

/** Birth date outcomes with the sign that their weight has. */
const outcomes: readonly (readonly [Comparison, 1 | -1])[] = [
  ['same-day', 1],
  ['day-month-swapped', 1],
  ['one-digit', 1],
  ['same-month', 1],
  ['same-year', 1],
  ['within-range', 1],
  ['near-year', -1],
  ['same-year-other-day', -1],
  ['other-year', -1],
]

const sided = ['nationality', 'gender', 'document'] as const
const signs = [...outcomes.map(([, sign]) => sign), ...sided.flatMap(() => [1, -1])]

const policy = policyOf(defaultMatcherConfig)
const examples = readRows(`${folder}/screening/dev.csv`)
  .filter((row) => !/ua_war|eu_journal/.test(row.source ?? ''))
  .map(toExample)
const fit = fitLogistic(examples, { signs, ridge: 3e-4, rounds: 1500 })
printWeights()

function toExample(row: Readonly<Record<string, string>>): Example {
  const pair = parsePairRow(row)
  const query = parseName(pair.queryNames[0] ?? '', pair.domain)
  const offset = compareNames(query, parseName(pair.listNames[0] ?? '', pair.domain))
  const support = supportOf(pointsOf(offset), policy)
  const features = new Float64Array(signs.length)
  for (const [feature, compared] of compareAttributes(pair.query, pair.entity)) {
    if (feature === 'birthDate') {
      const at = outcomes.findIndex(([outcome]) => outcome === compared.comparison)
      if (at >= 0) features[at] = (outcomes[at]?.[1] ?? 1) > 0 ? support : 1
    } else {
      const at = sided.findIndex((name) => name === feature)
      if (at < 0 || compared.value === 0) continue
      const first = outcomes.length + at * 2
      if (compared.value > 0) features[first] = compared.value * support
      else features[first + 1] = -compared.value
    }
  }
  const positive = row.label === '1'
  return { features, positive, weight: positive ? 1 : 2, offset }
}

function printWeights(): void {
  const value = (at: number): string => (fit.weights[at] ?? 0).toFixed(2)
  for (const [at, [outcome]] of outcomes.entries()) console.log(`${outcome}: ${value(at)}`)
  for (const [i, name] of sided.entries()) {
    const at = outcomes.length + i * 2
    console.log(`${name}: agrees ${value(at)}, differs ${value(at + 1)}`)
  }
}
