/**
 * What a pair would score if one attribute of the customer were absent, or were what the list says: scored anew by the
 * matcher each time, since parts of a score lean on each other and can't be subtracted.
 */
import type { MatcherConfig } from '../candidates/screening-index.ts'
import type { Entity } from '../entity.ts'
import type { FeatureName, Hit } from '../scoring/hit.ts'
import type { ScreeningQuery } from '../scoring/query.ts'
import { scorePairOf } from './score-pair.ts'

/** `absent`: not known of the customer. `agrees`: the customer's is the entry's own. */
export type Change = 'absent' | 'agrees'

export interface WhatIf {
  readonly feature: FeatureName
  readonly change: Change
  /** 0 to 100. */
  readonly score: number
  readonly alert: boolean
}

/** In the order of the hit's features. Only what would be a change: nothing absent is taken away, nothing equal made equal. */
export function whatIf(query: ScreeningQuery, hit: Hit, config: MatcherConfig): readonly WhatIf[] {
  return hit.features.flatMap(({ feature, contribution, agreement }) => {
    const changed: readonly (readonly [Change, ScreeningQuery | undefined])[] = [
      ['absent', contribution === 0 ? undefined : withoutFeature(query, feature)],
      ['agrees', agreement === 'agrees' ? undefined : withListed(query, hit.entity, feature)],
    ]
    return changed.flatMap(([change, other]) => {
      if (other === undefined) return []
      const { score } = scorePairOf(other, hit.entity, config)
      return [{ feature, change, score, alert: score >= config.alert }]
    })
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

/** Undefined where the list says nothing about it. */
function withListed(query: ScreeningQuery, entity: Entity, feature: FeatureName): ScreeningQuery | undefined {
  switch (feature) {
    case 'birthDate': {
      const listed = entity.birthDates[0]
      return listed && { ...query, birthDates: [listed.value] }
    }
    case 'nationality': {
      const listed = entity.nationalities[0]
      return listed === undefined ? undefined : { ...query, nationalities: [listed] }
    }
    case 'country': {
      const listed = entity.countries[0]
      return listed === undefined ? undefined : { ...query, countries: [listed] }
    }
    case 'gender':
      return entity.gender === undefined || entity.gender === 'other' ? undefined : { ...query, gender: entity.gender }
    case 'birthPlace': {
      const listed = entity.birthPlaces[0]
      if (listed === undefined) return undefined
      const { city = listed.text, country } = listed
      return { ...query, birthPlaces: [country === undefined ? { city } : { city, country }] }
    }
    case 'document': {
      const listed = entity.documents[0]
      if (listed === undefined) return undefined
      const { number, kind, country } = listed
      return { ...query, documents: [country === undefined ? { number, kind } : { number, kind, country }] }
    }
    default:
      return undefined
  }
}
