/** Turns a parser's draft into a finished entity: defaults, duplicates out, and the two hashes. */
import { createHash } from 'node:crypto'
import { type Entity, type EntityDraft, entityId } from './entity.ts'

/**
 * Completes a draft. Lists left out become empty, equal values are kept once (first wins), and both hashes are
 * computed; the same content gives the same hashes in whatever order the source wrote it.
 */
export function finishEntity(draft: EntityDraft): Entity {
  const listed = {
    ...draft,
    id: entityId(draft.listId, draft.entryId),
    referents: distinct(draft.referents),
    names: distinct(draft.names),
    birthDates: distinct(draft.birthDates),
    deathDates: distinct(draft.deathDates),
    foundingDates: distinct(draft.foundingDates),
    birthPlaces: distinct(draft.birthPlaces),
    nationalities: distinct(draft.nationalities),
    countries: distinct(draft.countries),
    documents: distinct(draft.documents),
    addresses: distinct(draft.addresses),
    contacts: distinct(draft.contacts),
    positions: distinct(draft.positions),
    relations: distinct(draft.relations),
    topics: distinct(draft.topics),
    programmes: distinct(draft.programmes),
    remarks: distinct(draft.remarks),
    sourceUrls: distinct(draft.sourceUrls),
    properties: draft.properties ?? {},
  }
  return { ...listed, contentHash: contentHashOf(listed), displayHash: displayHashOf(listed) }
}

type Hashable = Omit<Entity, 'contentHash' | 'displayHash'>

/** Listed text before clean-up is left out: a publisher who only reformats a value changes nothing that matters. */
function contentHashOf(entity: Hashable): string {
  return sha256Of({
    schema: entity.schema,
    names: without(entity.names, ['text', 'language']),
    birthDates: without(entity.birthDates, ['text']),
    deathDates: without(entity.deathDates, ['text']),
    foundingDates: without(entity.foundingDates, ['text']),
    birthPlaces: entity.birthPlaces,
    nationalities: entity.nationalities,
    countries: entity.countries,
    gender: entity.gender,
    documents: without(entity.documents, ['label']),
    addresses: entity.addresses,
    contacts: entity.contacts,
    positions: entity.positions,
    topics: entity.topics,
    programmes: entity.programmes,
    validFrom: entity.validFrom,
    validTo: entity.validTo,
  })
}

function displayHashOf(entity: Hashable): string {
  return sha256Of(without([entity], ['raw'])[0])
}

/** `JSON.stringify` and so `canonicalJson` drop undefined fields. */
function without<T extends object>(values: readonly T[], keys: readonly (keyof T)[]): readonly object[] {
  return values.map((value) => ({ ...value, ...Object.fromEntries(keys.map((key) => [key, undefined])) }))
}

function sha256Of(value: unknown): string {
  return `sha256:${createHash('sha256').update(canonicalJson(value)).digest('hex')}`
}

/** Keys in order, array members in order of their own text, strings in NFC: equal content gives equal bytes. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).sort().join(',')}]`
  if (typeof value === 'string') return JSON.stringify(value.normalize('NFC'))
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`).join(',')}}`
}

function distinct<T>(values: readonly T[] | undefined): readonly T[] {
  if (values === undefined) return []
  if (values.length < 2) return values
  const seen = new Set<string>()
  return values.filter((value) => {
    const key = typeof value === 'string' ? value : canonicalJson(value)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
