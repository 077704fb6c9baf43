/** The bank's own list as entries that the index can match. It lives with the cases, since its names are personal. */
import type { BlacklistEntry, KycStore } from '@gatehouse/kyc/store'
import type { Entity, ListedDate, ListStatus } from '@gatehouse/screening'
import { blacklistTopic, finishEntity } from '@gatehouse/screening'

/** A list id of its own, so that an imported list may be called BLACKLIST. */
const bankListId = 'BANK'

export interface BankList {
  readonly snapshotId: string
  readonly entities: readonly Entity[]
  readonly status: ListStatus
}

/** The entries in force at this moment; undefined while there is none. */
export async function readBankList(kyc: KycStore, now: Date): Promise<BankList | undefined> {
  const { snapshotId, entries } = await kyc.blacklistSnapshot()
  if (entries.length === 0) return undefined
  return {
    snapshotId,
    entities: entries.map(toEntity),
    status: {
      listId: bankListId,
      title: "The bank's own list",
      purpose: 'blacklist',
      purposes: ['blacklist'],
      snapshotId,
      entryCount: entries.length,
      fetchedAt:
        entries
          .map(({ addedAt }) => addedAt)
          .toSorted()
          .at(-1) ?? now.toISOString(),
      // Read from its only source this moment.
      checkedAt: now.toISOString(),
      source: 'case store',
      snapshots: 1,
    },
  }
}

function toEntity(entry: BlacklistEntry, position: number): Entity {
  return finishEntity({
    listId: bankListId,
    entryId: entry.entryId,
    schema: 'Person',
    names: entry.names.map((full, index) => ({ full, kind: index === 0 ? 'primary' : 'alias' })),
    birthDates: entry.dateOfBirth === null ? [] : [toDate(entry.dateOfBirth)],
    documents: entry.documentNumbers.map((number) => ({ kind: 'other', number })),
    topics: [blacklistTopic],
    programmes: [entry.category],
    listedOn: entry.addedAt.slice(0, 10),
    validTo: entry.expiresOn,
    raw: { line: position + 1 },
  })
}

function toDate(value: string): ListedDate {
  const precisions = { 4: 'year', 7: 'month', 10: 'day' } as const
  // The store takes ISO dates of these three lengths alone.
  const precision = precisions[value.length as keyof typeof precisions] ?? 'day'
  return { value, precision, circa: false }
}
