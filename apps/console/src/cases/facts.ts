/** Declared facts in the order and shape in which people read them. */
import { facts as labels } from '../i18n/en/facts.ts'
import { countryName } from './code-words.ts'
import type { CaseDetail } from '@gatehouse/kyc/wire'

export type Fact = CaseDetail['facts'][number]

export interface FactLine extends Fact {
  /** The value as shown; amounts with their currency, countries by name. */
  readonly text: string
  /** The code behind a word, for those who look for it; undefined when the text is the value. */
  readonly code?: string | undefined
}

export interface FactWords {
  readonly yes: string
  readonly no: string
  /** The word for a value of a field that knows only a few. */
  readonly valueOf: (path: string, value: string) => string | undefined
}

export interface FactSection {
  readonly id: string
  readonly lines: readonly FactLine[]
}

const order = [
  'name',
  'birth',
  'nationality',
  'address',
  'contact',
  'document',
  'account',
  'tax',
  'finances',
  'publicOffice',
  'other',
  'consents',
]

const countryPath = /(country|Country|issuingState|nationalities\[\d+\])$/

export function factSections(facts: readonly Fact[], language: string, words: FactWords): readonly FactSection[] {
  const currencies = new Map(
    facts
      .filter(({ path }) => path.endsWith('.currency'))
      .map(({ path, value }) => [path.replace(/\.currency$/, ''), value]),
  )
  const lines = facts
    .filter(({ path, value }) => !path.endsWith('.currency') && value !== '[]' && value !== '{}' && value !== '')
    .map((fact): FactLine => {
      const amountOf = fact.path.endsWith('.minor') ? fact.path.replace(/\.minor$/, '') : undefined
      const currency = amountOf === undefined ? undefined : currencies.get(amountOf)
      if (amountOf !== undefined && currency !== undefined && !fact.masked)
        return { ...fact, path: amountOf, text: money(fact.value, currency, language) }
      if (fact.masked) return { ...fact, text: fact.value }
      const word = words.valueOf(fact.path, fact.value)
      if (word !== undefined) return { ...fact, text: word, code: fact.value }
      return { ...fact, text: shown(fact, language, words) }
    })
    .toSorted((a, b) => rankOf(a.path) - rankOf(b.path))
  const known = order.map((id) => ({ id, lines: lines.filter((line) => sectionOf(line) === id) }))
  const rest = lines.filter((line) => !order.includes(sectionOf(line)))
  return [...known, { id: 'other', lines: rest }].filter((section) => section.lines.length > 0)
}

// The labels stand in reading order: street before house number, given names before surnames.
const reading = new Map(Object.keys(labels).map((key, index) => [key, index]))
const rankOf = (path: string): number =>
  reading.get(path.replace(/\[\d+\]/g, '').replaceAll('.', '_')) ?? Number.MAX_SAFE_INTEGER

/** What was confirmed about e-mail and phone belongs beside them. */
const sectionOf = ({ path, section }: Fact): string => (/^contact\.(email|phone)/.test(path) ? 'contact' : section)

function shown({ path, value }: Fact, language: string, { yes, no }: FactWords): string {
  if (value === 'true') return yes
  if (value === 'false') return no
  if (countryPath.test(path) && /^[A-Z]{2}$/.test(value)) {
    const name = countryName(value, language)
    return name === undefined ? value : `${name} (${value})`
  }
  if (/^\d{4}-\d{2}-\d{2}T/.test(value))
    return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(value))
  return value
}

function money(minor: string, currency: string, language: string): string {
  const amount = Number(minor)
  if (!Number.isSafeInteger(amount)) return `${minor} ${currency}`
  return new Intl.NumberFormat(language, { style: 'currency', currency }).format(amount / 100)
}
