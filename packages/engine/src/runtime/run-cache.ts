// Runs in memory. Those that have not been touched for long are dropped and read back when they are needed.

import { compilePlan } from '../decider/plan.ts'
import type { Plan } from '../decider/plan.ts'
import type { Run } from '../decider/run.ts'
import { toWorkflowDef } from '../model/definition-defaults.ts'
import type { WorkflowDef } from '../model/definition.ts'
import { hasEnded } from '../model/status.ts'
import { EngineError } from '../errors.ts'
import type { Store } from '../store/store.ts'
import { noteWritten } from './pending.ts'
import { toRun } from './run-codec.ts'
import type { ReadOutside } from './run-codec.ts'

export interface CacheLimits {
  /** Above this many open runs the ones touched longest ago are dropped. */
  readonly most: number
  /** How long an open run stays without being touched. */
  readonly idleMs: number
}

interface Resident {
  readonly run: Run
  touchedAt: number
}

export class RunCache {
  private readonly store: Store
  private readonly limits: CacheLimits
  /** Touched again within that time, a run keeps its place in the line: moving it on each touch costs more than it helps. */
  private readonly unnoticedMs: number
  private readonly isBusy: (run: Run) => boolean
  private readonly now: () => number
  private readonly readOutside: ReadOutside
  /** Open runs, the longest untouched first. */
  private readonly residents = new Map<string, Resident>()
  /** The latest that have ended: somebody may ask how. */
  private readonly ended = new Map<string, Run>()
  private readonly definitions = new Map<string, { readonly definition: WorkflowDef; readonly plan: Plan }>()

  constructor(parts: {
    store: Store
    limits: CacheLimits
    now: () => number
    readOutside: ReadOutside
    isBusy: (run: Run) => boolean
  }) {
    this.store = parts.store
    this.limits = parts.limits
    this.unnoticedMs = Math.min(1000, parts.limits.idleMs / 10)
    this.now = parts.now
    this.readOutside = parts.readOutside
    this.isBusy = parts.isBusy
  }

  get size(): number {
    return this.residents.size + this.ended.size
  }

  add(run: Run): void {
    this.residents.set(run.id, { run, touchedAt: this.now() })
    this.trim()
  }

  get(id: string): Run | undefined {
    const resident = this.residents.get(id)
    if (!resident) return this.ended.get(id) ?? this.load(id)
    const now = this.now()
    // The clock may have been set back.
    if (Math.abs(now - resident.touchedAt) > this.unnoticedMs) {
      // To the end of the line.
      this.residents.delete(id)
      this.residents.set(id, resident)
      resident.touchedAt = now
    }
    return resident.run
  }

  /** Whether that run is the one in memory, and not one that was thrown away for what is stored. */
  isCurrent(run: Run): boolean {
    return (this.residents.get(run.id)?.run ?? this.ended.get(run.id)) === run
  }

  /** Called when its state is on disk: one that has ended makes room. */
  settle(run: Run): void {
    if (hasEnded(run.status)) {
      this.residents.delete(run.id)
      this.keepEnded(run)
    } else if (this.ended.delete(run.id)) this.add(run)
  }

  private keepEnded(run: Run): void {
    this.ended.delete(run.id)
    this.ended.set(run.id, run)
    for (const [id, oldest] of this.ended) {
      if (this.ended.size <= mostEnded) break
      // Its children or its parent may still be about to change it.
      if (this.isBusy(oldest)) break
      this.ended.delete(id)
    }
  }

  /** As `get`, for a reader who does not keep it busy: not found is an error. */
  require(id: string): Run {
    const run = this.get(id)
    if (!run) throw new EngineError('NOT_FOUND', `No such workflow found by id: ${id}`, { workflowId: id })
    return run
  }

  /** The run that has the task, if it is in memory and not stored yet. */
  holderOf(taskId: string): string | undefined {
    for (const { run } of this.residents.values()) if (!run.stored && run.tasks.has(taskId)) return run.id
    return undefined
  }

  /** In memory with something under way. */
  isHeld(id: string): boolean {
    const run = this.residents.get(id)?.run ?? this.ended.get(id)
    return run !== undefined && (!hasEnded(run.status) || this.isBusy(run))
  }

  drop(id: string): void {
    this.residents.delete(id)
    this.ended.delete(id)
  }

  /** Notes a definition that is about to be stored, so that it need not be read back. */
  keepDefinition(hash: string, definition: WorkflowDef, plan: Plan): void {
    if (!this.definitions.has(hash)) this.definitions.set(hash, { definition, plan })
  }

  /** Drops what is over the limits. Called now and then. */
  trim(): void {
    const idleBefore = this.now() - this.limits.idleMs
    for (const [id, { run, touchedAt }] of this.residents) {
      const over = this.residents.size > this.limits.most
      if (!over && touchedAt > idleBefore) break
      if (!this.isBusy(run)) this.residents.delete(id)
      else if (over) break
    }
  }

  private load(id: string): Run | undefined {
    const row = this.store.readExecution(id)
    if (!row) return undefined
    const { definition, plan } = this.definitionOf(row.snapshot)
    const tasks = this.store.readTasks(row.row)
    const run = toRun(row, tasks, definition, plan, this.store.nextEventNumber(row.row) - 1, this.readOutside)
    noteWritten(run)
    if (hasEnded(run.status)) this.keepEnded(run)
    else this.residents.set(id, { run, touchedAt: this.now() })
    return run
  }

  /** The definition behind a hash, for executions of which only the row is wanted. */
  definitionOf(hash: string): { readonly definition: WorkflowDef; readonly plan: Plan } {
    const kept = this.definitions.get(hash)
    if (kept) return kept
    const body = this.store.readSnapshot(hash)
    if (body === undefined) throw new EngineError('INTERNAL', `The definition snapshot ${hash} is missing.`)
    // Written by the registry, which had normalised it.
    const definition = toWorkflowDef(JSON.parse(body))
    const read = { definition, plan: compilePlan(definition) }
    if (this.definitions.size >= maxDefinitions) this.definitions.clear()
    this.definitions.set(hash, read)
    return read
  }
}

const maxDefinitions = 2000
const mostEnded = 256
