/** From evidence to a score: each feature moves it in turn, and its contribution is how far. */
import type { Entity, EntityName } from '../entity.ts'
import { compareCountries } from './compare-countries.ts'
import { compareDates } from './compare-dates.ts'
import { compareDocuments } from './compare-documents.ts'
import type { Agreement, Comparison, FeatureEvidence, FeatureName } from './hit.ts'
import type { ScreeningQuery } from './query.ts'

/** How far one feature may move the score. */
export interface FeatureWeight {
  /** Share of the way to 100 that full agreement closes. */
  readonly up: number
  /** Share of the score that full disagreement takes. */
  readonly down: number
}

export interface ScorePolicy {
  readonly weights: Readonly<
    Record<'birthDate' | 'nationality' | 'country' | 'gender' | 'birthPlace' | 'document', FeatureWeight>
  >
  /** Agreement counts nothing below the first name score, fully from the second. */
  readonly supportFrom: number
  readonly supportFull: number
  /** No name alone scores more: agreement of other data must still be able to rank above it. */
  readonly nameCeiling: number
  readonly alert: number
  /** Name scores from here on keep the hit at the alert line whatever differs; absent: evidence alone. */
  readonly strongName?: number
  readonly weakAliasCap: number
}

export interface WeighedEvidence {
  readonly score: number
  readonly features: readonly FeatureEvidence[]
}

interface Compared {
  readonly comparison: Comparison
  readonly agreement: Agreement
  readonly value: number
  readonly query: string | null
  readonly list: string | null
}

/** The attributes of an entry that are compared, read once at load. */
export type ComparableEntity = Pick<
  Entity,
  'birthDates' | 'nationalities' | 'countries' | 'gender' | 'documents' | 'birthPlaces' | 'foundingDates'
>

/**
 * Weighs a name score and all attributes. Contributions are tenths of a point and add up to the score exactly.
 * Monotone: a better name or an attribute that agrees never lowers the score.
 */
export function weighEvidence(
  nameScore: number,
  names: { readonly query: string; readonly list: EntityName },
  query: ScreeningQuery,
  entity: ComparableEntity,
  policy: ScorePolicy,
): WeighedEvidence {
  const ledger = new Ledger()
  const name = (nameScore * policy.nameCeiling) / 100
  ledger.move('name', name, policy.nameCeiling, {
    comparison: 'tokens',
    agreement: nameScore >= 90 ? 'agrees' : nameScore >= 60 ? 'close' : 'differs',
    query: names.query,
    list: names.list.text ?? names.list.full,
    value: 0,
  })
  let agreeing = 0
  for (const [feature, compared] of compareAttributes(query, entity)) {
    const weight = policy.weights[feature]
    const support = feature === 'document' ? 1 : supportOf(nameScore, policy)
    const before = ledger.score
    const after =
      compared.value >= 0
        ? before + (100 - before) * weight.up * compared.value * support
        : before * (1 + weight.down * compared.value)
    if (compared.agreement === 'agrees' && feature !== 'gender') agreeing++
    ledger.move(feature, after, Math.max(weight.up, weight.down) * 100, compared)
  }
  if (names.list.kind === 'weak' && agreeing === 0) holdWeakAlias(ledger, policy, names)
  if (policy.strongName !== undefined && nameScore >= policy.strongName && names.list.kind !== 'weak') {
    keepStrongName(ledger, policy, names)
  }
  return { score: ledger.score, features: ledger.features }
}

function supportOf(nameScore: number, policy: ScorePolicy): number {
  const share = (nameScore - policy.supportFrom) / (policy.supportFull - policy.supportFrom)
  return Math.min(1, Math.max(0, share))
}

type AttributeName = Exclude<FeatureName, 'name' | 'nameQuality' | 'strongName'>

