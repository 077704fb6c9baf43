/** Which secrets and values of the environment definitions name: they do not travel, so the target needs its own. */
export interface NamedValueUse {
  readonly secrets: readonly string[]
  readonly environment: readonly string[]
}

/** Looks through any JSON value: definitions, handlers, schedules. Names in order of the alphabet. */
export function namedValuesIn(value: unknown): NamedValueUse {
  const text = JSON.stringify(value) ?? ''
  const names = (kind: string) => [
    ...new Set([...text.matchAll(new RegExp(`workflow\\.${kind}\\.([\\w-]+)`, 'g'))].map((match) => match[1] ?? '')),
  ]
  return { secrets: names('secrets').toSorted(), environment: names('env').toSorted() }
}
