// Old executions and what belongs to nothing any more: archived or removed, so that the data file stops growing.
// All of it in small pieces with pauses between them, so that nobody who waits for an answer notices.

import type { RetentionRequest, RetentionResult } from '../api.ts'
import { EngineError } from '../errors.ts'
import type { Payloads } from '../payloads/payloads.ts'
import type { Batch } from '../store/rows.ts'
import type { SpaceUse, Store } from '../store/store.ts'

/** Whoever has the store: a running engine, or nobody but this. */
export interface RetentionHost {
  readonly store: Store
  /** What is kept outside of it; undefined when nothing is. */
  readonly payloads: Pick<Payloads, 'discard' | 'sweep'> | undefined
  /** UNAVAILABLE once it is closed. */
  mustBeOpen(): void
  /** Resolves once it is on disk. */
  add(change: (batch: Batch) => void): Promise<void>
  flush(): Promise<void>
  /** Forgets what is in memory of an execution. False: it is about to run again, and stays. */
  letGo(workflowId: string): boolean
  /** From here on, uses of snapshots are noted. */
  watchSnapshots(): void
  hasUsedSnapshot(hash: string): boolean
}

/** Executions in one commit: about 10 ms with a dozen tasks each. */
const mostInCommit = 50
/** Rows looked at in one go, whether or not they are old enough. */
const rowsInLook = 2000
/** Pages moved and given back in one go. */
const pagesInStep = 250
/** Free pages that are kept for what comes next: a file that shrinks and grows all the time wears out the disk. */
const keptFree = { least: 1000, share: 0.1 }
/** The part of the time that may be spent on it while it runs. */
const dutyShare = 0.25

export async function applyRetention(host: RetentionHost, request: RetentionRequest): Promise<RetentionResult> {
  const { archiveEndedBefore = 0, removeEndedBefore = 0, signal } = request
  if (!Number.isFinite(archiveEndedBefore) || !Number.isFinite(removeEndedBefore)) {
    throw new EngineError('INVALID', 'Times are epoch milliseconds.', { archiveEndedBefore, removeEndedBefore })
  }
  host.mustBeOpen()
  const removed = await sweep(host, removeEndedBefore, false, signal)
  const archived = await sweep(host, archiveEndedBefore, true, signal)
  if (removeEndedBefore > 0) await host.add((batch) => batch.forgottenBefore.push(removeEndedBefore))
  if (removed > 0) await forgetDefinitions(host, signal)
  // The files' own times are the file system's.
  host.payloads?.sweep(Date.now())
  return { removed, archived, freedBytes: await giveSpaceBack(host, signal) }
}

async function sweep(host: RetentionHost, endedBefore: number, archive: boolean, signal?: AbortSignal) {
  if (endedBefore <= 0) return 0
  const last = host.store.lastRows().execution
  let count = 0
  for (let after = 0; after < last && signal?.aborted !== true; ) {
    const startedAt = performance.now()
    const upTo = after + rowsInLook
    const rows = host.store.readEnded({ endedBefore, after, upTo, archived: !archive, most: mostInCommit })
    const gone = rows.filter(({ id }) => host.letGo(id))
    if (gone.length > 0) {
      const paths = host.payloads ? gone.flatMap(({ row }) => host.store.payloadsOf(row, archive)) : []
      await host.add((batch) => {
        for (const { row } of gone) batch.removedExecutions.push({ row, archive })
      })
      host.payloads?.discard(paths)
    }
    count += gone.length
    after = rows.length < mostInCommit ? upTo : (rows.at(-1)?.row ?? upTo)
    await rest(host, startedAt)
  }
  return count
}

/** Snapshots of definitions that no execution has any more; those made for one execution alone pile up otherwise. */
async function forgetDefinitions(host: RetentionHost, signal?: AbortSignal): Promise<void> {
  host.watchSnapshots()
  // All uses before that are on disk now.
  await host.flush()
  const unused = new Set(host.store.readSnapshotHashes())
  const last = host.store.lastRows().execution
  for (let after = 0; after < last && unused.size > 0; after += rowsInLook) {
    if (signal?.aborted) return
    const startedAt = performance.now()
    for (const hash of host.store.snapshotsUsed(after, after + rowsInLook)) unused.delete(hash)
    await rest(host, startedAt)
  }
  const forgotten = [...unused].filter((hash) => !host.hasUsedSnapshot(hash))
  if (forgotten.length > 0) await host.add((batch) => batch.forgottenSnapshots.push(...forgotten))
}

/** Bytes that the file has become smaller by. */
async function giveSpaceBack(host: RetentionHost, signal?: AbortSignal): Promise<number> {
  const before = host.store.space()
  for (let use = before; before.canShrink && use.free > freeToKeep(use) && signal?.aborted !== true; ) {
    const startedAt = performance.now()
    host.store.releasePages(Math.min(pagesInStep, use.free - freeToKeep(use)))
    await rest(host, startedAt)
    const next = host.store.space()
    if (next.free >= use.free) break
    use = next
  }
  host.store.checkpoint()
  return Math.max(0, before.pages - host.store.space().pages) * before.pageBytes
}

function freeToKeep({ pages, free }: SpaceUse): number {
  return Math.max(keptFree.least, Math.floor((pages - free) * keptFree.share))
}

async function rest(host: RetentionHost, startedAt: number): Promise<void> {
  const spentMs = performance.now() - startedAt
  await new Promise((resolve) => setTimeout(resolve, Math.min(1000, spentMs * (1 / dutyShare - 1))))
  host.mustBeOpen()
}
