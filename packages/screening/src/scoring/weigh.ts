/** From evidence to a score: each feature moves it in turn, and its contribution is how far. */
import type { Entity, EntityName } from '../entity.ts'
import { compareCountries } from './compare-countries.ts'
import { compareDates } from './compare-dates.ts'
import { compareDocuments } from './compare-documents.ts'
import type { Agreement, Comparison, FeatureEvidence, FeatureName } from './hit.ts'
import type { ScreeningQuery } from './query.ts'
import { logOddsOf, pointsOf } from './score-scale.ts'

/** What the attributes are worth, in log-odds. */
export interface AttributeWeights {
  readonly birthDate: Readonly<Partial<Record<Comparison, number>>>
  readonly nationality: SidedWeight
  readonly country: SidedWeight
  readonly gender: SidedWeight
  readonly birthPlace: SidedWeight
  readonly document: SidedWeight
}

/** Log-odds of full agreement and of full disagreement. */
export interface SidedWeight {
  readonly agrees: number
  readonly differs: number
}

export interface ScorePolicy {
  readonly weights: AttributeWeights
  /** Agreement counts nothing up to the first name score, fully from the second: data alone never alert. */
  readonly supportFrom: number
  readonly supportFull: number
  /** The same number on a document is worth at least so many points, whatever the names. */
  readonly sameDocument: number
  readonly alert: number
  /** Name scores from here on keep the hit at the alert line whatever differs; absent: evidence alone. */
  readonly strongName?: number
  readonly weakAliasCap: number
}

export interface WeighedEvidence {
  readonly score: number
  readonly features: readonly FeatureEvidence[]
}

export interface Compared {
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
 * Weighs names and all attributes. Contributions are tenths of a point and add up to the score exactly.
 * Monotone: a better name or an attribute that agrees never lowers the score.
 */
export function weighEvidence(
  nameLogOdds: number,
  names: { readonly query: string; readonly list: EntityName },
  query: ScreeningQuery,
  entity: ComparableEntity,
  policy: ScorePolicy,
): WeighedEvidence {
  const ledger = new Ledger()
  const nameScore = pointsOf(nameLogOdds)
  const isNamed = names.query.trim() !== ''
  ledger.move('name', nameScore, 100, {
    comparison: isNamed ? 'tokens' : 'not-compared',
    agreement: !isNamed ? 'unknown' : nameScore >= 90 ? 'agrees' : nameScore >= 60 ? 'close' : 'differs',
    query: isNamed ? names.query : null,
    list: names.list.text ?? names.list.full,
    value: 0,
  })
  const support = supportOf(nameScore, policy)
  let logOdds = nameLogOdds
  let agreeing = 0
  for (const [feature, compared] of compareAttributes(query, entity)) {
    const before = logOdds
    const worth = worthOf(feature, compared, policy.weights)
    logOdds += worth > 0 && compared.comparison !== 'same-number' ? worth * support : worth
    if (compared.comparison === 'same-number') logOdds = Math.max(logOdds, logOddsOf(policy.sameDocument))
    if (compared.agreement === 'agrees' && feature !== 'gender') agreeing++
    ledger.move(feature, pointsOf(logOdds), largestMove(feature, before, policy), compared)
  }
  if (names.list.kind === 'weak' && agreeing === 0) holdWeakAlias(ledger, policy, names)
  if (policy.strongName !== undefined && nameScore >= policy.strongName && names.list.kind !== 'weak') {
    keepStrongName(ledger, policy, names)
  }
  return { score: ledger.score, features: ledger.features }
}

function worthOf(feature: AttributeName, compared: Compared, weights: AttributeWeights): number {
  if (feature === 'birthDate') return weights.birthDate[compared.comparison] ?? 0
  const { agrees, differs } = weights[feature]
  return compared.value >= 0 ? compared.value * agrees : -compared.value * differs
}

/** Points that the feature could have moved the score by at most, from where it stood. */
function largestMove(feature: AttributeName, logOdds: number, policy: ScorePolicy): number {
  const range =
    feature === 'birthDate'
      ? [Math.min(...Object.values(policy.weights.birthDate)), Math.max(...Object.values(policy.weights.birthDate))]
      : [policy.weights[feature].differs, policy.weights[feature].agrees]
  const here = pointsOf(logOdds)
  return Math.max(...range.map((worth) => Math.abs(pointsOf(logOdds + worth) - here)))
}

/** Log-odds that all attributes of a query together can add at most, whatever the entry. */
export function mostSupport(query: ScreeningQuery, policy: ScorePolicy): number {
  const { weights } = policy
  let most = 0
  if (query.birthDates?.length) most += Math.max(...Object.values(weights.birthDate))
  if (query.nationalities?.length) most += weights.nationality.agrees
  if (query.countries?.length) most += weights.country.agrees
  if (query.gender !== undefined) most += weights.gender.agrees
  if (query.birthPlaces?.length) most += weights.birthPlace.agrees
  // The same document is found by its number; here only a near one can count.
  if (query.documents?.length) most += weights.document.agrees
  return most
}

/** How far agreement counts, 0 to 1, for a name score. */
export function supportOf(nameScore: number, policy: Pick<ScorePolicy, 'supportFrom' | 'supportFull'>): number {
  const share = (nameScore - policy.supportFrom) / (policy.supportFull - policy.supportFrom)
  return Math.min(1, Math.max(0, share))
}

export type AttributeName = Exclude<FeatureName, 'name' | 'nameQuality' | 'strongName'>

/** Every attribute of the query against that of the entry, in the order in which they are weighed. */
export function compareAttributes(
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
