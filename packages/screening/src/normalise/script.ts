/** Which writing system a code point belongs to, for the scripts that names are compared across. */

export type Script =
  | 'latin'
  | 'cyrillic'
  | 'greek'
  | 'arabic'
  | 'hebrew'
  | 'armenian'
  | 'georgian'
  | 'han'
  | 'kana'
  | 'hangul'
  | 'indic'
  | 'thai'
  | 'other'
  | 'digit'
  | 'none'

/** First code point, last code point, script; sorted. Blocks, not the full Script property: names need no more. */
const blocks: readonly (readonly [number, number, Script])[] = [
  [0x30, 0x39, 'digit'],
  [0x41, 0x5a, 'latin'],
  [0x61, 0x7a, 'latin'],
  [0xaa, 0xaa, 'latin'],
  [0xba, 0xba, 'latin'],
  [0xc0, 0xd6, 'latin'],
  [0xd8, 0xf6, 'latin'],
  [0xf8, 0x2af, 'latin'],
  [0x370, 0x3ff, 'greek'],
  [0x400, 0x52f, 'cyrillic'],
  [0x531, 0x587, 'armenian'],
  [0x5d0, 0x5ea, 'hebrew'],
  [0x620, 0x65f, 'arabic'],
  [0x66e, 0x6ff, 'arabic'],
  [0x700, 0x7ff, 'other'],
  [0x750, 0x77f, 'arabic'],
  [0x900, 0xdff, 'indic'],
  [0xe00, 0xe7f, 'thai'],
  [0xe80, 0x109f, 'other'],
  [0x10a0, 0x10ff, 'georgian'],
  [0x1100, 0x11ff, 'hangul'],
  [0x1200, 0x1c7f, 'other'],
  [0x1c80, 0x1c8f, 'cyrillic'],
  [0x1c90, 0x1cbf, 'georgian'],
  [0x1e00, 0x1eff, 'latin'],
  [0x1f00, 0x1fff, 'greek'],
  [0x2c60, 0x2c7f, 'latin'],
  [0x2d00, 0x2d2f, 'georgian'],
  [0x3005, 0x3007, 'han'],
  [0x3041, 0x309f, 'kana'],
  [0x30a1, 0x30fa, 'kana'],
  [0x30fc, 0x30ff, 'kana'],
  [0x3130, 0x318f, 'hangul'],
  [0x3400, 0x9fff, 'han'],
  [0xa720, 0xa7ff, 'latin'],
  [0xac00, 0xd7a3, 'hangul'],
  [0xf900, 0xfaff, 'han'],
  [0xfb1d, 0xfb4f, 'hebrew'],
  [0xfb50, 0xfdff, 'arabic'],
  [0xfe70, 0xfefc, 'arabic'],
  [0x20000, 0x3134f, 'han'],
]

/** Every script, in an order that index images rely on. */
export const scripts: readonly Script[] = [
  'none',
  'latin',
  'cyrillic',
  'greek',
  'arabic',
  'hebrew',
  'armenian',
  'georgian',
  'han',
  'kana',
  'hangul',
  'indic',
  'thai',
  'other',
  'digit',
]

const bmp = buildTable()

/** The script of a code point; `none` for spaces, punctuation, symbols and controls. */
export function scriptOf(codePoint: number): Script {
  if (codePoint < 0x10000) return scripts[bmp[codePoint] ?? 0] ?? 'none'
  return codePoint >= 0x20000 && codePoint <= 0x3134f ? 'han' : 'none'
}

/** Scripts written without most vowels. */
export function isAbjad(script: Script): boolean {
  return script === 'arabic' || script === 'hebrew'
}

/** Scripts that write a syllable with each character. */
export function isSyllabic(script: Script): boolean {
  return script === 'han' || script === 'hangul'
}

function buildTable(): Uint8Array {
  const table = new Uint8Array(0x10000)
  for (const [first, last, script] of blocks) {
    if (first < 0x10000) table.fill(scripts.indexOf(script), first, Math.min(last, 0xffff) + 1)
  }
  return table
}
