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
  const contentHash = contentHashOf(listed)
  return { ...listed, contentHash, displayHash: displayHashOf(listed, contentHash) }
}

type Hashable = Omit<Entity, 'contentHash' | 'displayHash'>

const noKeys: ReadonlySet<string> = new Set()
const listedText: ReadonlySet<string> = new Set(['text'])
const listedTextAndLanguage: ReadonlySet<string> = new Set(['text', 'language'])
const label: ReadonlySet<string> = new Set(['label'])

/** Listed text before clean-up is left out: a publisher who only reformats a value changes nothing that matters. */
function contentHashOf(entity: Hashable): string {
  return sha256(
    [
      canonical(entity.schema, noKeys),
      canonical(entity.names, listedTextAndLanguage),
      canonical(entity.birthDates, listedText),
      canonical(entity.deathDates, listedText),
      canonical(entity.foundingDates, listedText),
      canonical(entity.birthPlaces, noKeys),
      canonical(entity.nationalities, noKeys),
      canonical(entity.countries, noKeys),
      canonical(entity.gender, noKeys),
      canonical(entity.documents, label),
      canonical(entity.addresses, noKeys),
      canonical(entity.contacts, noKeys),
      canonical(entity.positions, noKeys),
      canonical(entity.topics, noKeys),
      canonical(entity.programmes, noKeys),
      canonical(entity.validFrom, noKeys),
      canonical(entity.validTo, noKeys),
    ].join('\n'),
  )
}

/** The content and what is shown beside it; not where in the file it stood. */
function displayHashOf(entity: Hashable, contentHash: string): string {
  const dates = [...entity.birthDates, ...entity.deathDates, ...entity.foundingDates]
  return sha256(
    [
      contentHash,
      entity.id,
      canonical(entity.referents, noKeys),
      canonical(entity.relations, noKeys),
      canonical(entity.listedOn, noKeys),
      canonical(entity.remarks, noKeys),
      canonical(entity.sourceUrls, noKeys),
      canonical(entity.properties, noKeys),
      canonical(textsOf(entity.names.map(({ text }) => text)), noKeys),
      canonical(textsOf(entity.names.map(({ language }) => language)), noKeys),
      canonical(textsOf(dates.map(({ text }) => text)), noKeys),
      canonical(textsOf(entity.documents.map((document) => document.label)), noKeys),
    ].join('\n'),
  )
}

function textsOf(texts: readonly (string | undefined)[]): string[] {
  return texts.filter((text) => text !== undefined)
}

function sha256(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`
}

/** Keys in order, array members in order of their own text, strings in NFC: equal content gives equal bytes. */
export function canonicalJson(value: unknown): string {
  return canonical(value, noKeys)
}

// A list of a million entries comes through here twenty times an entry: no intermediate objects, and no
// normalisation of text that is plain ASCII.
function canonical(value: unknown, without: ReadonlySet<string>): string {
  if (typeof value === 'string') return JSON.stringify(isAscii(value) ? value : value.normalize('NFC'))
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]'
    if (value.length === 1) return `[${canonical(value[0], without)}]`
    return `[${value
      .map((member) => canonical(member, without))
      .sort()
      .join(',')}]`
  }
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  let text = ''
  for (const [key, field] of Object.entries(value).sort(byKey)) {
    if (field === undefined || without.has(key)) continue
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonical(field, without)}`
  }
  return `{${text}}`
}

function byKey(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : 1
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false
  return true
}

/** Values of one source that are equal were written in the same way, so their plain JSON tells. */
function distinct<T>(values: readonly T[] | undefined): readonly T[] {
  if (values === undefined) return []
  if (values.length < 2) return values
  const seen = new Set<unknown>()
  return values.filter((value) => {
    const key = typeof value === 'string' ? value : JSON.stringify(value)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
