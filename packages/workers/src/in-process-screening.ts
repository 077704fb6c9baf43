// Screens an applicant against the index in this process and hands the hits over in the words of KYC.
import type { Application, ListSnapshotRef, ListSource, ScreeningAnswer, ScreeningHit } from '@gatehouse/kyc'
import {
  type Entity,
  type Hit,
  type ListPurpose,
  purposesOf,
  type ScreeningIndex,
  type ScreeningQuery,
} from '@gatehouse/screening'
import { groupBySamePerson } from './same-person.ts'
import type { ScreeningPort } from './screening-port.ts'
import { screeningQuery } from './screening-query.ts'

/** The lists in force: an index and the snapshots it was built from. Replaced as a whole when a list changes. */
export type ListsInForce =
  | {
      readonly status: 'READY'
      readonly index: ScreeningIndex
      readonly snapshots: readonly (ListSnapshotRef & { readonly purposes: readonly ListPurpose[] })[]
    }
  | { readonly status: 'UNAVAILABLE'; readonly reason: string }

const PURPOSE: Record<ListSource, ListPurpose> = {
  SANCTIONS: 'sanctions',
  BLACKLIST: 'blacklist',
  PEP: 'pep',
  ADVERSE_MEDIA: 'adverse-media',
}

export function createInProcessScreening(listsInForce: () => ListsInForce): ScreeningPort {
  return {
    async screen(subject: Application, sources: readonly ListSource[]): Promise<ScreeningAnswer> {
      const lists = listsInForce()
      if (lists.status === 'UNAVAILABLE') return lists
      const query = screeningQuery(subject)
      const snapshots = lists.snapshots.filter(({ purposes }) =>
        sources.some((source) => purposes.includes(PURPOSE[source])),
      )
      const hits = query === null ? [] : sources.flatMap((source) => hitsOf(lists.index, query, source, snapshots))
      return {
        status: 'ANSWERED',
        hits: groupBySamePerson(hits),
        snapshots: snapshots.map(({ listId, snapshotId, checkedAt }) => ({ listId, snapshotId, checkedAt })),
        matcherConfigId: lists.index.matcherConfigId,
      }
    },
  }
}

function hitsOf(
  index: ScreeningIndex,
  query: ScreeningQuery,
  source: ListSource,
  snapshots: readonly ListSnapshotRef[],
): ScreeningHit[] {
  const accept = (entityId: string): boolean => purposesIn(index, entityId).includes(PURPOSE[source])
  return index.match(query, { accept, limit: 50 }).hits.map((hit) => toScreeningHit(hit, source, snapshots))
}

/** The same candidates come for every applicant, and looking one up may mean reading it anew. */
const known = new WeakMap<ScreeningIndex, Map<string, readonly ListPurpose[]>>()

function purposesIn(index: ScreeningIndex, entityId: string): readonly ListPurpose[] {
  const purposes = known.get(index) ?? new Map<string, readonly ListPurpose[]>()
  known.set(index, purposes)
  const before = purposes.get(entityId)
  if (before !== undefined) return before
  const found = purposesOf(index.entity(entityId)?.topics ?? [])
  purposes.set(entityId, found)
  return found
}

/** Wire-safe copy of a hit. Texts are cut to the lengths that the case store keeps. */
export function toScreeningHit(hit: Hit, source: ListSource, snapshots: readonly ListSnapshotRef[]): ScreeningHit {
  const { entity } = hit
  return {
    source,
    listId: entity.listId,
    snapshotId: snapshots.find(({ listId }) => listId === entity.listId)?.snapshotId ?? '',
    entryId: entity.entryId,
    entryContentHash: entity.contentHash,
    entityKey: entity.id,
    entryName: cut(entity.names[0]?.full ?? entity.id, 1000),
    names: entity.names.slice(0, 500).map(({ full }) => cut(full, 1000)),
    queryNameIndex: hit.queryNameIndex,
    matchedNameIndex: hit.matchedNameIndex,
    score: hit.score,
    nameScore: hit.nameScore,
    weakAlias: entity.names[hit.matchedNameIndex]?.kind === 'weak',
    features: hit.features.map(({ feature, agreement, queryValue, listValue, contribution, weight, comparison }) => ({
      feature,
      agreement,
      queryValue,
      listValue,
      contribution,
      weight,
      comparison,
    })),
    programmes: entity.programmes.slice(0, 50).map((programme) => cut(programme, 200)),
    listedOn: entity.listedOn ?? null,
    entry: listedFacts(entity),
    pep: source === 'PEP' ? pepOf(entity) : null,
    media: source === 'ADVERSE_MEDIA' ? mediaOf(entity) : null,
  }
}

function listedFacts(entity: Entity): ScreeningHit['entry'] {
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['name', entity.names.filter(({ kind }) => kind === 'primary' || kind === 'original').map(({ full }) => full)],
    ['alias', entity.names.filter(({ kind }) => kind !== 'primary' && kind !== 'original').map(({ full }) => full)],
    ['birthDate', entity.birthDates.map(({ text, value }) => text ?? value)],
    ['birthPlace', entity.birthPlaces.map(({ text }) => text)],
    ['nationality', entity.nationalities],
    ['country', entity.countries],
    ['gender', entity.gender === undefined ? [] : [entity.gender]],
    ['document', entity.documents.map(({ label, kind, number }) => `${label ?? kind} ${number}`)],
    ['address', entity.addresses.map(({ text }) => text)],
    ['function', entity.positions.map(({ title, from, to }) => `${title} (${from ?? '…'} – ${to ?? '…'})`)],
    ['relation', entity.relations.map(({ role, name, entityId }) => `${role}: ${name ?? entityId ?? '?'}`)],
    ['programme', entity.programmes],
    ['listedOn', entity.listedOn === undefined ? [] : [entity.listedOn]],
    ['remark', entity.remarks],
    ['source', entity.sourceUrls],
  ]
  return rows.flatMap(([label, values]) => values.map((value) => ({ label, value: cut(value, 4000) }))).slice(0, 100)
}

function pepOf(entity: Entity): ScreeningHit['pep'] {
  const position = entity.positions[0]
  const relation = entity.relations.find(({ kind }) => kind === 'family' || kind === 'associate')
  return {
    publicFunction: cut(position?.title ?? relation?.role ?? '', 400),
    level: position?.level ?? '',
    country: (position?.country ?? entity.countries[0] ?? '').toUpperCase().slice(0, 8),
    from: position?.from ?? null,
    to: position?.to ?? null,
    relativeOrAssociate: entity.topics.includes('role.rca'),
  }
}

function mediaOf(entity: Entity): ScreeningHit['media'] {
  const text = [...entity.topics, ...Object.values(entity.properties).flat(), ...entity.remarks].join(' ').toUpperCase()
  const stage = /CONVICT/.test(text)
    ? 'CONVICTION'
    : /PROCEEDING|CHARGE|INDICT|TRIAL/.test(text)
      ? 'PROCEEDINGS'
      : /OLD_MINOR/.test(text)
        ? 'OLD_MINOR'
        : 'ALLEGATION'
  return { stage, publishedOn: entity.listedOn?.slice(0, 10) ?? null }
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, length)
}
