import { describe, expect, it } from 'vitest'
import { countryCode, countryCodesIn, countryOfPlace } from './countries.ts'

describe('country names in lists', () => {
  it.each([
    ['Korea, North', 'kp'],
    ['Democratic People’s Republic of Korea', 'kp'],
    ['DE', 'de'],
    ['Congo, Democratic Republic of the', 'cd'],
    ['Congo-Brazzaville', 'cg'],
    ['Burma', 'mm'],
    ['Türkiye', 'tr'],
    ['TURKEY', 'tr'],
    ['Cote d Ivoire', 'ci'],
    ['Libyan Arab Jamahiriya', 'ly'],
    ['USSR', 'suhh'],
    ['Bosnia & Herzegovina', 'ba'],
    ['Saint Kitts and Nevis', 'kn'],
    ['Russian', 'ru'],
    ['00', undefined],
    ['undetermined', undefined],
  ])('%s is %s', (text, code) => {
    expect(countryCode(text)).toBe(code)
  })

  it.each([
    ['Russian and Ukrainian', ['ru', 'ua']],
    ['(a) Malaysia, (b) Indonesia', ['my', 'id']],
    ['(1) Afghanistan (2) Pakistan', ['af', 'pk']],
    ['Korea, North', ['kp']],
    ['Syrian/Iranian', ['sy', 'ir']],
    ['allegedly Russian', ['ru']],
    ['', []],
  ])('finds every country of %s', (text, codes) => {
    expect(countryCodesIn(text)).toEqual(codes)
  })

  it.each([
    ['Ratnagiri, Maharashtra, India', 'in'],
    ['Pyongyang, Korea, North', 'kp'],
    ['Egypt', 'eg'],
    ['Shati', undefined],
  ])('sees that %s lies in %s', (place, code) => {
    expect(countryOfPlace(place)).toBe(code)
  })
})
