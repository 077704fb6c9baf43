/** Cyrillic to ASCII and to sounds: Russian, Ukrainian, Belarusian, Bulgarian, Serbian, Macedonian, Kazakh. */
import type { Romanised } from './romanised.ts'

/** Letter, ASCII in the common passport spelling, sounds. */
const table = `а a a;б b b;в v v;г g g;ґ g g;ѓ g J;ғ g g;д d d;ђ dj J;е e e;ё e io;є ie ie;ж zh Z;з z z;ѕ dz z;и i i
й y i;і i i;ї i i;ј j i;к k k;ќ k k;қ k k;л l l;љ lj l;м m m;н n n;њ nj n;ң ng n;о o o;ө o o;п p p;р r r;с s s;т t t
ћ c C;у u u;ў u v;ұ u u;ү u u;ф f f;х kh x;һ h h;ц ts c;ч ch C;ҷ j J;џ dz J;ш sh S;щ shch S;ъ  ;ы y i;ь  ;э e e;ю yu iu
я ya ia;ә a a;ѐ e e;ѝ i i;ҳ h h;ӣ i i;ӯ u u;ѣ e e;ӯ u u;җ j J;ӈ n n`

const ascii = new Map<string, string>()
const sounds = new Map<string, string>()
for (const row of table.split(/[;\n]/)) {
  const [letter = '', roman = '', sound = ''] = row.split(' ')
  ascii.set(letter, roman)
  sounds.set(letter, sound)
}

/** Letters that only Ukrainian and Belarusian use: there г is h and и is y. */
const eastern = /[іїєґў]/

export function romaniseCyrillic(word: string): Romanised {
  const lower = word.toLowerCase()
  const ukrainian = eastern.test(lower)
  let text = ''
  let sound = ''
  for (const char of lower) {
    if (ukrainian && char === 'г') {
      text += 'h'
      sound += 'h'
    } else if (ukrainian && char === 'и') {
      text += 'y'
      sound += 'i'
    } else {
      text += ascii.get(char) ?? ''
      sound += sounds.get(char) ?? ''
    }
  }
  return { text, sound }
}
