/** Names as lists write them, brought into reading order without losing what was written. */
import type { EntityName, NameKind, NameParts } from '../entity.ts'
import { defined } from './defined.ts'

/** `KASKAR, Dawood Ibrahim` to `Dawood Ibrahim KASKAR`: split at the first comma only. Without a comma, as it is. */
export function familyFirstName(text: string, kind: NameKind): EntityName {
  const comma = text.indexOf(',')
  const family = text.slice(0, comma).trim()
  const given = text
    .slice(comma + 1)
    .replaceAll(',', ' ')
    .replace(/\s+/g, ' ')
    .trim()
  if (comma < 0 || family === '' || given === '') return { full: tidy(text), kind }
  return { full: `${given} ${family}`, kind, parts: { given, family }, text }
}

/** A name from typed parts, in reading order; undefined when all are empty. */
export function nameOfParts(parts: NameParts, kind: NameKind): EntityName | undefined {
  const filled: NameParts = Object.fromEntries(
    Object.entries(parts)
      .map(([key, value]) => [key, tidy(value)])
      .filter(([, value]) => value !== ''),
  )
  const full = [filled.given, filled.middle, filled.father, filled.family, filled.suffix]
    .filter((part) => part !== undefined)
    .join(' ')
  if (full === '') return undefined
  const isTyped = filled.given !== undefined || filled.middle !== undefined
  return isTyped || filled.family === undefined ? { full, kind, parts: filled } : { full, kind }
}

/** A whole name, spaces put in order. */
export function wholeName(text: string, kind: NameKind, language?: string): EntityName {
  const full = tidy(text)
  return defined({ full, kind, language: language?.toLowerCase(), text: full === text ? undefined : text })
}

/** True when most letters belong to another script than Latin. */
export function isOtherScript(text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? []
  const latin = text.match(/\p{Script=Latin}/gu) ?? []
  return letters.length > 0 && latin.length * 2 < letters.length
}

export function tidy(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
