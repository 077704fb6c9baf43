// One commit for everything that has arrived; whoever waits for it is answered afterwards.

import type { StorageTrouble } from '../api.ts'
import type { Effect } from '../decider/effects.ts'
import type { Run } from '../decider/run.ts'
import type { Step } from '../decider/step.ts'
import { EngineError } from '../errors.ts'
import type { Clock } from '../ports.ts'
import { emptyBatch, rowCountOf } from '../store/rows.ts'
import type { Batch } from '../store/rows.ts'
import { Gathering } from './gathering.ts'
import { Latency } from './latency.ts'
import type { Store } from '../store/store.ts'
import { encode, includeTaken, newPending, noteStep, noteTaken, splitTaken } from './pending.ts'
import type { Pending, Waiter } from './pending.ts'
import type { RowText } from './run-codec.ts'
import { StorageWatch } from './storage-watch.ts'

export interface CommitHooks {
  /** Writes the values of a run out, for rows of this batch. */
  rowText(run: Run, batch: Batch): RowText
  /** A commit is about to be written: what can wait for one comes along. */
  preparing(batch: Batch): void
  /** A run's changes are on disk. */
  written(pending: Pending): void
  /** Something went wrong that concerns one run only. */
  defect(error: unknown, workflowId: string): void
  /** All runs of a commit have been told of. */
  committed(): void
  /** Nothing can be stored any more, or again (undefined). */
  storage(trouble: StorageTrouble | undefined): void
  /** A commit could not be written: what is in memory of these runs is not true. */
  lost(runs: readonly Run[]): void
}

// A run whose scripts are being run is not written half-way, unless they take longer than this.
const longestHoldMs = 250
// That a worker has taken a task is written this late when nothing else comes of it.
const takenWriteMs = 1000

export class Commits {
  private readonly store: Store
  private readonly clock: Clock
  private readonly hooks: CommitHooks
  private readonly pending = new Map<string, Pending>()
  /** Those of them that the next commit must write. */
  private readonly urgent = new Set<Pending>()
  private readonly storedSnapshots = new Set<string>()
  private extra = emptyBatch()
  private extraWaiters: Waiter[] = []
  private snapshots = new Map<string, string>()
  private readonly gathering = new Gathering()
  private scheduled = false
  private stopped = false
  private writing: Promise<void> | undefined
  private cancelTaken: (() => void) | undefined
  private cancelHold: (() => void) | undefined
  readonly storage: StorageWatch
  /** How long commits take until they are on disk. */
  readonly latency = new Latency()
  commits = 0
  rows = 0

  constructor(store: Store, clock: Clock, hooks: CommitHooks) {
    this.store = store
    this.clock = clock
    this.hooks = hooks
    this.storage = new StorageWatch({ clock, probe: () => store.probe(), onChange: hooks.storage })
  }

  /** Takes in what a step has changed. `taken`: it is only that a worker has taken a task. */
  absorb(step: Step, options: { readonly taken: boolean; readonly shared: boolean; readonly after: Effect[] }): void {
    const pending = this.pendingOf(step.run)
    pending.after.push(...options.after)
    pending.shared ||= options.shared
    if (options.taken) {
      noteTaken(pending, step)
      this.scheduleTaken()
    } else {
      noteStep(pending, step)
      this.gathering.note()
      this.urgent.add(pending)
      this.schedule()
    }
  }

  /** Adds rows that belong to no run and are missed by nobody if they are lost. */
  addQuietly(change: (batch: Batch) => void): void {
    change(this.extra)
    this.schedule()
  }

  /** Adds rows that belong to no run. */
  add(change: (batch: Batch) => void): Promise<void> {
    if (this.stopped) return Promise.reject(new EngineError('UNAVAILABLE', 'The engine is closed.'))
    this.addQuietly(change)
    return new Promise((done, failed) => this.extraWaiters.push({ done, failed, patient: true }))
  }

  addSnapshot(hash: string, body: string): void {
    if (!this.storedSnapshots.has(hash)) this.snapshots.set(hash, body)
  }

  /** Takes none for stored any more: whoever uses one from now on brings it again. */
  forgetStoredSnapshots(): void {
    this.storedSnapshots.clear()
  }

