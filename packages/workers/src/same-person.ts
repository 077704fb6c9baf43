// One real person often stands on several lists. Their hits get one key, so that a person adjudicates them once.
import type { ScreeningHit } from '@gatehouse/kyc'

/**
 * Gives hits of one source that share a whole name and do not contradict each other in birth date the same `entityKey`
 * (that of the best one). Hits that share no name keep their own.
 */
export function groupBySamePerson(hits: readonly ScreeningHit[]): ScreeningHit[] {
  const heads: ScreeningHit[] = []
  return hits
    .toSorted((a, b) => b.score - a.score)
    .map((hit) => {
      const head = heads.find((other) => other.source === hit.source && isSamePerson(other, hit))
      if (head === undefined) {
        heads.push(hit)
        return hit
      }
      return { ...hit, entityKey: head.entityKey }
    })
}

function isSamePerson(a: ScreeningHit, b: ScreeningHit): boolean {
  const names = new Set(a.names.map(nameKey))
  if (!b.names.some((name) => names.has(nameKey(name)))) return false
  const [years, others] = [birthYears(a), birthYears(b)]
  return years.size === 0 || others.size === 0 || [...years].some((year) => others.has(year))
}

/** Order, case, accents and punctuation do not make another name. */
function nameKey(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((token) => token !== '')
    .toSorted()
    .join(' ')
}

function birthYears(hit: ScreeningHit): Set<string> {
  const dates = hit.entry.filter(({ label }) => label === 'birthDate').map(({ value }) => value)
  return new Set(dates.flatMap((date) => date.match(/\b(1[89]|20)\d\d\b/g) ?? []))
}
