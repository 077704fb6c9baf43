/** Does the declared name fit the name zone of the document? */
import { mrzSpellings } from './transliteration.ts'
import type { MrzName } from './read-mrz.ts'

/** CLOSE goes to a person; so does a name in a script that the tables do not cover. */
export type NameComparison = 'MATCH' | 'CLOSE' | 'MISMATCH'

export function compareMrzName(declared: { givenNames: string; surnames: string }, zone: MrzName): NameComparison {
  const surnames = mrzSpellings(declared.surnames)
  const givenNames = mrzSpellings(declared.givenNames)
  if (!surnames || !givenNames) return 'CLOSE'
  const whole = givenNames.length === 0 ? surnames : [...surnames, ['<<'], ...givenNames]
  if (spells(whole, zone)) return 'MATCH'
  return sharesNames(surnames, givenNames, zone) ? 'CLOSE' : 'MISMATCH'
}

type Spellings = readonly (readonly string[])[]

/** Follows all permitted spellings through the text at once; the zone may have been cut off at its end. */
function spells(spellings: Spellings, zone: MrzName): boolean {
  let reached = new Set([0])
  for (const alternatives of spellings) {
    const next = new Set<number>()
    for (const position of reached) {
      for (const alternative of alternatives) {
        if (zone.text.startsWith(alternative, position)) next.add(position + alternative.length)
        // The zone is full and ends inside this letter or separator: truncation that 9303 permits.
        else if (zone.full && alternative.startsWith(zone.text.slice(position))) next.add(zone.text.length)
      }
    }
    if (zone.full && next.has(zone.text.length)) return true
    reached = next
  }
  return reached.has(zone.text.length)
}

/** Near enough for a person to look at: the surname agrees in one part and so does a given name, or they are swapped. */
function sharesNames(surnames: Spellings, givenNames: Spellings, zone: MrzName): boolean {
  const declaredSurnames = tokens(surnames)
  const declaredGiven = tokens(givenNames)
  const shares = (declared: readonly Spellings[], listed: readonly string[]) =>
    declared.some((token) => listed.some((text) => nearlySpells(token, text)))
  const straight =
    shares(declaredSurnames, zone.surnames) &&
    (declaredGiven.length === 0 || zone.givenNames.length === 0 || shares(declaredGiven, zone.givenNames))
  const swapped = shares(declaredSurnames, zone.givenNames) && shares(declaredGiven, zone.surnames)
  return straight || swapped
}

function tokens(spellings: Spellings): readonly Spellings[] {
  const result: (readonly string[])[][] = [[]]
  for (const letter of spellings) {
    if (letter[0] === '<') result.push([])
    else result.at(-1)?.push(letter)
  }
  return result.filter((token) => token.length > 0)
}

/** Equal, or one letter wrong, missing or too many in a word of four letters and more. */
function nearlySpells(token: Spellings, text: string): boolean {
  if (spells(token, { text, full: false, surnames: [], givenNames: [] })) return true
  if (token.length < 4) return false
  const recommended = token.map(([first]) => first).join('')
  return withinOneEdit(recommended, text)
}

function withinOneEdit(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  const [longer, shorter] = a.length >= b.length ? [a, b] : [b, a]
  if (a.length === b.length) return a.slice(start + 1) === b.slice(start + 1)
  return longer.slice(start + 1) === shorter.slice(start)
}
