/**
 * Some answers only make sense together: an address needs street, town and country. The server takes such a group as
 * a whole, so a single field is sent with its siblings; `undefined` means that not enough is there yet.
 */
import { isWithin, readAnswer } from './answer-path.ts'

interface Group {
  readonly root: string
  readonly build: (given: Readonly<Record<string, unknown>>) => unknown
}

const withDefaults = (defaults: Readonly<Record<string, unknown>>): Group['build'] => {
  return (given) => ({ ...defaults, ...given })
}

const needs =
  (keys: readonly string[], build: Group['build']): Group['build'] =>
  (given) =>
    keys.every((key) => given[key] !== undefined) ? build(given) : undefined

const address = { street: '', city: '', country: '' }

const groups: readonly Group[] = [
  { root: 'contact.residence', build: withDefaults(address) },
  { root: 'contact.previousAddresses[0]', build: withDefaults(address) },
  { root: 'document', build: needs(['type'], withDefaults({ issuingState: '', number: '' })) },
  { root: 'identity.nationalId', build: withDefaults({ country: '', value: '' }) },
  { root: 'identity.pepDeclaration', build: needs(['status'], (given) => given) },
  { root: 'financial.sourceOfWealth[0]', build: needs(['kind'], (given) => given) },
  { root: 'financial.purpose', build: needs(['kind'], (given) => given) },
  {
    root: 'financial.expectedTurnover',
    build: needs(['monthlyIn', 'monthlyOut'], withDefaults({ cashSharePercent: 0, countries: [] })),
  },
  { root: 'tax.usCure', build: withDefaults({ kind: 'REASONABLE_EXPLANATION' }) },
]

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** What to send for changed paths, given all answers as they stand on the page. Removed values are sent as null. */
export function toSet(answers: unknown, changed: readonly string[]): Record<string, unknown> {
  const set: Record<string, unknown> = {}
  for (const path of changed) {
    const group = groups.find(({ root }) => isWithin(path, root))
    if (group === undefined) {
      set[path] = readAnswer(answers, path) ?? null
      continue
    }
    const given = readAnswer(answers, group.root)
    const value = group.build(isRecord(given) ? given : {})
    if (value !== undefined) set[group.root] = value
    // The bank knows the country by itself too, since some rules ask for it before there is an address.
    if (path === 'contact.residence.country') set['contact.residenceCountry'] = readAnswer(answers, path) ?? null
  }
  return set
}
