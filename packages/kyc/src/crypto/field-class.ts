/** Class of a field of the application: P0 none, P1 contact, P2 identity, P3 financial or special. */
export type FieldClass = 'P0' | 'P1' | 'P2' | 'P3'

const BY_PREFIX: readonly (readonly [RegExp, FieldClass])[] = [
  [/^(product|channel)$|^consents(\.|$)/, 'P0'],
  [/^contact\.(email|phone|preferredLanguage)/, 'P1'],
  [/^(financial|account|tax)(\.|\[|$)/, 'P3'],
]

/** Unknown paths count as identity: a new field is protected before anyone has thought about it. */
export function fieldClassOf(path: string): FieldClass {
  return BY_PREFIX.find(([prefix]) => prefix.test(path))?.[1] ?? 'P2'
}
