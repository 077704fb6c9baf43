/** Turns the country names and nationality adjectives found in lists into codes. */
import { countryNames } from './country-names.ts'

const { codes, names } = readTable(countryNames)

/** The code of one whole country name, adjective or ISO code; undefined when the text is none. */
export function countryCode(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const key = fold(text)
  return codes.get(key) ?? (names.has(key) ? key : undefined)
}

/**
 * Every country named in a text that may hold several, such as `Russian and Ukrainian` or `(a) Malaysia, (b)
 * Indonesia`. Whole names go first, so `Korea, North` is one country and not two.
 */
export function countryCodesIn(text: string | undefined): string[] {
  if (text === undefined || text.trim() === '') return []
  const whole = countryCode(text)
  if (whole !== undefined) return [whole]
  const found = text
    .split(/\s*(?:[,;/()[\]."\n]|\band\b|\bor\b|\bunknown\b)\s*/i)
    .map(
      (part) =>
        countryCode(part) ?? countryCode(part.replace(/^(?:[a-z]\)|possibly|allegedly|assumed|presumed)\s*/i, '')),
    )
  return [...new Set(found.filter((code) => code !== undefined))]
}

/** The country at the end of a place such as `Ratnagiri, Maharashtra, India`. */
export function countryOfPlace(place: string): string | undefined {
  const parts = place.split(',')
  const last = parts.at(-1)
  const lastTwo = parts.slice(-2).join(',')
  return countryCode(place) ?? (parts.length > 2 ? countryCode(lastTwo) : undefined) ?? countryCode(last)
}

function readTable(table: string): { codes: Map<string, string>; names: Map<string, string> } {
  const byName = new Map<string, string>()
  const byCode = new Map<string, string>()
  for (const line of table.trim().split('\n')) {
    const colon = line.indexOf(':')
    const code = line.slice(0, colon)
    const spellings = line.slice(colon + 1).split('|')
    byCode.set(code, spellings[0] ?? code)
    for (const spelling of spellings) if (!byName.has(fold(spelling))) byName.set(fold(spelling), code)
  }
  return { codes: byName, names: byCode }
}

function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[’‘`´]/g, "'")
    .replace(/&/g, 'and')
    .replace(/\bSt\. /g, 'Saint ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/\.$/, '')
    .toLowerCase()
}
