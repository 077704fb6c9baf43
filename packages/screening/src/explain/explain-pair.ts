/**
 * One customer against one list entry, whether or not a search would have brought them together: the score, what made
 * it, and what it would be if single attributes were other. Also replays an old decision, given the entry as it was then.
 */
import type { MatcherConfig } from '../candidates/screening-index.ts'
import type { Entity } from '../entity.ts'
import type { Hit } from '../scoring/hit.ts'
import type { ScreeningQuery } from '../scoring/query.ts'
import { explainHit, type HitExplanation, type Language } from './explain-hit.ts'
import { explainWords, sentenceOfChange } from './explain-words.ts'
import { scorePairOf } from './score-pair.ts'
import { type WhatIf, whatIf } from './what-if.ts'

export type { Language } from './explain-hit.ts'

export interface Counterfactual extends WhatIf {
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
    counterfactuals: whatIf(query, hit, config).map((change) => ({
      ...change,
      sentence: sentenceOfChange(change, language),
    })),
  }
}
