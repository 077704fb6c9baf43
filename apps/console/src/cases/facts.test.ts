import { describe, expect, it } from 'vitest'
import { type Fact, type FactWords, factSections } from './facts.ts'

const fact = (section: string, path: string, value: string, masked = false): Fact => ({
  section,
  path,
  value,
  masked,
  fromDocument: null,
  agreement: 'unknown',
})
const words: FactWords = {
  yes: 'yes',
  no: 'no',
  valueOf: (path, value) => (path === 'document.type' && value === 'PASSPORT' ? 'passport' : undefined),
}
const lines = (...facts: readonly Fact[]) => factSections(facts, 'en', words).flatMap((section) => section.lines)

describe('declared facts', () => {
  it('joins an amount with its currency', () => {
    const shown = lines(
      fact('finances', 'financial.annualIncome.currency', 'EUR'),
      fact('finances', 'financial.annualIncome.minor', '4200000'),
    )
    expect(shown.map(({ path, text }) => [path, text])).toEqual([['financial.annualIncome', '€42,000.00']])
  })

  it('never reads what is masked', () => {
    const [line] = lines(fact('account', 'account.iban', 'DE•• •••• 3003', true))
    expect(line?.text).toBe('DE•• •••• 3003')
  })

  it.each([
    ['identity.birthCountry', 'DE', 'Germany (DE)'],
    ['identity.birthCountry', 'XXB', 'XXB'],
    ['consents.offersConsent', 'false', 'no'],
    ['identity.surnames', 'DE', 'DE'],
  ])('shows %s %s as %s', (path, value, text) => {
    expect(lines(fact('name', path, value))[0]?.text).toBe(text)
  })

  it('says a code in words and keeps it beside them', () => {
    const [line] = lines(fact('document', 'document.type', 'PASSPORT'))
    expect(line).toMatchObject({ text: 'passport', code: 'PASSPORT' })
  })

  it('puts the street before the house number', () => {
    const shown = lines(
      fact('address', 'contact.residence.houseNumber', '3'),
      fact('address', 'contact.residence.street', 'Ahornweg'),
    )
    expect(shown.map(({ text }) => text)).toEqual(['Ahornweg', '3'])
  })

  it('leaves out what is empty, and puts the name first', () => {
    const sections = factSections(
      [
        fact('consents', 'consents.termsVersion', '1'),
        fact('address', 'contact.previousAddresses', '[]'),
        fact('name', 'identity.surnames', 'A'),
      ],
      'en',
      words,
    )
    expect(sections.map(({ id }) => id)).toEqual(['name', 'consents'])
  })
})
