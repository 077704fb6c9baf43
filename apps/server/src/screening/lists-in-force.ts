/** The index over every list in force, replaced as a whole when a list changes: a query never sees half of an import. */
import { defaultOnboardingPolicy } from '@gatehouse/kyc'
import type { ListStatus } from '@gatehouse/kyc/wire'
import type { Entity, ListStore, ScreeningIndex, ListStatus as StoredList } from '@gatehouse/screening'
import { createScreeningIndex } from '@gatehouse/screening'
import type { BankList } from './bank-list.ts'

export interface ListsInForce {
  readonly index: ScreeningIndex
  readonly lists: readonly StoredList[]
  /** Sha256 of each list's snapshot, by list id. */
  readonly hashes: ReadonlyMap<string, string>
}

export interface Lists {
  readonly store: ListStore
  /** Undefined until the first `reload`, and when no list was ever imported. */
  current(): ListsInForce | undefined
  /** Reads the lists in force again and swaps the index. */
  reload(): Promise<void>
  status(now: Date): ListStatus
  /** Told by an import that failed, until one of that list succeeds. */
  noteFailure(listId: string, message: string | undefined): void
}

/** @param bankList the bank's own entries; absent where the command line looks at published lists alone */
export function createLists(store: ListStore, bankList?: () => Promise<BankList | undefined>): Lists {
  let inForce: ListsInForce | undefined
  const failures = new Map<string, string>()
  return {
    store,
    current: () => inForce,
    async reload() {
      const published = await store.status()
      const own = await bankList?.()
      const lists = own === undefined ? published : [...published, own.status]
      const isSame = inForce !== undefined && sameSnapshots(lists, inForce.lists)
      const index = isSame ? inForce?.index : undefined
      const entities = index === undefined ? [...(await readAll(store, published)), ...(own?.entities ?? [])] : []
      const hashes = await Promise.all(
        published.map(
          async ({ listId, snapshotId }) => [listId, (await store.snapshot(listId, snapshotId)).sha256] as const,
        ),
      )
      inForce =
        lists.length === 0
          ? undefined
          : { index: index ?? createScreeningIndex(entities), lists, hashes: new Map(hashes) }
    },
    status: (now) => [
      ...(inForce?.lists ?? []).map((list) =>
        toStatus(list, inForce?.hashes.get(list.listId) ?? null, failures.get(list.listId), now),
      ),
      ...[...failures].filter(([listId]) => !inForce?.lists.some((list) => list.listId === listId)).map(missing),
    ],
    noteFailure(listId, message) {
      if (message === undefined) failures.delete(listId)
      else failures.set(listId, message)
    },
  }
}

async function readAll(store: ListStore, lists: readonly StoredList[]): Promise<Entity[]> {
  const entities: Entity[] = []
  for (const { listId, snapshotId } of lists) {
    for await (const entity of store.entities(listId, snapshotId)) entities.push(entity)
  }
  return entities
}

function sameSnapshots(a: readonly StoredList[], b: readonly StoredList[]): boolean {
  const key = (lists: readonly StoredList[]) => lists.map((list) => `${list.listId}:${list.snapshotId}`).join()
  return key(a) === key(b)
}

type Row = ListStatus[number]

function toStatus(list: StoredList, sha256: string | null, failure: string | undefined, now: Date): Row {
  const ageHours = (now.getTime() - Date.parse(list.checkedAt)) / 3_600_000
  const isStale = ageHours > defaultOnboardingPolicy.listMaxAgeHours
  return {
    listId: list.listId,
    name: list.title,
    snapshotId: list.snapshotId,
    entries: list.entryCount,
    importedAt: list.fetchedAt,
    sha256,
    status: failure !== undefined ? 'failed' : isStale ? 'stale' : 'current',
    message: failure ?? null,
  }
}

function missing([listId, message]: readonly [string, string]): Row {
  return {
    listId,
    name: listId,
    snapshotId: null,
    entries: 0,
    importedAt: null,
    sha256: null,
    status: 'missing',
    message,
  }
}
