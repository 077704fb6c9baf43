/** The shape of a screening index and its configuration: what callers code against. */
import type { Entity } from '../entity.ts'
import type { MatchOptions, ScreeningQuery } from '../scoring/query.ts'
import type { MatchResult } from '../scoring/hit.ts'

export interface MatcherConfig {
  /** Hits from here on are stored; 0 to 100. */
  readonly store: number
  /** Hits from here on are alerts; 0 to 100. */
  readonly alert: number
  /** A name score from here on is never pushed under the alert line by other features. */
  readonly strongName: number
  /** A weak alias without a second agreeing feature stays under this score. */
  readonly weakAliasCap: number
  /** Entries scored in full for one query at most; reaching it is reported. */
  readonly maxCandidates: number
}

/** An immutable index over entities; safe to share, replaced as a whole when a list changes. */
export interface ScreeningIndex {
  /** `sha256:` over the content hashes of the entities, in id order. */
  readonly version: string
  /** `sha256:` over engine version, weights and configuration. */
  readonly matcherConfigId: string
  readonly config: MatcherConfig
  readonly entityCount: number
  readonly nameCount: number
  match(query: ScreeningQuery, options?: MatchOptions): MatchResult
  entity(id: string): Entity | undefined
  entities(): readonly Entity[]
}
