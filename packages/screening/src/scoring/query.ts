/**
 * What a caller asks about: one customer, one party of a payment, one vessel.
 *
 * The parts are what the person or the register says, untouched; matching normalises them itself.
 */
import type { DocumentKind, Gender } from '../entity.ts'

/** What is screened. `any` compares with every kind of entry; persons never meet companies or vessels otherwise. */
export type QueryKind = 'person' | 'organisation' | 'vessel' | 'aircraft' | 'wallet' | 'any'

export interface QueryDocument {
  readonly number: string
  /** Left out when unknown; two known and different kinds are never taken for the same document. */
  readonly kind?: DocumentKind
  readonly country?: string
}

export interface QueryPlace {
  readonly city?: string
  readonly country?: string
}

export interface ScreeningQuery {
  readonly kind: QueryKind
  /** Every form of the name that is known: passport spelling, original script, maiden name. At least one. */
  readonly names: readonly string[]
  /** ISO prefixes: `1962`, `1962-11`, `1962-11-23`. */
  readonly birthDates?: readonly string[]
  /** ISO 3166 alpha-2, either case. */
  readonly nationalities?: readonly string[]
  /** Residence, jurisdiction, flag: every other country. */
  readonly countries?: readonly string[]
  readonly gender?: Gender
  readonly documents?: readonly QueryDocument[]
  readonly birthPlaces?: readonly QueryPlace[]
}

export interface MatchOptions {
  /** At most so many hits; default 20. The hits left out are counted in the result. */
  readonly limit?: number
  /** Hits below this score (0 to 100) are left out; default is the configuration's `store` line. */
  readonly threshold?: number
  /** Only entries for which this answers true. */
  readonly accept?: (entityId: string) => boolean
}
