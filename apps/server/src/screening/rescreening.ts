/**
 * Customers screened again when a list changes: what changed against all of them, at once and in a thread of its own.
 * Once a week all of them are screened against everything, which shows that nothing was missed.
 */
import { type ListSource, raisesAlert } from '@gatehouse/kyc'
import type { Actor, AlertedEntry, KycStore } from '@gatehouse/kyc/store'
import { deltaBetween, ListError, purposesOf } from '@gatehouse/screening'
import type { Entity, Hit, ListPurpose, ScreeningIndex } from '@gatehouse/screening'
import { toScreeningHit } from '@gatehouse/workers'
import type { OnboardingPolicy } from '@gatehouse/kyc'
import type { Logger } from '../log.ts'
import type { BatchDesk, BatchLease } from './batch-desk.ts'
import { createCustomerBase, type CustomerBase } from './customer-base.ts'
import { pagesOf, toRecord } from './customer-pages.ts'
import type { Lists, ListsInForce } from './lists-in-force.ts'

export interface Rescreening {
  /** Told after each look at the lists. Work that is under way goes on, and what changed meanwhile follows it. */
  wake(): void
  /** Resolves when nothing is under way. */
  settled(): Promise<void>
  stop(): Promise<void>
}

export interface RescreeningParts {
  readonly lists: Pick<Lists, 'current' | 'store'>
  readonly kyc: Pick<
    KycStore,
    'customersToScreen' | 'openEventReview' | 'screenedLists' | 'recordListScreened' | 'endStaleGoodGuys'
  >
  readonly batches: BatchDesk
  readonly policy: OnboardingPolicy
  readonly log: Logger
  readonly now: () => Date
}

const actor: Actor = { type: 'service', id: 'rescreening', roles: ['service'] }
/** Entries that the thread looks for in one go; between two of them it can be stopped. */
const entriesAtOnce = 100
const fullEveryMs = 7 * 24 * 3_600_000
/** In the place of a list's id: the full run. */
const everything = '*'

export function createRescreening(parts: RescreeningParts): Rescreening {
  const { lists, kyc, log } = parts
  const stopping = new AbortController()
  const base = createCustomerBase(kyc)
  let running: Promise<void> | undefined
  let isWanted = false

  const look = async (): Promise<void> => {
    const inForce = lists.current()
    if (inForce === undefined) return
    const screened = await kyc.screenedLists()
    for (const { listId, snapshotId } of inForce.lists) {
      const before = screened.get(listId)?.snapshotId
      if (before === snapshotId || stopping.signal.aborted) continue
      await screenChanges(parts, base, inForce, { listId, before, snapshotId }, stopping.signal)
    }
    const last = screened.get(everything)?.at
    const isDue = last === undefined || parts.now().getTime() - Date.parse(last) >= fullEveryMs
    if (isDue && !stopping.signal.aborted) await screenAll(parts, inForce, last === undefined, stopping.signal)
  }
  const run = async (): Promise<void> => {
    while (isWanted && !stopping.signal.aborted) {
      isWanted = false
      try {
        await look()
      } catch (error) {
        // The next look begins with the same list: nothing is recorded as screened that was not.
        if (!stopping.signal.aborted) log.error({ err: error }, 'customers not screened again')
      }
    }
    running = undefined
  }
  return {
    wake() {
      isWanted = true
      running ??= run()
    },
    settled: async () => await running,
    async stop() {
      stopping.abort()
      await base.close()
      await running
    },
  }
}

interface Change {
  readonly listId: string
  /** Version that the customers were last screened against. */
  readonly before: string | undefined
  readonly snapshotId: string
}

async function screenChanges(
  parts: RescreeningParts,
  base: CustomerBase,
  inForce: ListsInForce,
  change: Change,
  signal: AbortSignal,
): Promise<void> {
  const { kyc, log } = parts
  const { listId, snapshotId } = change
  const customers = await base.refresh(signal)
  // Not all of them are there: none found would pass for none concerned.
  if (signal.aborted) return
  const entities = customers === 0 ? [] : await changedEntities(parts.lists, inForce.index, change)
  const stale = await kyc.endStaleGoodGuys({
    actor,
    entries: entities.map(({ entryId, contentHash }) => ({ listId, entryId, entryHash: contentHash })),
  })
  const { config } = inForce.index
  let hits = 0
  let opened = 0
  for (let from = 0; from < entities.length; from += entriesAtOnce) {
    if (signal.aborted) return
    const found = await base.screen(entities.slice(from, from + entriesAtOnce), config)
    hits += found.length
    for (const [customerId, group] of Map.groupBy(found, (each) => each.customerId)) {
      const alerting = group.map(({ hit }) => hit)
      if (await openReview(parts, inForce, customerId, alerting)) opened++
    }
  }
  const counts = { customers, entries: entities.length, hits, opened, staleDecisions: stale }
  await kyc.recordListScreened({ actor, listId, snapshotId, counts })
  if (entities.length > 0) log.info({ listId, snapshotId, ...counts }, 'customers screened against changes of a list')
}