  /** Whether it was brought since they were forgotten. */
  hasUsedSnapshot(hash: string): boolean {
    return this.storedSnapshots.has(hash) || this.snapshots.has(hash)
  }

  /** What has happened to a run goes into the next commit, scripts under way or not: with rows that belong to it. */
  commitWithNext(run: Run): void {
    const pending = this.pending.get(run.id)
    if (pending) pending.shared = true
  }

  /** Whether something that must not be lost is in memory only, of a run that concerns the caller. */
  hasUnwritten(concerns: (run: Run) => boolean): boolean {
    for (const { run } of this.urgent) if (concerns(run)) return true
    return false
  }

  isUnwritten(run: Run): boolean {
    return this.pending.has(run.id)
  }

  /** Drops what has not been written of a run; whoever waits for it is told. */
  forget(run: Run): void {
    const pending = this.pending.get(run.id)
    if (pending) this.release(pending)
    const error = new EngineError('INTERNAL', 'The change could not be made.', { workflowId: run.id })
    for (const { failed } of pending?.waiters ?? []) failed(error)
  }

  /**
   * Resolves once all that has happened to the run so far is on disk, its scripts' answers included.
   * @param patienceMs how long to wait for scripts; after that it does without their answers.
   */
  whenWritten(run: Run, patienceMs?: number): Promise<void> {
    const known = this.pending.get(run.id)
    const isUrgent = known !== undefined && this.urgent.has(known)
    if (!isUrgent && run.pendingScripts === 0) return this.writing ?? Promise.resolve()
    return new Promise((done, failed) => {
      const waiter = { done, failed, patient: true }
      this.pendingOf(run).waiters.push(waiter)
      if (patienceMs === undefined || run.pendingScripts === 0) return
      setTimeout(() => {
        waiter.patient = false
        this.stopHolding(run)
      }, patienceMs).unref()
    })
  }

  /** Somebody waits no longer for the scripts of a run. */
  private stopHolding(run: Run): void {
    const pending = this.pending.get(run.id)
    if (!pending || pending.waiters.every(({ patient }) => patient)) return
    pending.urgentSince ??= this.clock.now()
    this.urgent.add(pending)
    this.schedule()
  }

  /** Writes everything there is, scripts under way or not. */
  async flush(): Promise<void> {
    this.scheduled = false
    await this.commitSerially(true)
  }

  /** Nothing is written any more. */
  stop(): void {
    this.stopped = true
    const error = new EngineError('UNAVAILABLE', 'The engine was closed before the change was complete.')
    for (const { waiters } of this.pending.values()) for (const { failed } of waiters) failed(error)
    this.pending.clear()
    this.urgent.clear()
    this.cancelTaken?.()
    this.cancelHold?.()
    this.storage.stop()
  }

  private pendingOf(run: Run): Pending {
    const known = this.pending.get(run.id)
    if (known) return known
    const pending = newPending(run)
    this.pending.set(run.id, pending)
    return pending
  }

  private schedule(): void {
    if (this.scheduled || this.stopped) return
    this.scheduled = true
    this.gathering.whenGathered(() => {
      this.scheduled = false
      if (!this.stopped) void this.commitSerially(false)
    })
  }

  private scheduleTaken(): void {
    this.cancelTaken ??= this.clock.setAlarm(this.clock.now() + takenWriteMs, () => {
      this.cancelTaken = undefined
      // Those that follow soon come along; the others get a turn of their own.
      this.includeTaken(this.clock.now() - takenWriteMs / 2)
      this.schedule()
      for (const { taken } of this.pending.values()) {
        if (taken.size === 0) continue
        this.scheduleTaken()
        break
      }
    })
  }

  private async commitSerially(everything: boolean): Promise<void> {
    // One commit at a time: what comes in meanwhile is the next one's.
    while (this.writing) await this.writing
    const writing = this.commit(everything)
    this.writing = writing
    await writing
    if (this.writing === writing) this.writing = undefined
  }

