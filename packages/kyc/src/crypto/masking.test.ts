import { describe, expect, it } from 'vitest'
import { isOpenPath, maskValue, maskWords } from './masking.ts'

describe('masking', () => {
  it.each([
    ['identity.surnames', 'Max Beispiel', 'M•• B•••••••'],
    ['identity.dateOfBirth', '1990-05-17', '1990-••-••'],
    ['account.iban', 'DE89370400440532013000', 'DE•• •••• 3000'],
    ['document.number', 'C01X00001', '••••••001'],
    ['contact.email', 'max@example.com', 'm••@e••••.com'],
    ['financial.annualIncome.minor', '4800000', '••••'],
    ['tax.taxResidences[0].tin', '12345678901', '••••••••901'],
    ['contact.residence.country', 'DE', 'DE'],
  ])('shows %s as little more than its kind', (path, value, masked) => {
    expect(maskValue(path, value)).toBe(masked)
  })

  it('counts characters as a reader does, not as UTF-16 does', () => {
    expect(maskWords('𠮷野家 Ünal')).toBe('𠮷•• Ü•••')
  })

  it('keeps a path closed that nobody has thought of', () => {
    expect(isOpenPath('identity.newField')).toBe(false)
  })
})
