import { createInstance, type TFunction } from 'i18next'
import { beforeAll, describe, expect, it } from 'vitest'
import { codes as german } from '../i18n/de/codes.ts'
import { codes } from '../i18n/en/codes.ts'
import { comparisonWord, countryName, driverWord, eventWord, factValueWord, resultsWord } from './code-words.ts'

describe('words for codes', () => {
  const i18n = createInstance()
  let en: TFunction<'codes'>
  let de: TFunction<'codes'>
  beforeAll(async () => {
    await i18n.init({ lng: 'en', ns: ['codes'], resources: { en: { codes }, de: { codes: german } } })
    en = i18n.getFixedT('en', 'codes')
    de = i18n.getFixedT('de', 'codes')
  })

  it.each([
    ['identity.dobPrecision', 'DAY', 'the exact day'],
    ['contact.addressType', 'FIXED', 'fixed residence'],
    ['financial.sourceOfFunds[1].kind', 'ASSET_SALE', 'sale of property or other assets'],
    ['tax.taxResidences[0].noTinReason', 'B', 'cannot get one'],
    ['financial.employer', 'OTHER', undefined],
    ['document.type', 'PAPYRUS', undefined],
  ])('reads %s %s as %s', (path, value, word) => {
    expect(factValueWord(path, value, en)).toBe(word)
  })

  it('names how two values were compared, in both languages', () => {
    expect(comparisonWord('other-year', en)).toBe('another year')
    expect(comparisonWord('other-year', de)).toBe('anderes Jahr')
  })

  it('reads each answer of a check that has two', () => {
    expect(resultsWord('PEP_CLEAR+MEDIA_POTENTIAL_MATCH', en)).toBe('PEP: clear, media: possible match')
    expect(resultsWord('NAME_NO_MATCH', en)).toBe('holder differs')
  })

  it('keeps a code that it does not know', () => {
    expect(comparisonWord('by-shoe-size', en)).toBe('by-shoe-size')
    expect(eventWord('case.sang', en)).toBeUndefined()
  })

  it.each([
    ['residence:DE', 'residence: Germany'],
    ['sourceOfFunds:SALARY', 'source of funds: salary'],
    ['sourceOfFunds:DE', 'source of funds: Germany'],
    ['none', 'nothing'],
  ])('says what drove a factor: %s', (driver, words) => {
    expect(driverWord(driver, en, 'en')).toBe(words)
  })

  it('names a country written small, and no other word of two letters', () => {
    expect(countryName('de', 'de')).toBe('Deutschland')
    expect(countryName('qq', 'en')).toBeUndefined()
  })
})
