/**
 * A hit: one entry that may be the person asked about, with everything that made the score.
 *
 * The score is the sum of the contributions, to the last digit: an examiner can add them up.
 */
import type { Entity } from '../entity.ts'

export type FeatureName =
  | 'name'
  | 'birthDate'
  | 'nationality'
  | 'country'
  | 'gender'
  | 'birthPlace'
  | 'document'
  | 'nameQuality'
  | 'strongName'

export type Agreement = 'agrees' | 'close' | 'differs' | 'unknown'

/** How two values were compared, as a key that sentences are made from. */
export type Comparison =
  | 'tokens'
  | 'same-day'
  | 'day-month-swapped'
  | 'one-digit'
  | 'same-month'
  | 'same-year'
  | 'within-range'
  | 'near-year'
  | 'same-year-other-day'
  | 'other-year'
  | 'same-country'
  | 'successor-country'
  | 'other-country'
  | 'same-gender'
  | 'other-gender'
  | 'same-number'
  | 'near-number'
  | 'other-number'
  | 'same-place'
  | 'other-place'
  | 'weak-alias-unsupported'
  | 'strong-name-kept'
  | 'not-compared'

export interface FeatureEvidence {
  readonly feature: FeatureName
  /** Largest number of points that the feature could have moved the score, in either direction. */
  readonly weight: number
  /** Points added to the score, in tenths exactly; negative when against. */
  readonly contribution: number
  readonly agreement: Agreement
  readonly queryValue: string | null
  readonly listValue: string | null
  readonly comparison: Comparison
}

/** How a piece of the query's name relates to a piece of the listed name. */
export type TokenRelation =
  | 'equal'
  | 'transliteration'
  | 'spelling'
  | 'typo'
  | 'nickname'
  | 'initial'
  | 'joined'
  | 'legal-form'
  | 'abbreviation'
  | 'contradicts'
  | 'only-in-query'
  | 'only-in-list'

/** UTF-16 offsets into the text as given, end exclusive. */
export interface TextSpan {
  readonly start: number
  readonly end: number
}

export interface TokenAlignment {
  readonly relation: TokenRelation
  readonly query: string | null
  readonly list: string | null
  readonly querySpan: TextSpan | null
  readonly listSpan: TextSpan | null
  /** 0 to 1; 0 for pieces without a counterpart. */
  readonly similarity: number
  /** Share of the name's information that this piece carries, 0 to 1. */
  readonly weight: number
}

export interface Hit {
  readonly entity: Entity
  /** 0 to 100 with one decimal; the sum of the contributions. */
  readonly score: number
  /** What the names alone would score, 0 to 100 with one decimal. */
  readonly nameScore: number
  readonly features: readonly FeatureEvidence[]
  /** Index into `query.names` of the best pair of names. */
  readonly queryNameIndex: number
  /** Index into `entity.names` of the best pair of names. */
  readonly matchedNameIndex: number
  readonly alignment: readonly TokenAlignment[]
}

export interface MatchResult {
  readonly hits: readonly Hit[]
  /** Hits at or above the threshold before `limit` cut them. */
  readonly total: number
  /** A bound was reached: entries beyond it were not scored, or words of a very long name were not compared. */
  readonly truncated: boolean
  readonly candidates: number
  readonly indexVersion: string
  readonly matcherConfigId: string
}