function compareAttributes(
  query: ScreeningQuery,
  entity: ComparableEntity,
): readonly (readonly [AttributeName, Compared])[] {
  const nationalities = lower(query.nationalities)
  const countries = lower(query.countries)
  const nationality = compareCountries(nationalities, entity.nationalities)
  const otherListed = [...entity.countries, ...(nationality.value > 0 ? [] : entity.nationalities)]
  const country = compareCountries(countries, otherListed)
  return [
    ['birthDate', compareDates(query.birthDates ?? [], entity.birthDates)],
    ['nationality', nationality],
    // A country other than the listed ones says next to nothing: people move.
    ['country', country],
    ['gender', compareGender(query, entity)],
    ['birthPlace', comparePlaces(query, entity)],
    ['document', compareDocuments(query.documents ?? [], entity.documents)],
  ]
}

function lower(codes: readonly string[] | undefined): string[] {
  return (codes ?? []).map((code) => code.toLowerCase())
}

function compareGender(query: ScreeningQuery, entity: ComparableEntity): Compared {
  const a = query.gender
  const b = entity.gender
  const known = a !== undefined && b !== undefined && a !== 'other' && b !== 'other'
  if (!known) return { comparison: 'not-compared', agreement: 'unknown', value: 0, query: a ?? null, list: b ?? null }
  return a === b
    ? { comparison: 'same-gender', agreement: 'agrees', value: 1, query: a, list: b }
    : { comparison: 'other-gender', agreement: 'differs', value: -1, query: a, list: b }
}

function comparePlaces(query: ScreeningQuery, entity: ComparableEntity): Compared {
  for (const asked of query.birthPlaces ?? []) {
    const city = asked.city === undefined ? '' : placeKey(asked.city)
    const found = entity.birthPlaces.find((place) => city !== '' && placeKey(place.city ?? place.text).includes(city))
    if (found !== undefined) {
      return { comparison: 'same-place', agreement: 'agrees', value: 1, query: asked.city ?? null, list: found.text }
    }
  }
  const asked = (query.birthPlaces ?? [])
    .map((place) => place.country?.toLowerCase())
    .filter((code) => code !== undefined)
  const listed = entity.birthPlaces.map((place) => place.country).filter((code) => code !== undefined)
  const countries = compareCountries(asked, listed)
  if (countries.value < 0) return { ...countries, comparison: 'other-place', value: -1 }
  // The country alone is a small agreement.
  return {
    ...countries,
    agreement: countries.agreement === 'agrees' ? 'close' : countries.agreement,
    value: countries.value * 0.3,
  }
}

function placeKey(place: string): string {
  return place
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .trim()
}

function holdWeakAlias(ledger: Ledger, policy: ScorePolicy, names: { query: string; list: EntityName }): void {
  if (ledger.score <= policy.weakAliasCap) return
  ledger.move('nameQuality', policy.weakAliasCap, 100, {
    comparison: 'weak-alias-unsupported',
    agreement: 'differs',
    value: -1,
    query: names.query,
    list: names.list.full,
  })
}

function keepStrongName(ledger: Ledger, policy: ScorePolicy, names: { query: string; list: EntityName }): void {
  if (ledger.score >= policy.alert) return
  ledger.move('strongName', policy.alert, 100, {
    comparison: 'strong-name-kept',
    agreement: 'agrees',
    value: 1,
    query: names.query,
    list: names.list.full,
  })
}

/** Books each move in tenths of a point, so that the sum is the score to the last digit. */
class Ledger {
  readonly features: FeatureEvidence[] = []
  #tenths = 0

  get score(): number {
    return this.#tenths / 10
  }

  move(feature: FeatureName, to: number, weight: number, compared: Compared): void {
    const tenths = Math.round(Math.min(100, Math.max(0, to)) * 10)
    this.features.push({
      feature,
      weight: Math.round(weight * 10) / 10,
      contribution: (tenths - this.#tenths) / 10,
      agreement: compared.agreement,
      queryValue: compared.query,
      listValue: compared.list,
      comparison: compared.comparison,
    })
    this.#tenths = tenths
  }
}
