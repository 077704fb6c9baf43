/** Words for codes of the domain. A code that this console does not know keeps its own name. */
import type { ReviewItem } from '@gatehouse/kyc/wire'
import type { TFunction } from 'i18next'
import { cases } from '../i18n/en/cases.ts'
import { facts } from '../i18n/en/facts.ts'
import { problems } from '../i18n/en/problems.ts'

type T = TFunction<'cases'>
const has = <O extends object>(table: O, key: string): key is keyof O & string => Object.hasOwn(table, key)

export const stateWord = (state: string, t: T): string => (has(cases.state, state) ? t(`state.${state}`) : state)
export const itemWord = (kind: string, t: T): string => (has(cases.item, kind) ? t(`item.${kind}`) : kind)
/** What a point is about: its finding where it has one with a name, else the kind of work. */
export const titleOf = (
  { findingCodes: [finding = ''], kind }: Pick<ReviewItem, 'findingCodes' | 'kind'>,
  t: T,
): string => (has(cases.finding, finding) ? t(`finding.${finding}`) : itemWord(kind, t))
export const outcomeWord = (code: string, t: T): string => (has(cases.outcome, code) ? t(`outcome.${code}`) : code)
export const reasonWord = (code: string, t: T): string => (has(cases.reason, code) ? t(`reason.${code}`) : code)
export const checkWord = (kind: string, t: T): string =>
  has(cases.checks.name, kind) ? t(`checks.name.${kind}`) : kind
export const factorWord = (id: string, t: T): string => (has(cases.risk.name, id) ? t(`risk.name.${id}`) : id)
export const sectionWord = (id: string, t: T): string => (has(cases.section, id) ? t(`section.${id}`) : id)
export const documentWord = (type: string, t: T): string =>
  has(cases.documents.type, type) ? t(`documents.type.${type}`) : type
export const featureWord = (id: string, t: T): string =>
  has(cases.hits.featureName, id) ? t(`hits.featureName.${id}`) : id
export const rfiStateWord = (state: string, t: T): string =>
  has(cases.rfi.state, state) ? t(`rfi.state.${state}`) : state

/** `next.review` → what has to happen next. */
export function nextWord(key: string, t: T): string {
  const step = key.replace(/^next\./, '')
  return has(cases.next, step) ? t(`next.${step}`) : key
}

/** `why-not.role` → why a verb is disabled. */
export function whyNotWord(key: string, t: T): string {
  const reason = key.replace(/^why-not\./, '')
  return has(cases.whyNot, reason) ? t(`whyNot.${reason}`) : key
}

/** Why the person may not go on with a point. A proposal waits for a second person, whoever asks. */
export function whyNotSentence(item: ReviewItem, userId: string, t: T): string {
  const reason = item.whyNot === null ? '' : whyNotWord(item.whyNot, t)
  if (item.state !== 'PROPOSED' || item.whoMay.length === 0) return reason
  const people = item.whoMay.map(({ name }) => name).join(', ')
  return item.proposal?.by.id === userId
    ? t('decision.yoursNeedsSecond', { people })
    : t('decision.needsSecondNamed', { people })
}

/** Label of a declared fact by its path, without indexes. */
export function factWord(path: string, t: TFunction<'facts'>): string {
  const key = path.replace(/\[\d+\]/g, '').replaceAll('.', '_')
  return has(facts, key) ? t(key) : path
}

/** The neutral sentence that the applicant reads about a code. */
export const problemWord = (code: string, t: TFunction<'problems'>): string => (has(problems, code) ? t(code) : code)
