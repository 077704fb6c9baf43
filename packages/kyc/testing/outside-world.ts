/**
 * What the world outside answers about the test customers: watchlists, the bank's own list, payee checks, other
 * customers. Written down once, by what the lists hold, for tests that run without a screening index.
 */
import type { VopAnswer } from '../src/application/account.ts'
import type { DuplicateFact } from '../src/checks/check-result.ts'
import type { HitFeature, ListSource, MediaStage, ScreeningAnswer, ScreeningHit } from '../src/checks/screening-hit.ts'

/** An entry of the bank's own list, of the synthetic PEP list, or of the synthetic news archive. */
export interface SyntheticEntry {
  readonly source: Exclude<ListSource, 'SANCTIONS'>
  readonly entryId: string
  readonly names: readonly string[]
  readonly birthDate: string
  readonly pep?: NonNullable<ScreeningHit['pep']>
  readonly media?: { readonly stage: MediaStage; readonly publishedOn: string }
}

/** Seeds for the lists of a demo or an end-to-end run. All people are invented. */
export const syntheticEntries: readonly SyntheticEntry[] = [
  { source: 'BLACKLIST', entryId: 'BL-0001', names: ['Viktor Musterbetrug'], birthDate: '1979-08-17' },
  {
    source: 'PEP',
    entryId: 'PEP-0001',
    names: ['Aurelia Testmann-Vogel'],
    birthDate: '1972-09-09',
    pep: office('Member of parliament', '2021-10-26', null, false),
  },
  {
    source: 'PEP',
    entryId: 'PEP-0002',
    names: ['Konrad Testmann-Vogel'],
    birthDate: '1970-01-20',
    pep: office('Spouse of a member of parliament', '2021-10-26', null, true),
  },
  {
    source: 'PEP',
    entryId: 'PEP-0003',
    names: ['Bernhard Probeminister'],
    birthDate: '1960-04-30',
    pep: office('Minister', '2020-01-07', '2026-03-23', false),
  },
  {
    source: 'ADVERSE_MEDIA',
    entryId: 'NEWS-0001',
    names: ['Quentin Schlagzeile'],
    birthDate: '1974-03-15',
    media: { stage: 'PROCEEDINGS', publishedOn: '2026-05-02' },
  },
]

export const AS_OF = '2026-11-23T09:00:00.000Z'
const SANCTIONS_LISTS = ['UN', 'EU', 'UK', 'OFAC-SDN'] as const

/** Payee checks answer MATCH but for the one account that belongs to somebody else. */
export function payeeAnswer(customerId: string): VopAnswer {
  return customerId === 'C16' ? 'NO_MATCH' : 'MATCH'
}

export function duplicatesOf(
  customerId: string,
): readonly { customerOrCaseId: string; equal: readonly DuplicateFact[] }[] {
  if (customerId !== 'C28') return []
  return [{ customerOrCaseId: 'C01', equal: ['documentNumberAndState', 'nameAndBirthDate', 'birthTown'] }]
}

/** Sanctions answer; the lists of C37 cannot be read. */
export function sanctionsAnswer(customerId: string): ScreeningAnswer {
  if (customerId === 'C37') return { status: 'UNAVAILABLE', reason: 'list store is down' }
  return answered(SANCTIONS_HITS[customerId] ?? [], SANCTIONS_LISTS)
}

export function blacklistHits(customerId: string): readonly ScreeningHit[] {
  if (customerId === 'C13') return [synthetic('BL-0001', 100, 100, feature('birthDate', 'agrees', 20))]
  if (customerId === 'C14') return [synthetic('BL-0001', 70, 88, feature('birthDate', 'differs', -18))]
  return []
}

const PEP_ENTRIES: Readonly<Record<string, string>> = { C07: 'PEP-0001', C08: 'PEP-0002', C09: 'PEP-0003' }

export function pepAnswer(customerId: string): ScreeningAnswer {
  const entry = PEP_ENTRIES[customerId]
  return answered(entry ? [synthetic(entry, 100, 100, feature('birthDate', 'agrees', 20))] : [], ['PEP'])
}

export function mediaAnswer(customerId: string): ScreeningAnswer {
  const hits = customerId === 'C30' ? [synthetic('NEWS-0001', 100, 100, feature('birthDate', 'agrees', 20))] : []
  return answered(hits, ['ADVERSE_MEDIA'])
}

