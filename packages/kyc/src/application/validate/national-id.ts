/** National and tax numbers whose shape and check digit are public: one small rule a country. */

export type NumberVerdict = 'OK' | 'FORMAT' | 'CHECK' | 'NOT_KNOWN'

type NumberRule = (digits: string) => NumberVerdict

const TIN_RULES: Readonly<Record<string, NumberRule>> = { DE: germanTaxId, US: usTin, GB: ukNino, NL: dutchBsn }
const NATIONAL_ID_RULES: Readonly<Record<string, NumberRule>> = {
  US: usTin,
  GB: ukNino,
  NL: dutchBsn,
  PL: polishPesel,
  ES: spanishDni,
}

/** Tax number of a country; NOT_KNOWN where this table has no rule, which is no objection. */
export function checkTin(country: string, value: string): NumberVerdict {
  return TIN_RULES[country]?.(compact(value)) ?? 'NOT_KNOWN'
}

export function checkNationalId(country: string, value: string): NumberVerdict {
  return NATIONAL_ID_RULES[country]?.(compact(value)) ?? (compact(value) === '' ? 'FORMAT' : 'NOT_KNOWN')
}

function compact(value: string): string {
  return value.toUpperCase().replaceAll(/[\s./-]/gu, '')
}

/** 11 digits, exactly one of the first ten repeated (twice or three times), ISO 7064 mod 11,10. */
function germanTaxId(value: string): NumberVerdict {
  if (!/^[1-9]\d{10}$/.test(value)) return 'FORMAT'
  const counts = [...new Set(value.slice(0, 10))].map((digit) => value.slice(0, 10).split(digit).length - 1)
  const repeated = counts.filter((count) => count > 1)
  if (repeated.length !== 1 || (repeated[0] ?? 0) > 3) return 'FORMAT'
  let product = 10
  for (const digit of value.slice(0, 10)) {
    const sum = (Number(digit) + product) % 10 || 10
    product = (sum * 2) % 11
  }
  return (11 - product) % 10 === Number(value[10]) ? 'OK' : 'CHECK'
}

/** Social security number or ITIN. Neither has a check digit. */
function usTin(value: string): NumberVerdict {
  if (!/^\d{9}$/.test(value)) return 'FORMAT'
  const [area, group, serial] = [value.slice(0, 3), value.slice(3, 5), value.slice(5)]
  if (area.startsWith('9')) return group === '00' ? 'FORMAT' : 'OK'
  return area === '000' || area === '666' || group === '00' || serial === '0000' ? 'FORMAT' : 'OK'
}

function ukNino(value: string): NumberVerdict {
  const shape = /^(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]?$/
  return shape.test(value) ? 'OK' : 'FORMAT'
}

/** Nine digits, weights 9 to 2 and then −1, divisible by 11. */
function dutchBsn(value: string): NumberVerdict {
  if (!/^\d{9}$/.test(value) || value === '000000000') return 'FORMAT'
  const sum = weightedSum(value, [9, 8, 7, 6, 5, 4, 3, 2, -1])
  return sum % 11 === 0 ? 'OK' : 'CHECK'
}

function polishPesel(value: string): NumberVerdict {
  if (!/^\d{11}$/.test(value)) return 'FORMAT'
  return weightedSum(value, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0 ? 'OK' : 'CHECK'
}

function spanishDni(value: string): NumberVerdict {
  if (!/^[\dXYZ]\d{7}[A-Z]$/.test(value)) return 'FORMAT'
  const number = Number(value.slice(0, 8).replace('X', '0').replace('Y', '1').replace('Z', '2'))
  return 'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23] === value[8] ? 'OK' : 'CHECK'
}

function weightedSum(value: string, weights: readonly number[]): number {
  return [...value].reduce((sum, digit, index) => sum + Number(digit) * (weights[index] ?? 0), 0)
}
