/** What waits in the house: cases, deliveries, lists that grow old, room on the disk. */
import { statfs } from 'node:fs/promises'
import type { KycStore } from '@gatehouse/kyc/store'
import type { Registry } from 'prom-client'
import type { Lists } from '../screening/lists-in-force.ts'
import { kept, numbers } from './numbers.ts'

/** They are counted in the database: not for every look. */
const keptMs = 15_000

export function registerBusinessMetrics(
  registry: Registry,
  sources: {
    store: Pick<KycStore, 'outbox' | 'countOpenCases'>
    lists: Pick<Lists, 'current' | 'status'>
    dataDir: string
    now: () => Date
  },
): void {
  const { store, lists, dataDir, now } = sources
  const cases = kept(keptMs, () => store.countOpenCases())
  const backlog = kept(keptMs, () => store.outbox.backlog())

  numbers(registry, 'gatehouse_cases', 'Cases that are not decided, by state', ['state'], async () =>
    (await cases()).map(({ state, count }) => [{ state }, count] as const),
  )
  numbers(
    registry,
    'gatehouse_outbox_rows',
    'Deliveries that are due, and those given up',
    ['kind', 'state'],
    async () =>
      (await backlog()).map(({ kind, state, count }) => [{ kind, state: state.toLowerCase() }, count] as const),
  )
  numbers(registry, 'gatehouse_outbox_oldest_seconds', 'Age of the oldest delivery that is due', ['kind'], async () =>
    (await backlog())
      .filter(({ state }) => state === 'PENDING')
      .map(({ kind, oldestAt }) => [{ kind }, Math.max(0, (now().getTime() - Date.parse(oldestAt)) / 1000)] as const),
  )
  numbers(registry, 'gatehouse_list_age_seconds', 'Since the source of a list last gave an answer', ['list'], () =>
    (lists.current()?.lists ?? []).map(
      ({ listId, checkedAt }) =>
        [{ list: listId }, Math.max(0, (now().getTime() - Date.parse(checkedAt)) / 1000)] as const,
    ),
  )
  numbers(
    registry,
    'gatehouse_list_trouble',
    '1 for each list that could not be brought up to date',
    ['list', 'status'],
    () =>
      lists
        .status(now())
        .filter(({ status }) => status !== 'current')
        .map(({ listId, status }) => [{ list: listId, status }, 1] as const),
  )
  numbers(registry, 'gatehouse_disk_free_bytes', 'Room on the disk of the data folder', [], async () => {
    const { bavail, bsize } = await statfs(dataDir)
    return [[{}, bavail * bsize]]
  })
}