const KASKAR = { entityKey: 'un-qdi-135', name: 'Dawood Ibrahim Kaskar', programmes: ['QDi'] }
const KADYROV = { entityKey: 'ofac-23343', name: 'Ramzan Akhmatovich Kadyrov', programmes: ['MAGNIT'] }

const SANCTIONS_HITS: Readonly<Record<string, readonly ScreeningHit[]>> = {
  C03: [
    listed('UN', 'QDi.135', KASKAR, 100, feature('birthDate', 'agrees', 20)),
    listed('OFAC-SDN', '9758', KASKAR, 98, feature('birthDate', 'agrees', 18)),
  ],
  C04: [
    listed('OFAC-SDN', '23343', KADYROV, 97, feature('birthDate', 'agrees', 17), feature('birthPlace', 'agrees', 5)),
  ],
  C05: [
    listed('OFAC-SDN', '9758', KASKAR, 92, feature('birthDate', 'agrees', 20)),
    listed('UN', 'QDi.135', KASKAR, 84, feature('birthDate', 'close', 8)),
  ],
  C06: [
    listed('OFAC-SDN', '23343', KADYROV, 76, {
      ...feature('birthDate', 'differs', -19),
      ...dates('1999-03-14', '1976-10-05'),
    }),
  ],
}

interface ListedPerson {
  readonly entityKey: string
  readonly name: string
  readonly programmes: readonly string[]
}

function listed(
  listId: string,
  entryId: string,
  person: ListedPerson,
  score: number,
  ...features: HitFeature[]
): ScreeningHit {
  return {
    ...hitBase('SANCTIONS', listId, entryId, score, 95, features),
    entityKey: person.entityKey,
    entryName: person.name,
    names: [person.name],
    programmes: [...person.programmes],
  }
}

function synthetic(entryId: string, score: number, nameScore: number, ...features: HitFeature[]): ScreeningHit {
  const entry = syntheticEntries.find((candidate) => candidate.entryId === entryId)
  if (!entry) throw new TypeError(`No synthetic entry ${entryId}`)
  return {
    ...hitBase(entry.source, entry.source, entryId, score, nameScore, features),
    entityKey: entryId,
    entryName: entry.names[0] ?? '',
    names: [...entry.names],
    pep: entry.pep ?? null,
    media: entry.media ?? null,
  }
}

function hitBase(
  source: ListSource,
  listId: string,
  entryId: string,
  score: number,
  nameScore: number,
  features: readonly HitFeature[],
): ScreeningHit {
  const others = features.reduce((sum, { contribution }) => sum + contribution, 0)
  const name = feature('name', nameScore >= 90 ? 'agrees' : 'close', score - others)
  return {
    source,
    listId,
    snapshotId: `${listId}@2026-11-23`,
    entryId,
    entryContentHash: `sha256:${entryId}`,
    entityKey: entryId,
    entryName: entryId,
    names: [],
    queryNameIndex: 0,
    matchedNameIndex: 0,
    score,
    nameScore,
    weakAlias: false,
    features: [name, ...features],
    programmes: [],
    listedOn: null,
    entry: [],
    pep: null,
    media: null,
  }
}

function feature(name: string, agreement: HitFeature['agreement'], contribution: number): HitFeature {
  return {
    feature: name,
    agreement,
    queryValue: null,
    listValue: null,
    contribution,
    weight: 20,
    comparison: 'fixture',
  }
}

function dates(queryValue: string, listValue: string): Pick<HitFeature, 'queryValue' | 'listValue'> {
  return { queryValue, listValue }
}

function answered(hits: readonly ScreeningHit[], lists: readonly string[]): ScreeningAnswer {
  return {
    status: 'ANSWERED',
    hits,
    snapshots: lists.map((listId) => ({
      listId,
      snapshotId: `${listId}@2026-11-23`,
      checkedAt: '2026-11-23T06:00:00.000Z',
    })),
    matcherConfigId: 'fixture',
  }
}

function office(publicFunction: string, from: string, to: string | null, relativeOrAssociate: boolean) {
  return { publicFunction, level: 'national', country: 'DE', from, to, relativeOrAssociate }
}
