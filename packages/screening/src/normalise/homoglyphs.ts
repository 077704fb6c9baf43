/** Letters of one alphabet standing for look-alikes of another: `Iгор` with a Latin I. */
import { type Script, scriptOf } from './script.ts'

/** Latin, Cyrillic, Greek forms of one shape; a dash where an alphabet has none. */
const shapes =
  'aаα AАΑ BВΒ cс- CС- eе- EЕΕ HНΗ iіι IІΙ jј- JЈ- kкκ KКΚ MМΜ N-Ν oоο OОΟ pрρ PРΡ sѕ- SЅ- TТΤ u-υ v-ν xхχ XХΧ yу- YУΥ Z-Ζ ëё- ïї-'

const columns: readonly Script[] = ['latin', 'cyrillic', 'greek']
const formsOf = buildForms()

export interface FoldedWord {
  readonly text: string
  /** The script that the word was brought to; absent when it had only one. */
  readonly script?: Script
}

/** Brings a word of mixed alphabets to the one that most of its letters belong to. */
export function foldHomoglyphs(word: string): FoldedWord {
  const counts = countAlphabets(word)
  if (counts.size < 2) return { text: word }
  let main: Script = 'latin'
  for (const [script, count] of counts) if (count > (counts.get(main) ?? 0)) main = script
  let text = ''
  for (const char of word) text += formsOf.get(char)?.get(main) ?? char
  return { text, script: main }
}

function countAlphabets(word: string): ReadonlyMap<Script, number> {
  const counts = new Map<Script, number>()
  for (const char of word) {
    const script = scriptOf(char.codePointAt(0) ?? 0)
    if (columns.includes(script)) counts.set(script, (counts.get(script) ?? 0) + 1)
  }
  return counts
}

function buildForms(): ReadonlyMap<string, ReadonlyMap<Script, string>> {
  const all = new Map<string, ReadonlyMap<Script, string>>()
  for (const shape of shapes.split(' ')) {
    const forms = new Map<Script, string>()
    const letters = [...shape]
    letters.forEach((letter, column) => {
      const script = columns[column]
      if (script !== undefined && letter !== '-') forms.set(script, letter)
    })
    for (const letter of letters) if (letter !== '-') all.set(letter, forms)
  }
  return all
}
