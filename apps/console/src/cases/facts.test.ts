import { describe, expect, it } from 'vitest'
import { type Fact, factSections } from './facts.ts'

const fact = (section: string, path: string, value: string, masked = false): Fact => ({
  section,
  path,
  value,
  masked,
  fromDocument: null,
  agreement: 'unknown',
})
const lines = (...facts: readonly Fact[]) => factSections(facts, 'en', 'yes', 'no').flatMap((section) => section.lines)

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

  it('leaves out what is empty, and puts the name first', () => {
    const sections = factSections(
      [
        fact('consents', 'consents.termsVersion', '1'),
        fact('address', 'contact.previousAddresses', '[]'),
        fact('name', 'identity.surnames', 'A'),
      ],
      'en',
      'yes',
      'no',
    )
    expect(sections.map(({ id }) => id)).toEqual(['name', 'consents'])
  })
})
