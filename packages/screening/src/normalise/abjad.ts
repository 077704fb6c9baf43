/**
 * Arabic and Hebrew script to ASCII and sounds. Vowels are mostly not written: alef, waw and ya become sounds of
 * their own (A, W, Y) that a vowel, a glide or nothing on the other side may answer.
 */
import type { Romanised } from './romanised.ts'

/** Letter, ASCII, sounds. Persian, Urdu, Pashto and Kurdish letters included. */
const arabic = `ا a A;أ a A;إ i A;آ a A;ٱ a A;ء  A;ئ y Y;ؤ w W;ب b b;پ p p;ت t t;ة a h;ٹ t t;ټ t t;ث th T;ج j J;چ ch C
څ ts c;ځ z z;ح h h;خ kh x;د d d;ڈ d d;ډ d d;ذ dh D;ر r r;ڑ r r;ړ r r;ز z z;ژ zh Z;ږ zh Z;س s s;ش sh S;ښ sh S;ص s s
ض d D;ط t t;ظ z z;ع a A;غ gh g;ف f f;ڤ v v;ق q k;ک k k;ك k k;گ g g;ګ g g;ڭ n n;ل l l;ڵ l l;م m m;ن n n;ں n n;ڼ n n
ه h h;ھ h h;ہ h h;ۀ h h;ۂ h h;ە a A;و w W;ۆ o W;ۇ u W;ۋ v v;ي y Y;ی y Y;ى a Y;ې e Y;ۍ i Y;ے e Y;ێ e Y;ۓ e Y`

const hebrew = `א a A;ב b b;ג g g;ד d d;ה h h;ו v W;ז z z;ח ch x;ט t t;י y Y;כ k k;ך k k;ל l l;מ m m;ם m m;נ n n;ן n n;ס s s
ע a A;פ p p;ף f f;צ ts c;ץ ts c;ק k k;ר r r;ש sh S;ת t t`

const arabicTable = readTable(arabic)
const hebrewTable = readTable(hebrew)

/** Hebrew letters followed by a geresh stand for sounds of other languages. */
const geresh: Readonly<Record<string, readonly [string, string]>> = {
  ג: ['j', 'J'],
  צ: ['ch', 'C'],
  ץ: ['ch', 'C'],
  ז: ['zh', 'Z'],
  ת: ['th', 'T'],
  ח: ['kh', 'x'],
  ד: ['dh', 'D'],
}

export function romaniseArabic(word: string): Romanised {
  let text = ''
  let sound = ''
  for (const char of word) {
    const [roman, sounds] = arabicTable.get(char) ?? ['', '']
    text += roman
    sound += sounds
  }
  return { text, sound }
}

export function romaniseHebrew(word: string): Romanised {
  let text = ''
  let sound = ''
  const chars = [...word]
  for (let i = 0; i < chars.length; i++) {
    const char = chars[i] ?? ''
    const marked = chars[i + 1] === "'" ? geresh[char] : undefined
    // Doubled vav and yod inside a word write the consonant.
    const doubled = (char === 'ו' || char === 'י') && chars[i + 1] === char
    const [roman, sounds] = doubled
      ? char === 'ו'
        ? ['v', 'v']
        : ['y', 'Y']
      : (marked ?? hebrewTable.get(char) ?? ['', ''])
    if (marked !== undefined || doubled) i++
    text += roman
    sound += sounds
  }
  return { text, sound }
}

function readTable(rows: string): ReadonlyMap<string, readonly [string, string]> {
  const table = new Map<string, readonly [string, string]>()
  for (const row of rows.split(/[;\n]/)) {
    const [letter = '', roman = '', sound = ''] = row.split(' ')
    table.set(letter, [roman, sound])
  }
  return table
}
