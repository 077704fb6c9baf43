/** Declared facts in the order and shape in which people read them. */
import type { CaseDetail } from '@gatehouse/kyc/wire'

export type Fact = CaseDetail['facts'][number]

export interface FactLine extends Fact {
  /** The value as shown; amounts with their currency, countries by name. */
  readonly text: string
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

export function factSections(
  facts: readonly Fact[],
  language: string,
  yes: string,
  no: string,
): readonly FactSection[] {
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
      return { ...fact, text: fact.masked ? fact.value : shown(fact, language, yes, no) }
    })
  const known = order.map((id) => ({ id, lines: lines.filter(({ section }) => section === id) }))
  const rest = lines.filter(({ section }) => !order.includes(section))
  return [...known, { id: 'other', lines: rest }].filter((section) => section.lines.length > 0)
}

function shown({ path, value }: Fact, language: string, yes: string, no: string): string {
  if (value === 'true') return yes
  if (value === 'false') return no
  if (countryPath.test(path) && /^[A-Z]{2}$/.test(value)) {
    try {
      return `${new Intl.DisplayNames([language], { type: 'region' }).of(value) ?? value} (${value})`
    } catch {
      return value
    }
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
