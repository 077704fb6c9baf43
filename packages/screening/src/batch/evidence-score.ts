/** Scores one pair of a customer's side and a list entry's side: the best of all their names. */
import { compareNames } from '../names/name-evidence.ts'
import { parseName } from '../names/parse-name.ts'
import type { FeatureEvidence } from '../scoring/hit.ts'
import { defaultMatcherConfig, evidencePolicy } from '../scoring/matcher-config.ts'
import { pointsOf } from '../scoring/score-scale.ts'
import { type ScorePolicy, weighEvidence } from '../scoring/weigh.ts'
import type { ParsedPair } from './pair-row.ts'

export interface PairScore {
  /** Evidence alone, 0 to 100: names and attributes, without the rule that a strong name is never hidden. */
  readonly score: number
  /** What the names alone are worth, 0 to 100. */
  readonly nameScore: number
  readonly features: readonly FeatureEvidence[]
}

const evidence = evidencePolicy(defaultMatcherConfig)

export function scoreByEvidence(pair: ParsedPair, policy: ScorePolicy = evidence): PairScore {
  const queries = pair.queryNames.map((name) => parseName(name, pair.domain))
  const lists = pair.listNames.map((name) => parseName(name, pair.domain))
  let best: { readonly logOdds: number; readonly query: string; readonly list: string } | undefined
  for (const query of queries) {
    for (const list of lists) {
      const logOdds = compareNames(query, list)
      if (best === undefined || logOdds > best.logOdds) best = { logOdds, query: query.raw, list: list.raw }
    }
  }
  if (best === undefined) return { score: 0, nameScore: 0, features: [] }
  const names = { query: best.query, list: { full: best.list, kind: 'primary' } } as const
  const { score, features } = weighEvidence(best.logOdds, names, pair.query, pair.entity, policy)
  return { score, nameScore: Math.round(pointsOf(best.logOdds) * 10) / 10, features }
}
