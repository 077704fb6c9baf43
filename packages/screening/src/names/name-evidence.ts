/** The weight of an alignment: one number for and against two names being one. */
import { type Alignment, alignNames, type PairSimilarity } from './align.ts'
import type { NameDomain } from './name-information.ts'
import { featureCount, featureNames, nameFeatures } from './name-features.ts'
import { nameWeights } from './name-weights.ts'
import type { NameToken, ParsedName } from './parsed-name.ts'

const weights = Float64Array.from(featureNames, (name) => nameWeights.weights[name] ?? 0)
const scratch = new Float64Array(featureCount)

/**
 * Log-odds that the two names are one name, on the mix of pairs that the weights were learned from. Pairs without any
 * agreement get the lowest value there is.
 */
export function nameLogOdds(
  query: readonly NameToken[],
  list: readonly NameToken[],
  domain: NameDomain,
  similarity?: PairSimilarity,
): number {
  const alignment = alignNames(query, list, similarity)
  return weighAlignment(query, list, alignment, domain)
}

export function weighAlignment(
  query: readonly NameToken[],
  list: readonly NameToken[],
  alignment: Alignment,
  domain: NameDomain,
): number {
  if (alignment.pairs.length === 0) return leastLogOdds
  nameFeatures(query, list, alignment, domain, scratch)
  let sum = nameWeights.base
  for (let k = 0; k < featureCount; k++) sum += (weights[k] as number) * (scratch[k] as number)
  return Math.max(sum, leastLogOdds)
}

/** Far below anything that is ever shown. */
export const leastLogOdds = -20

export function compareNames(query: ParsedName, list: ParsedName): number {
  return nameLogOdds(query.tokens, list.tokens, query.domain)
}
