/** The index over every list in force, replaced as a whole when a list changes: a query never sees half of an import. */
import { defaultOnboardingPolicy } from '@gatehouse/kyc'
import type { ListStatus } from '@gatehouse/kyc/wire'
import type { EntityTimes, ListStore, ScreeningIndex, ListStatus as StoredList } from '@gatehouse/screening'
import { loadIndex } from '@gatehouse/screening'
import type { BankList } from './bank-list.ts'

export interface ListsInForce {
  readonly index: ScreeningIndex
  readonly lists: readonly StoredList[]
  /** Sha256 of each list's snapshot, by list id. */
  readonly hashes: ReadonlyMap<string, string>
  /** When entries of each published list came and changed, by list id. */
  readonly times: ReadonlyMap<string, EntityTimes>
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

/** @param options.bankList the bank's own entries; absent where the command line looks at published lists alone */
export function createLists(
  store: ListStore,
  options: { readonly now: () => Date; readonly bankList?: () => Promise<BankList | undefined> },
): Lists {
  let inForce: ListsInForce | undefined
  let builtFor = ''
  let hasTerms = false
  const failures = new Map<string, string>()
  const rebuild = async (published: readonly StoredList[], own: BankList | undefined, day: string) => {
    const loaded = await loadIndex({ folder: store.folder, lists: published, own: own?.entities ?? [], day })
    hasTerms = loaded.hasTerms
    return loaded.index
  }
  const read = async (): Promise<void> => {
    const day = options.now().toISOString().slice(0, 10)
    const published = await store.status()
    const own = await options.bankList?.()
    const lists = own === undefined ? published : [...published, own.status]
    const wanted = lists.map((list) => `${list.listId}:${list.snapshotId}`).join()
    // Entries with a term begin and end at midnight, without any list changing.
    const isSame = inForce !== undefined && builtFor === `${wanted} ${hasTerms ? day : ''}`
    const index = isSame && inForce !== undefined ? inForce.index : await rebuild(published, own, day)
    const hashes = await Promise.all(
      published.map(
        async ({ listId, snapshotId }) => [listId, (await store.snapshot(listId, snapshotId)).sha256] as const,
      ),
    )
    const times = isSame && inForce !== undefined ? inForce.times : await readTimes(store, published)
    builtFor = `${wanted} ${hasTerms ? day : ''}`
    inForce = lists.length === 0 ? undefined : { index, lists, hashes: new Map(hashes), times }
  }
  let reading: Promise<void> = Promise.resolve()
  return {
    store,
    current: () => inForce,
    // One after the other, or an older answer could replace a newer one.
    reload: () => (reading = reading.then(read, read)),
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

async function readTimes(store: ListStore, lists: readonly StoredList[]): Promise<ReadonlyMap<string, EntityTimes>> {
  return new Map(await Promise.all(lists.map(async ({ listId }) => [listId, await store.entityTimes(listId)] as const)))
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
