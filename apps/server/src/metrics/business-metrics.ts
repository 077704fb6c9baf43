/** What waits in the house: cases, deliveries, room on the disk. */
import { statfs } from 'node:fs/promises'
import type { KycStore } from '@gatehouse/kyc/store'
import type { Registry } from 'prom-client'
import { kept, numbers } from './numbers.ts'

/** They are counted in the database: not for every look. */
const keptMs = 15_000

export function registerBusinessMetrics(
  registry: Registry,
  sources: { store: Pick<KycStore, 'outbox' | 'countOpenCases'>; dataDir: string; now: () => Date },
): void {
  const { store, dataDir, now } = sources
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
  numbers(registry, 'gatehouse_disk_free_bytes', 'Room on the disk of the data folder', [], async () => {
    const { bavail, bsize } = await statfs(dataDir)
    return [[{}, bavail * bsize]]
  })
}
