/** Reads a machine-readable zone (ICAO 9303 parts 3 to 6): fields, and which check digits are wrong. */
import { checkDigit } from './check-digit.ts'

export type MrzFormat = 'TD1' | 'TD2' | 'TD3'

export type MrzCheckField = 'DOCUMENT_NUMBER' | 'DATE_OF_BIRTH' | 'EXPIRY_DATE' | 'OPTIONAL_DATA' | 'COMPOSITE'

export interface MrzName {
  /** The name zone without fillers at its end, such as `DARCY<MUELLER<<ZOE<LUCJA`. */
  readonly text: string
  /** The zone is filled to its last place, so the name may have been cut. */
  readonly full: boolean
  readonly surnames: readonly string[]
  readonly givenNames: readonly string[]
}

export interface Mrz {
  readonly format: MrzFormat
  readonly documentNumber: string
  /** Codes without fillers, such as `D` or `XXB`. */
  readonly issuingState: string
  readonly nationality: string
  readonly name: MrzName
  /** `YYMMDD`, with `<<` where day or month is unknown. */
  readonly birthDate: string
  readonly sex: 'M' | 'F' | 'X'
  readonly expiryDate: string
  readonly wrongCheckDigits: readonly MrzCheckField[]
}

const FORMATS: Readonly<Record<string, MrzFormat>> = { '3x30': 'TD1', '2x36': 'TD2', '2x44': 'TD3' }

/** Null when the lines have no known shape or hold a character that no zone has. */
export function readMrz(lines: readonly string[]): Mrz | null {
  const rows = lines.map((line) => line.trim())
  const format = FORMATS[`${rows.length}x${rows[0]?.length ?? 0}`]
  if (!format || rows.some((row) => row.length !== rows[0]?.length || !/^[A-Z0-9<]+$/.test(row))) return null
  const layout = layoutOf(format, rows)
  return {
    format,
    documentNumber: layout.number.replaceAll('<', ''),
    issuingState: (rows[0] ?? '').slice(2, 5).replaceAll('<', ''),
    nationality: layout.nationality.replaceAll('<', ''),
    name: readName(layout.name),
    birthDate: layout.birth,
    sex: sexOf(layout.sex),
    expiryDate: layout.expiry,
    wrongCheckDigits: wrongDigits(layout),
  }
}

interface Layout {
  readonly name: string
  readonly number: string
  readonly nationality: string
  readonly birth: string
  readonly sex: string
  readonly expiry: string
  readonly digits: readonly { readonly field: MrzCheckField; readonly over: string; readonly digit: string }[]
}

function layoutOf(format: MrzFormat, rows: readonly string[]): Layout {
  const [first = '', second = '', third = ''] = rows
  if (format === 'TD1') {
    const { number, over, digit } = numberWithOverflow(first.slice(5, 14), first.slice(14, 15), first.slice(15, 30))
    return {
      name: third,
      number,
      nationality: second.slice(15, 18),
      birth: second.slice(0, 6),
      sex: second.slice(7, 8),
      expiry: second.slice(8, 14),
      digits: [
        { field: 'DOCUMENT_NUMBER', over, digit },
        { field: 'DATE_OF_BIRTH', over: second.slice(0, 6), digit: second.slice(6, 7) },
        { field: 'EXPIRY_DATE', over: second.slice(8, 14), digit: second.slice(14, 15) },
        {
          field: 'COMPOSITE',
          over: first.slice(5, 30) + second.slice(0, 7) + second.slice(8, 15) + second.slice(18, 29),
          digit: second.slice(29, 30),
        },
      ],
    }
  }
  const optionalEnd = format === 'TD3' ? 42 : 35
  const plain = { number: second.slice(0, 9), over: second.slice(0, 9), digit: second.slice(9, 10) }
  const { number, over, digit } =
    format === 'TD3' ? plain : numberWithOverflow(plain.number, plain.digit, second.slice(28, 35))
  const optional = second.slice(28, 42)
  const optionalDigit = second.slice(42, 43)
  const optionalCheck =
    // The digit of an empty optional field may be a filler instead of 0.
    format === 'TD3' && !(optionalDigit === '<' && /^<+$/.test(optional))
      ? [{ field: 'OPTIONAL_DATA' as const, over: optional, digit: optionalDigit }]
      : []
  return {
    name: first.slice(5),
    number,
    nationality: second.slice(10, 13),
    birth: second.slice(13, 19),
    sex: second.slice(20, 21),
    expiry: second.slice(21, 27),
    digits: [
      { field: 'DOCUMENT_NUMBER', over, digit },
      { field: 'DATE_OF_BIRTH', over: second.slice(13, 19), digit: second.slice(19, 20) },
      { field: 'EXPIRY_DATE', over: second.slice(21, 27), digit: second.slice(27, 28) },
      ...optionalCheck,
      {
        field: 'COMPOSITE',
        over: second.slice(0, 10) + second.slice(13, 20) + second.slice(21, format === 'TD3' ? 43 : optionalEnd),
        digit: second.slice(format === 'TD3' ? 43 : 35),
      },
    ],
  }
}

/** A number longer than nine places has a filler as its digit and goes on, digit last, in the optional field. */
function numberWithOverflow(number: string, digit: string, optional: string) {
  const overflow = optional.split('<', 1)[0] ?? ''
  if (digit !== '<' || overflow.length < 2) return { number, over: number, digit }
  const whole = number + overflow.slice(0, -1)
  return { number: whole, over: whole, digit: overflow.slice(-1) }
}

function wrongDigits(layout: Layout): readonly MrzCheckField[] {
  return layout.digits.filter(({ over, digit }) => checkDigit(over) !== digit).map(({ field }) => field)
}

function readName(zone: string): MrzName {
  const text = zone.replace(/<+$/, '')
  const [surnames = '', givenNames = ''] = text.split('<<')
  return { text, full: !zone.endsWith('<'), surnames: tokensOf(surnames), givenNames: tokensOf(givenNames) }
}

function tokensOf(part: string): readonly string[] {
  return part.split('<').filter((token) => token !== '')
}

function sexOf(character: string): 'M' | 'F' | 'X' {
  return character === 'M' || character === 'F' ? character : 'X'
}