/** Entries that came or changed since; all of the list where the earlier version is not known any more. */
async function changedEntities(
  lists: RescreeningParts['lists'],
  index: ScreeningIndex,
  change: Change,
): Promise<readonly Entity[]> {
  const { listId, before, snapshotId } = change
  const all = (): readonly Entity[] => index.entities().filter((entity) => entity.listId === listId)
  if (before === undefined) return all()
  try {
    const delta = await deltaBetween(lists.store, listId, before, snapshotId)
    const ids = [...delta.added, ...delta.changed, ...delta.merged.map(({ into }) => into)]
    return [...new Set(ids)].flatMap((id) => index.entity(id) ?? [])
  } catch (error) {
    // The bank's own list has no versions on disk; a pruned version has none any more.
    if (error instanceof ListError && (error.code === 'UNKNOWN_LIST' || error.code === 'UNKNOWN_SNAPSHOT')) return all()
    throw error
  }
}

async function screenAll(
  parts: RescreeningParts,
  inForce: ListsInForce,
  isFirst: boolean,
  signal: AbortSignal,
): Promise<void> {
  const { kyc, log, batches } = parts
  const { index } = inForce
  // Threads and the image for them are for somebody: a new folder has nobody yet.
  let lease: BatchLease | undefined
  let customers = 0
  let opened = 0
  try {
    for await (const page of pagesOf(kyc, undefined)) {
      if (signal.aborted) return
      const records = page.flatMap((customer) => toRecord(customer) ?? [])
      if (records.length === 0) continue
      lease ??= batches.openOwn(index)
      const results = await lease.pool.screen(
        records.map(({ query }) => query),
        { limit: 50 },
        signal,
      )
      customers += records.length
      for (const [at, { hits }] of results.entries()) {
        const whole = hits.flatMap(({ entityId, ...hit }) => {
          const entity = index.entity(entityId)
          return entity === undefined ? [] : [{ ...hit, entity }]
        })
        const customerId = records[at]?.id
        if (customerId !== undefined && (await openReview(parts, inForce, customerId, whole))) opened++
      }
    }
  } finally {
    lease?.release()
  }
  const counts = { customers, opened }
  await kyc.recordListScreened({ actor, listId: everything, snapshotId: index.version, counts })
  // Decisions that ran out are looked at again here; anything else the changes should have found.
  if (opened > 0 && !isFirst) log.warn(counts, 'the full run opened reviews that no change of a list had opened')
}

/** @returns whether somebody has something to look at that is new */
async function openReview(
  { kyc, policy, log }: RescreeningParts,
  inForce: ListsInForce,
  customerId: string,
  hits: readonly Hit[],
): Promise<boolean> {
  const snapshots = inForce.lists.map(({ listId, snapshotId, checkedAt }) => ({ listId, snapshotId, checkedAt }))
  const entries = hits.flatMap((hit): AlertedEntry[] => {
    const { listId, entryId, contentHash: entryHash } = hit.entity
    const raises = sourcesOf(hit.entity, inForce).some((source) =>
      raisesAlert(toScreeningHit(hit, source, snapshots), policy.screening),
    )
    return raises ? [{ listId, entryId, entryHash, score: hit.score }] : []
  })
  if (entries.length === 0) return false
  const { matcherConfigId } = inForce.index
  const opened = await kyc.openEventReview({ actor, customerId, entries, matcherConfigId })
  if (!opened.ok) throw new Error(`${opened.error.code}: ${opened.error.message}`)
  if (opened.value !== null) log.info({ caseId: opened.value.caseId, entries: entries.length }, 'event review opened')
  return opened.value !== null
}

const sources: Readonly<Record<ListPurpose, ListSource>> = {
  sanctions: 'SANCTIONS',
  blacklist: 'BLACKLIST',
  pep: 'PEP',
  'adverse-media': 'ADVERSE_MEDIA',
}

function sourcesOf(entity: Entity, { lists }: ListsInForce): readonly ListSource[] {
  const purposes = purposesOf(entity.topics)
  const own = lists.find(({ listId }) => listId === entity.listId)?.purpose
  return (purposes.length > 0 ? purposes : own === undefined ? [] : [own]).map((purpose) => sources[purpose])
}
