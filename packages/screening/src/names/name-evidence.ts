/** The weight of an alignment: one number for and against two names being one. */
import { Aligner, type NameWords, ScratchName } from './align.ts'
import type { NameDomain } from './name-information.ts'
import { featureCount, featureNames, nameFeatures } from './name-features.ts'
import { nameWeights } from './name-weights.ts'
import type { NameToken, ParsedName } from './parsed-name.ts'

const weights = Float64Array.from(featureNames, (name) => nameWeights.weights[name] ?? 0)
/** Features that learning found to matter. */
const telling = Uint16Array.from(featureNames.keys()).filter((k) => weights[k] !== 0)
const scratch = new Float64Array(featureCount)

/**
 * Log-odds that the two names are one name, on the mix of pairs that the weights were learned from. Pairs without any
 * agreement get the lowest value there is. `aligner` has begun with this query.
 */
export function nameLogOdds(query: NameWords, list: NameWords, domain: NameDomain, aligner: Aligner): number {
  aligner.align(query, list)
  if (aligner.picked.length === 0) return leastLogOdds
  nameFeatures(query, list, aligner, domain, scratch)
  let sum = nameWeights.base
  for (let i = 0; i < telling.length; i++) {
    const k = telling[i] as number
    sum += (weights[k] as number) * (scratch[k] as number)
  }
  return Math.max(sum, leastLogOdds)
}

/** Far below anything that is ever shown. */
export const leastLogOdds = -20

const queryScratch = new ScratchName()
const listScratch = new ScratchName()
const scratchAligner = new Aligner()

export function compareNames(query: ParsedName, list: ParsedName): number {
  scratchAligner.begin()
  return nameLogOdds(queryScratch.load(query.tokens), listScratch.load(list.tokens), query.domain, scratchAligner)
}

/** The features of two names, as weights are learned from them. */
export function compareFeatures(
  query: readonly NameToken[],
  list: readonly NameToken[],
  domain: NameDomain,
): Float64Array {
  const features = new Float64Array(featureCount)
  const [a, b] = [queryScratch.load(query), listScratch.load(list)]
  scratchAligner.begin()
  scratchAligner.align(a, b)
  nameFeatures(a, b, scratchAligner, domain, features)
  return features
}
