/**
 * Names as a machine-readable zone spells them (ICAO 9303-3 section 6). Each letter has one or more permitted
 * spellings, the recommended one first; states differ, so a comparison must allow all of them.
 */

const LATIN: Readonly<Record<string, readonly string[]>> = {
  Ä: ['AE', 'A'],
  Å: ['AA', 'A'],
  Æ: ['AE'],
  Đ: ['D', 'DJ'],
  Ð: ['D'],
  Ħ: ['H'],
  I: ['I'],
  İ: ['I'],
  ı: ['I'],
  Ĳ: ['IJ'],
  ĸ: ['Q'],
  Ł: ['L'],
  Ŀ: ['L'],
  Ñ: ['N', 'NXX'],
  Ŋ: ['N'],
  Ø: ['OE', 'O'],
  Ö: ['OE', 'O'],
  Œ: ['OE'],
  ẞ: ['SS'],
  ß: ['SS'],
  Ŧ: ['T'],
  Þ: ['TH'],
  Ü: ['UE', 'UXX', 'U'],
}

const CYRILLIC: Readonly<Record<string, readonly string[]>> = {
  А: ['A'],
  Б: ['B'],
  В: ['V'],
  Г: ['G', 'H'],
  Ґ: ['G'],
  Д: ['D'],
  Е: ['E'],
  Ё: ['E', 'IO', 'YO'],
  Ж: ['ZH'],
  З: ['Z'],
  И: ['I', 'Y'],
  І: ['I'],
  Ї: ['I', 'YI'],
  Й: ['I', 'Y'],
  К: ['K'],
  Л: ['L'],
  М: ['M'],
  Н: ['N'],
  О: ['O'],
  П: ['P'],
  Р: ['R'],
  С: ['S'],
  Т: ['T'],
  У: ['U'],
  Ў: ['U'],
  Ф: ['F'],
  Х: ['KH', 'H'],
  Ц: ['TS', 'C'],
  Ч: ['CH'],
  Ш: ['SH'],
  Щ: ['SHCH', 'SHT'],
  Ъ: ['IE', ''],
  Ы: ['Y'],
  Ь: [''],
  Э: ['E'],
  Ю: ['IU', 'YU'],
  Я: ['IA', 'YA'],
  Є: ['IE', 'YE', 'E'],
  Ѓ: ['G'],
  Ђ: ['D', 'DJ'],
  Ѕ: ['DZ'],
  Ј: ['J'],
  Ќ: ['K'],
  Љ: ['LJ'],
  Њ: ['NJ'],
  Ћ: ['C'],
  Џ: ['DZ'],
}

const DROPPED = /^['’‘ʼ`´.,·]$/u
const SEPARATOR = /^[\s\-‐‑–]$/u

/**
 * Permitted spellings of each letter of a name, separators as `<`. Null when a letter has no entry in the tables
 * (Arabic, Greek, Han, …): such a name can only be compared by a person.
 */
export function mrzSpellings(name: string): readonly (readonly string[])[] | null {
  const spellings: (readonly string[])[] = []
  for (const letter of name.trim().normalize('NFC')) {
    if (DROPPED.test(letter)) continue
    if (SEPARATOR.test(letter)) {
      if (spellings.length > 0 && spellings.at(-1)?.[0] !== '<') spellings.push(['<'])
      continue
    }
    const found = spellingsOf(letter)
    if (!found) return null
    spellings.push(found)
  }
  return spellings.at(-1)?.[0] === '<' ? spellings.slice(0, -1) : spellings
}

/** The recommended spelling, such as `DARCY<MUELLER` for “D’Arcy-Müller”; null when there is none. */
export function toMrzName(name: string): string | null {
  return (
    mrzSpellings(name)
      ?.map(([recommended]) => recommended)
      .join('') ?? null
  )
}

function spellingsOf(letter: string): readonly string[] | null {
  // ß has no one-letter upper case in this locale-free mapping; it is looked up as it is.
  const upper = letter === 'ß' || letter === 'ı' || letter === 'ĸ' ? letter : letter.toUpperCase()
  const listed = LATIN[upper] ?? CYRILLIC[upper]
  if (listed) return listed
  // Any other accented Latin letter is written as its base letter.
  const base = upper.normalize('NFD').replaceAll(/\p{M}/gu, '')
  if (/^[A-Z]$/.test(base)) return [base]
  return base === '' ? [''] : null
}
