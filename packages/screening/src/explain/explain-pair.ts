/**
 * One customer against one list entry, whether or not a search would have brought them together: the score, what made
 * it, and what it would be without each feature. Also replays an old decision, given the entry as it was then.
 */
import type { MatcherConfig } from '../candidates/screening-index.ts'
import type { Entity } from '../entity.ts'
import { compareNames } from '../names/name-evidence.ts'
import { parseName } from '../names/parse-name.ts'
import type { FeatureName, Hit } from '../scoring/hit.ts'
import { domainOfSchema } from '../scoring/name-domain.ts'
import { policyOf } from '../scoring/policy.ts'
import type { ScreeningQuery } from '../scoring/query.ts'
import { pointsOf } from '../scoring/score-scale.ts'
import { weighEvidence } from '../scoring/weigh.ts'
import { describeAlignment } from './describe-alignment.ts'
import { explainHit, type HitExplanation, type Language } from './explain-hit.ts'
import { explainWords, sentenceWithout } from './explain-words.ts'

export type { Language } from './explain-hit.ts'

export interface Counterfactual {
  /** The feature that is taken out of the customer's side. */
  readonly without: FeatureName
  /** 0 to 100. */
  readonly score: number
  readonly sentence: string
}

export interface PairExplanation extends HitExplanation, Omit<Hit, 'entity'> {
  readonly alert: boolean
  /** One sentence for each piece of the two names. */
  readonly words: readonly string[]
  readonly counterfactuals: readonly Counterfactual[]
}

export function explainPair(
  query: ScreeningQuery,
  entity: Entity,
  config: MatcherConfig,
  language: Language,
  listVersion?: string,
): PairExplanation {
  const hit = scorePairOf(query, entity, config)
  const { entity: _, ...evidence } = hit
  return {
    ...evidence,
    ...explainHit(hit, language, listVersion),
    alert: hit.score >= config.alert,
    words: explainWords(hit.alignment, language),
    counterfactuals: counterfactualsOf(query, hit, config).map(({ without, score }) => ({
      without,
      score,
      sentence: sentenceWithout(without, score, language),
    })),
  }
}

/** The best pair of their names with everything weighed; what an index answers for the entry when it finds it. */
export function scorePairOf(query: ScreeningQuery, entity: Entity, config: MatcherConfig): Hit {
  const policy = policyOf(config)
  const domain = domainOfSchema(entity.schema)
  const listed = entity.names.map((name) => parseName(name.full, domain))
  const texts = query.names.length === 0 ? [''] : query.names
  let best: Hit | undefined
  texts.forEach((text, queryNameIndex) => {
    const asked = parseName(text, domain)
    entity.names.forEach((list, matchedNameIndex) => {
      const logOdds = compareNames(asked, listed[matchedNameIndex] ?? parseName(list.full, domain))
      const weighed = weighEvidence(logOdds, { query: text, list }, query, entity, policy)
      const nameScore = Math.round(pointsOf(logOdds) * 10) / 10
      const isBetter =
        best === undefined || weighed.score > best.score || (weighed.score === best.score && nameScore > best.nameScore)
      if (isBetter) best = { entity, ...weighed, nameScore, queryNameIndex, matchedNameIndex, alignment: [] }
    })
  })
  if (best === undefined) throw new Error(`Entity '${entity.id}' has no name`)
  const [asked, list] = [texts[best.queryNameIndex] ?? '', entity.names[best.matchedNameIndex]?.full ?? '']
  return { ...best, alignment: describeAlignment(asked, list, domain) }
}

function counterfactualsOf(
  query: ScreeningQuery,
  hit: Hit,
  config: MatcherConfig,
): readonly { readonly without: FeatureName; readonly score: number }[] {
  return hit.features.flatMap(({ feature, contribution }) => {
    if (contribution === 0) return []
    const changed = withoutFeature(query, feature)
    return changed === undefined ? [] : [{ without: feature, score: scorePairOf(changed, hit.entity, config).score }]
  })
}

/** Undefined for what is no attribute of a customer. */
function withoutFeature(query: ScreeningQuery, feature: FeatureName): ScreeningQuery | undefined {
  const { gender: _, ...rest } = query
  switch (feature) {
    case 'birthDate':
      return { ...query, birthDates: [] }
    case 'nationality':
      return { ...query, nationalities: [] }
    case 'country':
      return { ...query, countries: [] }
    case 'gender':
      return rest
    case 'birthPlace':
      return { ...query, birthPlaces: [] }
    case 'document':
      return { ...query, documents: [] }
    default:
      return undefined
  }
}