  private async commit(everything: boolean): Promise<void> {
    const included = this.takeReady(everything)
    const batch = this.extra
    const extraWaiters = this.extraWaiters
    this.extra = emptyBatch()
    this.extraWaiters = []
    const snapshots = [...this.snapshots]
    this.snapshots = new Map()
    for (const [hash, body] of snapshots) batch.snapshots.push({ hash, body })
    const encoded = this.encodeAll(included, batch)
    this.gathering.began(encoded.length)
    if (rowCountOf(batch) > 0) this.hooks.preparing(batch)
    const rows = rowCountOf(batch)
    const startedAt = performance.now()
    try {
      if (rows > 0) {
        await this.store.commit(batch)
        this.latency.add(performance.now() - startedAt)
        this.commits += 1
        this.rows += rows
        this.storage.succeeded()
      }
    } catch (cause) {
      this.latency.fail()
      this.storage.failed(cause)
      // Executions that were not in this commit may have the same definition.
      for (const [hash, body] of snapshots) this.addSnapshot(hash, body)
      this.fail(encoded, extraWaiters, cause)
      return
    }
    for (const [hash] of snapshots) this.storedSnapshots.add(hash)
    for (const pending of encoded) this.tell(pending)
    this.hooks.committed()
    for (const { done } of extraWaiters) done()
    for (const pending of encoded) this.answer(pending)
  }

  /** What is on disk is on disk, whatever those who hear of it make of it. */
  private tell(pending: Pending): void {
    try {
      this.hooks.written(pending)
    } catch (error) {
      this.hooks.defect(error, pending.run.id)
    }
  }

  /** Those that can be written out; one that cannot (nested too deep, say) must not stand in the way of the others. */
  private encodeAll(included: readonly Pending[], batch: Batch): Pending[] {
    return included.filter((pending) => {
      try {
        encode(pending, batch, this.hooks.rowText(pending.run, batch))
        return true
      } catch (error) {
        this.hooks.defect(error, pending.run.id)
        this.fail([pending], [], error)
        return false
      }
    })
  }

  private takeReady(everything: boolean): Pending[] {
    if (everything) this.includeTaken(Infinity)
    const now = this.clock.now()
    const ready: Pending[] = []
    for (const pending of this.urgent) {
      if (!everything && this.isHeld(pending, now)) continue
      this.release(pending)
      const kept = splitTaken(pending)
      if (kept) this.pending.set(kept.run.id, kept)
      ready.push(pending)
    }
    return ready
  }

  /** Has the next commit write what workers had taken by then; the clock may have been set back since. */
  private includeTaken(until: number): void {
    const now = this.clock.now()
    for (const pending of this.pending.values()) {
      if (pending.taken.size === 0 || (pending.takenSince > until && pending.takenSince <= now)) continue
      includeTaken(pending, now)
      this.urgent.add(pending)
    }
  }

  private release(pending: Pending): void {
    this.pending.delete(pending.run.id)
    this.urgent.delete(pending)
  }

  private isHeld(pending: Pending, now: number): boolean {
    if (pending.run.pendingScripts === 0 || pending.shared) return false
    if (pending.waiters.some(({ patient }) => !patient)) return false
    const held = now - (pending.urgentSince ?? 0)
    // The clock may have been set back.
    if (held < 0 || held >= longestHoldMs) return false
    this.cancelHold ??= this.clock.setAlarm(now + longestHoldMs - held, () => {
      this.cancelHold = undefined
      this.schedule()
    })
    return true
  }

  /** Those who wait for a run whose scripts are still being run wait on for their answers. */
  private answer(pending: Pending): void {
    const { run, waiters } = pending
    const waitOn = run.pendingScripts > 0 ? waiters.filter(({ patient }) => patient) : []
    for (const waiter of waiters) if (!waitOn.includes(waiter)) waiter.done()
    if (waitOn.length > 0) this.pendingOf(run).waiters.push(...waitOn)
  }

  private fail(included: readonly Pending[], extraWaiters: readonly Waiter[], cause: unknown): void {
    const why = cause instanceof EngineError ? ` ${cause.message}` : ''
    const message = `The change could not be stored. Try again later.${why}`
    const error = new EngineError('UNAVAILABLE', message, {}, { cause })
    this.hooks.lost(included.map(({ run }) => run))
    for (const { failed } of extraWaiters) failed(error)
    for (const { waiters } of included) for (const { failed } of waiters) failed(error)
  }
}
