/**
 * A hit in sentences: what was compared with what, what speaks for and against, and where the listed text stands.
 *
 * Sentences are templates filled with values; nothing is made up, and both values of each comparison are named.
 */
import type { Comparison, FeatureEvidence, FeatureName, Hit } from '../scoring/hit.ts'

export type Language = 'en' | 'de'

export interface HitExplanation {
  /** The whole hit in one sentence. */
  readonly summary: string
  /** One sentence for each feature that moved the score or was compared. */
  readonly details: readonly string[]
  readonly source: HitSource
}

/** Where an examiner finds the listed text. */
export interface HitSource {
  readonly listId: string
  readonly entryId: string
  /** Version of the list's content, when the caller knows it. */
  readonly listVersion?: string
  readonly file?: string
  /** 1-based line in the raw file. */
  readonly line: number
  /** The name as the list writes it. */
  readonly text: string
}

/** Explains a hit. `listVersion` is the snapshot that the index was built from. */
export function explainHit(hit: Hit, language: Language, listVersion?: string): HitExplanation {
  const { entity } = hit
  const name = entity.names[hit.matchedNameIndex] ?? entity.names[0]
  return {
    summary: summaryOf(hit, language),
    details: hit.features.filter(isTelling).map((feature) => sentenceOf(feature, language)),
    source: {
      listId: entity.listId,
      entryId: entity.entryId,
      line: entity.raw.line,
      text: name?.text ?? name?.full ?? '',
      ...(listVersion === undefined ? {} : { listVersion }),
      ...(entity.raw.file === undefined ? {} : { file: entity.raw.file }),
    },
  }
}

function isTelling(feature: FeatureEvidence): boolean {
  return feature.agreement !== 'unknown' || feature.contribution !== 0
}

function summaryOf(hit: Hit, language: Language): string {
  const { entity, features } = hit
  const name = features.find((feature) => feature.feature === 'name')
  const others = features.filter((feature) => feature.feature !== 'name' && feature.contribution !== 0)
  const speaking = others
    .filter((feature) => feature.contribution > 0)
    .map((feature) => featureLabels[language][feature.feature])
  const against = others
    .filter((feature) => feature.contribution < 0)
    .map((feature) => featureLabels[language][feature.feature])
  // A number alone may be asked about; then it stands for whoever holds the document.
  const number = features.find((feature) => feature.feature === 'document')?.queryValue ?? ''
  const asked = name?.queryValue ?? number
  const listed = name?.listValue ?? ''
  const score = points(hit.score, language)
  if (language === 'de') {
    const reasons = [
      ...(speaking.length > 0 ? [`dafür: ${speaking.join(', ')}`] : []),
      ...(against.length > 0 ? [`dagegen: ${against.join(', ')}`] : []),
    ]
    return `„${asked}“ gleicht „${listed}“ (${entity.listId} ${entity.entryId}) mit ${score} von 100 Punkten${reasons.length > 0 ? `; ${reasons.join('; ')}` : ''}.`
  }
  const reasons = [
    ...(speaking.length > 0 ? [`for it: ${speaking.join(', ')}`] : []),
    ...(against.length > 0 ? [`against it: ${against.join(', ')}`] : []),
  ]
  return `“${asked}” resembles “${listed}” (${entity.listId} ${entity.entryId}) with ${score} of 100 points${reasons.length > 0 ? `; ${reasons.join('; ')}` : ''}.`
}

function sentenceOf(feature: FeatureEvidence, language: Language): string {
  const label = featureLabels[language][feature.feature]
  const moved = signed(feature.contribution, language)
  const asked = feature.queryValue ?? '–'
  const listed = feature.listValue ?? '–'
  const reason = comparisons[language][feature.comparison]
  return language === 'de'
    ? `${label}: ${reason} („${asked}“ gefragt, „${listed}“ gelistet), ${moved} Punkte.`
    : `${label}: ${reason} (asked “${asked}”, listed “${listed}”), ${moved} points.`
}

export function points(value: number, language: Language): string {
  return value.toLocaleString(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
}

function signed(value: number, language: Language): string {
  return value < 0 ? `−${points(-value, language)}` : `+${points(value, language)}`
}

export const featureLabels: Readonly<Record<Language, Readonly<Record<FeatureName, string>>>> = {
  en: {
    name: 'name',
    birthDate: 'birth date',
    nationality: 'nationality',
    country: 'country',
    gender: 'gender',
    birthPlace: 'place of birth',
    document: 'document number',
    nameQuality: 'quality of the alias',
    strongName: 'strong name rule',
  },
  de: {
    name: 'Name',
    birthDate: 'Geburtsdatum',
    nationality: 'Staatsangehörigkeit',
    country: 'Land',
    gender: 'Geschlecht',
    birthPlace: 'Geburtsort',
    document: 'Dokumentnummer',
    nameQuality: 'Güte des Alias',
    strongName: 'Regel für starke Namen',
  },
}

const comparisons: Readonly<Record<Language, Readonly<Record<Comparison, string>>>> = {
  en: {
    tokens: 'compared word by word',
    'same-day': 'the same day',
    'day-month-swapped': 'day and month exchanged',
    'one-digit': 'one digit apart',
    'same-month': 'the same month',
    'same-year': 'the same year, no day to compare',
    'within-range': 'within the listed range',
    'near-year': 'one or two years apart',
    'same-year-other-day': 'the same year, another day',
    'other-year': 'another year',
    'same-country': 'the same country',
    'successor-country': 'a successor state or territory',
    'other-country': 'no country in common',
    'same-gender': 'the same',
    'other-gender': 'different',
    'same-number': 'the same number',
    'near-number': 'nearly the same number',
    'other-number': 'another number',
    'same-place': 'the same place',
    'other-place': 'another country',
    'weak-alias-unsupported': 'a weak alias without a second agreeing feature stays below the alert line',
    'strong-name-kept': 'a strong name is kept at the alert line whatever else differs',
    'not-compared': 'not compared',
  },
  de: {
    tokens: 'Wort für Wort verglichen',
    'same-day': 'derselbe Tag',
    'day-month-swapped': 'Tag und Monat vertauscht',
    'one-digit': 'eine Ziffer verschieden',
    'same-month': 'derselbe Monat',
    'same-year': 'dasselbe Jahr, kein Tag zu vergleichen',
    'within-range': 'innerhalb des gelisteten Zeitraums',
    'near-year': 'ein oder zwei Jahre verschieden',
    'same-year-other-day': 'dasselbe Jahr, anderer Tag',
    'other-year': 'ein anderes Jahr',
    'same-country': 'dasselbe Land',
    'successor-country': 'Nachfolgestaat oder Gebiet',
    'other-country': 'kein gemeinsames Land',
    'same-gender': 'gleich',
    'other-gender': 'verschieden',
    'same-number': 'dieselbe Nummer',
    'near-number': 'fast dieselbe Nummer',
    'other-number': 'eine andere Nummer',
    'same-place': 'derselbe Ort',
    'other-place': 'ein anderes Land',
    'weak-alias-unsupported': 'ein schwacher Alias ohne zweites übereinstimmendes Merkmal bleibt unter der Alarmlinie',
    'strong-name-kept': 'ein starker Name bleibt an der Alarmlinie, was auch sonst abweicht',
    'not-compared': 'nicht verglichen',
  },
}
