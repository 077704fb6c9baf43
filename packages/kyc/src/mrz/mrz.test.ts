import * as fc from 'fast-check'
import { parse } from 'mrz'
import { describe, expect, it } from 'vitest'
import { checkDigit } from './check-digit.ts'
import { mrzBirthDate, mrzExpiryDate } from './mrz-date.ts'
import { compareMrzName } from './name-comparison.ts'
import { readMrz } from './read-mrz.ts'
import { toMrzName } from './transliteration.ts'

const SPECIMEN = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10']
const TD1 = ['I<UTOD231458907<<<<<<<<<<<<<<<', '7408122F1204159UTO<<<<<<<<<<<6', 'ERIKSSON<<ANNA<MARIA<<<<<<<<<<']
const TD2 = ['I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'D231458907UTO7408122F1204159<<<<<<<6']

describe('machine-readable zone', () => {
  it.each([
    ['TD3', SPECIMEN],
    ['TD1', TD1],
    ['TD2', TD2],
  ])('reads the specimen of %s with every check digit right', (format, lines) => {
    const mrz = readMrz(lines)
    expect(mrz).toMatchObject({
      format,
      wrongCheckDigits: [],
      issuingState: 'UTO',
      birthDate: '740812',
      sex: 'F',
      expiryDate: '120415',
      name: { surnames: ['ERIKSSON'], givenNames: ['ANNA', 'MARIA'] },
    })
  })

  it('agrees with an independent reader', () => {
    for (const lines of [SPECIMEN, TD1, TD2]) {
      const theirs = parse(lines)
      // UTO is no state to them, so that `valid` is false; every digit is right all the same.
      expect(theirs.fields.compositeCheckDigit).not.toBeNull()
      expect(readMrz(lines)?.documentNumber).toBe(theirs.documentNumber)
    }
  })

  it.each([
    [1, 'DOCUMENT_NUMBER'],
    [13, 'DATE_OF_BIRTH'],
    [21, 'EXPIRY_DATE'],
    [28, 'OPTIONAL_DATA'],
  ])('names the digit that a changed character at %i breaks, and the composite', (position, field) => {
    const line = SPECIMEN[1] ?? ''
    const changed = line[position] === '1' ? '2' : '1'
    const broken = line.slice(0, position) + changed + line.slice(position + 1)
    expect(readMrz([SPECIMEN[0] ?? '', broken])?.wrongCheckDigits).toEqual([field, 'COMPOSITE'])
  })

  it('reads a TD1 number that overflows into the optional field', () => {
    const number = 'D23145890'
    const rest = '1240'
    const digit = checkDigit(number + rest) ?? ''
    const first = `I<UTO${number}<${rest}${digit}`.padEnd(30, '<')
    const second = '7408122F1204159UTO'.padEnd(29, '<')
    const composite = checkDigit(first.slice(5, 30) + second.slice(0, 7) + second.slice(8, 15) + second.slice(18, 29))
    const lines = [first, `${second}${composite ?? ''}`, TD1[2] ?? '']
    expect(readMrz(lines)).toMatchObject({ documentNumber: number + rest, wrongCheckDigits: [] })
    expect(parse(lines).documentNumber).toBe(number + rest)
  })

  it.each([[['P<UTO']], [[]], [[SPECIMEN[0] ?? '']], [['p<uto'.padEnd(44, '<'), SPECIMEN[1] ?? '']]])(
    'refuses lines of another shape: %j',
    (lines) => {
      expect(readMrz(lines)).toBeNull()
    },
  )

  it('finds every single wrong digit of a number', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{9}$/), fc.nat(8), fc.integer({ min: 1, max: 9 }), (number, at, step) => {
        const changed = [...number].map((digit, index) => (index === at ? String((Number(digit) + step) % 10) : digit))
        // 7 × step and 3 × step are no multiples of 10 for any step from 1 to 9, nor is step itself.
        expect(checkDigit(changed.join(''))).not.toBe(checkDigit(number))
      }),
    )
  })

  it('gives two-digit years their century', () => {
    expect(mrzBirthDate('081124', '2026-11-23')).toBe('2008-11-24')
    expect(mrzBirthDate('261124', '2026-11-23')).toBe('1926-11-24')
    expect(mrzBirthDate('74<<<<', '2026-11-23')).toBe('1974')
    expect(mrzBirthDate('7408<<', '2026-11-23')).toBe('1974-08')
    expect(mrzBirthDate('741399', '2026-11-23')).toBeNull()
    expect(mrzExpiryDate('310630')).toBe('2031-06-30')
    expect(mrzExpiryDate('31<<<<')).toBeNull()
  })
})

describe('names in a machine-readable zone', () => {
  it.each([
    ['D’Arcy-Müller', 'DARCY<MUELLER'],
    ['Zoë Łucja', 'ZOE<LUCJA'],
    ['Weiß', 'WEISS'],
    ['Åse Øyvind', 'AASE<OEYVIND'],
    ['Кадыров', 'KADYROV'],
    ['Ахматович', 'AKHMATOVICH'],
    ['Nguyễn Thị', 'NGUYEN<THI'],
    ['St. John', 'ST<JOHN'],
    ['محمد', null],
  ])('writes %s as %s', (name, spelling) => {
    expect(toMrzName(name)).toBe(spelling)
  })

  const zoneOf = (line: string) => {
    const mrz = readMrz([line.padEnd(44, '<').slice(0, 44), SPECIMEN[1] ?? ''])
    if (!mrz) throw new TypeError('not a zone')
    return mrz.name
  }

  it.each([
    ['Müller', 'Jörg', 'P<D<<MUELLER<<JOERG', 'MATCH'],
    ['Müller', 'Jörg', 'P<D<<MULLER<<JORG', 'MATCH'],
    ['Müller', 'Jörg', 'P<D<<MUXXLLER<<JOERG', 'MATCH'],
    ['Sukarwati', '', 'P<IDNSUKARWATI', 'MATCH'],
    ['Papadopoulos Constantinopolitan', 'Alexandros', 'P<GRCPAPADOPOULOS<CONSTANTINOPOLITAN<<ALEXAN', 'MATCH'],
    ['Muller', 'Jorge', 'P<D<<MULLER<<JORG', 'CLOSE'],
    ['Meier', 'Anna Maria', 'P<D<<MEIER<<ANNA', 'CLOSE'],
    ['Anna', 'Meier', 'P<D<<MEIER<<ANNA', 'CLOSE'],
    ['محمد', 'علي', 'P<SAUMUHAMMAD<<ALI', 'CLOSE'],
    ['Schmidt', 'Paul', 'P<D<<MEIER<<ANNA', 'MISMATCH'],
    ['Meier', 'Paul', 'P<D<<MEIER<<ANNA', 'MISMATCH'],
  ])('compares %s, %s with %s: %s', (surnames, givenNames, line, verdict) => {
    expect(compareMrzName({ surnames, givenNames }, zoneOf(line))).toBe(verdict)
  })

  it('matches every Latin name with its own recommended spelling', () => {
    const name = fc.stringMatching(/^[A-Za-zÄÖÜäöüßÅÆØøñŁçé]{1,14}$/)
    fc.assert(
      fc.property(name, name, (surnames, givenNames) => {
        const line = `P<D<<${toMrzName(surnames) ?? ''}<<${toMrzName(givenNames) ?? ''}`
        expect(compareMrzName({ surnames, givenNames }, zoneOf(line))).toBe('MATCH')
      }),
    )
  })
})
