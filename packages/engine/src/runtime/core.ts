// What the operations of the engine share: its parts, put together.

import type { StorageTrouble } from '../api.ts'
import { workflowExpiryAt } from '../decider/decide.ts'
import type { DeciderEnv } from '../decider/effects.ts'
import type { RunEvent } from '../decider/events.ts'
import type { Run, TaskRecord } from '../decider/run.ts'
import { EngineError } from '../errors.ts'
import { hasEnded } from '../model/status.ts'
import { concealSecrets } from '../expressions/conceal.ts'
import type { EngineEvent } from '../event-log.ts'
import type {
  Clock,
  HttpCaller,
  InterventionCheck,
  KafkaPublisher,
  NamedValues,
  NewId,
  ScriptRunner,
  StartCheck,
} from '../ports.ts'
import type { Batch } from '../store/rows.ts'
import type { Store } from '../store/store.ts'
import { spansOf } from '../tracing/spans.ts'
import type { Span } from '../tracing/spans.ts'
import { Limits } from '../queue/limits.ts'
import { Timers } from '../time/timers.ts'
import { Commits } from './commits.ts'
import { Dispatcher } from './dispatcher.ts'
import { openPayloadFolder } from '../payloads/payload-folder.ts'
import { Payloads } from '../payloads/payloads.ts'
import type { PayloadThresholds } from '../payloads/payloads.ts'
import { OutputCache } from './output-cache.ts'
import type { Pending } from './pending.ts'
import { Polling } from './polling.ts'
import { Registry } from './registry.ts'
import { RunCache } from './run-cache.ts'
import type { CacheLimits } from './run-cache.ts'
import { Interventions } from './interventions.ts'
import { Starts } from './starts.ts'
import { WorkflowLimits } from './workflow-limits.ts'

export interface CoreOptions {
  readonly store: Store
  readonly scripts: ScriptRunner
  readonly http: HttpCaller
  readonly kafka: KafkaPublisher | undefined
  readonly clock: Clock
  readonly ids: NewId
  readonly random: () => number
  readonly secrets: NamedValues
  readonly environment: NamedValues
  readonly checkStart: StartCheck
  readonly checkIntervention: InterventionCheck
  readonly cacheLimits: CacheLimits
  /** Where large payloads go; undefined: they stay in the store. */
  readonly payloads: PayloadOptions | undefined
  readonly serverId: string
  readonly onDefect: (error: unknown, workflowId: string) => void
  readonly onSpans: ((spans: readonly Span[]) => void) | undefined
  readonly onStorage: (trouble: StorageTrouble | undefined) => void
}

export interface PayloadOptions {
  readonly folder: string
  readonly thresholds: PayloadThresholds
}

export type Publish = (event: string, messageId: string, payload: Record<string, unknown>) => void

const pollsSavedEveryMs = 10_000
// What could not be stored when it was due is tried again after so long.
const dueAgainMs = 1000

export class Core {
  readonly store: Store
  readonly clock: Clock
  readonly ids: NewId
  readonly scripts: ScriptRunner
  /** Told of what has ended, for traces; undefined when nobody traces. */
  private readonly onSpans: CoreOptions['onSpans']
  /** Told of what nobody waits for and should not have happened. */
  readonly onDefect: CoreOptions['onDefect']
  readonly registry = new Registry()
  readonly commits: Commits
  readonly cache: RunCache
  readonly starts: Starts
  readonly interventions: Interventions
  readonly polling: Polling
  readonly dispatcher: Dispatcher
  readonly limits = new WorkflowLimits()
  readonly outputs = new OutputCache()
  /** Puts the names of secrets in the place of the secrets. */
  readonly conceal: <T>(value: T) => T
  readonly payloads: Payloads | undefined
  readonly timers: Timers<string, string>
  /** Set by what handles event queues. */
  publish: Publish = () => {}
  isHeard: (event: string) => boolean = () => true
  /** Told of each task that a commit has changed. Set by what watches for tasks of its own. */
  observeTask: (run: Run, record: TaskRecord) => void = () => {}
  private readonly listeners = new Set<(event: EngineEvent) => void>()
  private readonly watchers = new Map<string, Set<() => void>>()
  private nextTaskRow: number
  /** Executions that were read back a moment ago and have yet to go on. */
  private readonly readBack = new Set<string>()
  private sequence = 0
  private pollsSavedAt = performance.now()
  private open = true
  readonly counts = { running: 0, started: 0, completed: 0, failed: 0 }

  constructor(options: CoreOptions) {
    const { store, clock } = options
    this.store = store
    this.clock = clock
    this.ids = options.ids
    this.scripts = options.scripts
    this.onDefect = options.onDefect
    this.onSpans = options.onSpans
    const now = () => clock.now()
    const last = store.lastRows()
    this.nextTaskRow = last.task + 1
    const secretOf = (name: string) => options.secrets.get(name)
    this.conceal = (value) => concealSecrets(value, options.secrets)
    this.payloads = options.payloads && newPayloads(options.payloads, store, options.ids)
    this.commits = new Commits(store, clock, {
      rowText: (run, batch) => (holder, side, value) =>
        this.payloads ? this.payloads.rowText(run, holder, side, value, batch) : JSON.stringify(value),
      preparing: (batch) => this.addPolls(batch),
      written: (pending) => this.onWritten(pending),
      defect: (error, workflowId) => options.onDefect(error, workflowId),
      committed: () => this.polling.wakeTouched(),
      storage: options.onStorage,
      lost: (runs) => this.onLost(runs),
    })
    this.cache = new RunCache({
      store,
      limits: options.cacheLimits,
      now,
      readOutside: (runId, holder, path) => this.payloadsFor(path).stored(runId, holder, path),
      isBusy: (run) => this.isBusy(run),
    })
    this.timers = new Timers(clock, (id, workflowId) => this.dispatcher.due(id, workflowId))
    this.starts = new Starts({
      registry: this.registry,
      cache: this.cache,
      commits: this.commits,
      payloadsFor: (path) => this.payloadsFor(path),
      store,
      newId: options.ids,
      now,
      nextRow: last.execution + 1,
      limits: this.limits,
      environment: (name) => options.environment.get(name),
      check: options.checkStart,
    })
    this.interventions = new Interventions({
      check: options.checkIntervention,
      environment: (name) => options.environment.get(name),
      taskDefinition: (name) => this.registry.taskInForce(name),
    })
    const taskLimits = new Limits()
    this.polling = new Polling({
      clock,
      limits: taskLimits,
      runOf: (id) => this.cache.get(id),
      polled: (run, taskId, workerId) =>
        void this.dispatcher.apply(run, { kind: 'polled', taskId, workerId }, workerId ?? 'worker'),
      secretOf,
      environmentOf: (name) => options.environment.get(name),
    })
    this.dispatcher = new Dispatcher({
      cache: this.cache,
      commits: this.commits,
      starts: this.starts,
      scripts: options.scripts,
      http: options.http,
      kafka: options.kafka,
      timers: this.timers,
      env: this.deciderEnv(options),
      limits: this.limits,
      outputs: this.outputs,
      taskLimits,
      clock,
      now,
      traces: options.onSpans !== undefined,
      secretOf,
      conceal: this.conceal,
      log: (taskId, line) =>
        this.commits.addQuietly((batch) => batch.logs.push({ task_id: taskId, created: now(), line })),
      publish: (event, messageId, payload) => this.publish(event, messageId, payload),
      isHeard: (event) => this.isHeard(event),
      reload: (run) => this.reload(run),
      onDefect: options.onDefect,
    })
  }

  /** Applies an event to a run and answers once it is on disk. */
  async dispatch(run: Run, event: RunEvent, by: string): Promise<void> {
    this.mustBeOpen()
    this.dispatcher.apply(run, event, by)
    await this.commits.whenWritten(run)
  }

  /** The execution a task belongs to. */
  workflowOf(taskId: string): string | undefined {
    return this.store.workflowOfTask(taskId) ?? this.cache.holderOf(taskId)
  }

  /** Where the payload of that path is. INVALID when this engine keeps none outside of its store. */
  payloadsFor(path: string): Payloads {
    if (this.payloads) return this.payloads
    throw new EngineError('INVALID', `This engine stores no payloads outside of its data file, so not ${path}.`, {
      path,
    })
  }

  /** Removes an execution that nobody has in memory, or its tasks only, and what was kept outside for it. */
  async removeExecution(row: number, archive: boolean): Promise<void> {
    const paths = this.payloads ? this.store.payloadsOf(row, archive) : []
    await this.commits.add((batch) => batch.removedExecutions.push({ row, archive }))
    this.payloads?.discard(paths)
  }

  get isOpen(): boolean {
    return this.open
  }

  mustBeOpen(): void {
    if (!this.open) throw new EngineError('UNAVAILABLE', 'The engine is closed.')
  }

  onEvent(listener: (event: EngineEvent) => void): () => void {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  /** Calls back after each commit that touched the execution or one below it. The answer unsubscribes. */
  watchTree(workflowId: string, callback: () => void): () => void {
    const watchers = this.watchers.get(workflowId) ?? new Set()
    watchers.add(callback)
    this.watchers.set(workflowId, watchers)
    return () => {
      watchers.delete(callback)
      if (watchers.size === 0) this.watchers.delete(workflowId)
    }
  }

  async close(): Promise<void> {
    if (!this.open) return
    this.open = false
    this.timers.stop()
    this.polling.close()
    this.dispatcher.close()
    const polls = this.polling.takeUnsavedPolls()
    if (polls.length > 0) this.commits.addQuietly((batch) => batch.polls.push(...polls))
    await this.commits.flush()
    this.commits.stop()
    this.store.close()
  }

  /** Who polled last is of interest to people, not to the flow: written now and then, never for itself. */
  private addPolls(batch: Batch): void {
    const now = performance.now()
    if (now - this.pollsSavedAt < pollsSavedEveryMs) return
    this.pollsSavedAt = now
    batch.polls.push(...this.polling.takeUnsavedPolls())
  }

  private deciderEnv(options: CoreOptions): DeciderEnv {
    return {
      newId: options.ids,
      newRow: () => this.nextTaskRow++,
      random: options.random,
      taskDefinition: (name) => this.registry.taskInForce(name),
      latestVersion: (name) => this.registry.workflow(name)?.version,
      lastPollTime: (taskType, domain) => this.polling.lastPollTime(taskType, domain),
      environment: (name) => options.environment.get(name),
      cachedOutput: (key, now) => this.outputs.get(key, now),
      runAtOnce: (request) => this.dispatcher.runAtOnce(request),
      serverId: options.serverId,
    }
  }

  private isBusy(run: Run): boolean {
    if (this.commits.isUnwritten(run) || run.pendingScripts > 0 || this.watchers.has(run.id)) return true
    for (const record of run.tasks.values()) if (record.awaiting) return true
    return false
  }

  private onWritten(pending: Pending): void {
    const { run } = pending
    this.dispatcher.afterWrite(pending)
    for (const record of pending.removed) this.polling.forget(record)
    for (const record of pending.changed) {
      this.polling.sync(run, record)
      this.observeTask(run, record)
    }
    for (const entry of pending.entries)
      if (entry.kind === 'workflow') this.count(entry.from, entry.to, entry.operation)
    this.cache.settle(run)
    this.tellListeners(pending)
    if (this.onSpans && pending.entries.length > 0) this.onSpans(spansOf(run, pending.entries, pending.removed))
    this.tellWatchers(run)
  }

  private count(from: string | undefined, to: string, operation: string | undefined): void {
    if (operation === 'start') this.counts.started += 1
    if (to === 'COMPLETED') this.counts.completed += 1
    if (to === 'FAILED' || to === 'TIMED_OUT' || to === 'TERMINATED') this.counts.failed += 1
    const wasOpen = operation !== 'start' && (from === 'RUNNING' || from === 'PAUSED')
    const isOpen = to === 'RUNNING' || to === 'PAUSED'
    if (isOpen && !wasOpen) this.counts.running += 1
    if (!isOpen && wasOpen) this.counts.running -= 1
  }

  private tellListeners({ run, entries }: Pending): void {
    if (entries.length === 0 || this.listeners.size === 0) return
    this.sequence += 1
    const event: EngineEvent = {
      sequence: this.sequence,
      workflowId: run.id,
      workflowName: run.def.name,
      workflowVersion: run.def.version,
      ...(run.correlationId === undefined ? {} : { correlationId: run.correlationId }),
      status: run.status,
      entries,
    }
    for (const listener of this.listeners) {
      try {
        listener(event)
      } catch (error) {
        this.onDefect(error, `a listener, at workflow ${run.id}`)
      }
    }
  }

  private tellWatchers(run: Run): void {
    if (this.watchers.size === 0) return
    // Whoever watches an execution watches its children with it.
    for (let above: Run | undefined = run; above; above = above.parentId ? this.cache.get(above.parentId) : undefined) {
      for (const callback of this.watchers.get(above.id) ?? []) callback()
    }
  }

  /** Forgets what could not be written and starts again from what is on disk. */
  private onLost(runs: readonly Run[]): void {
    const again = this.clock.now() + dueAgainMs
    for (const run of runs) {
      const stored = this.reload(run)
      // What was due is due still, and would fail again at once.
      for (const id of [run.id, ...(stored?.tasks.keys() ?? [])]) {
        const at = this.timers.get(id)
        if (at !== undefined && at < again) this.timers.set(id, again, run.id)
      }
    }
  }

  /** Throws away what is in memory of a run; the run as it was stored, or nothing if it never was. */
  private reload(run: Run): Run | undefined {
    for (const record of run.tasks.values()) {
      this.polling.forget(record)
      this.timers.set(record.id, undefined, run.id)
    }
    this.timers.set(run.id, undefined, run.id)
    this.commits.forget(run)
    this.cache.drop(run.id)
    const stored = this.cache.get(run.id)
    if (stored) this.takeUp(stored)
    // It was counted when it was made, and never will end.
    else this.dispatcher.leave(run)
    return stored
  }

  /** What goes with an execution that is read back while the engine runs. */
  private takeUp(run: Run): void {
    this.timers.set(run.id, hasEnded(run.status) ? undefined : workflowExpiryAt(run), run.id)
    this.dispatcher.noteCalls(run)
    for (const record of run.tasks.values()) {
      this.dispatcher.watch(run, record)
      this.polling.sync(run, record)
    }
    if (hasEnded(run.status) || this.readBack.has(run.id)) return
    // It may have been let in, and that could not be stored; or have asked something, and the answer was for what is gone.
    this.readBack.add(run.id)
    this.clock.setAlarm(this.clock.now() + dueAgainMs, () => {
      this.readBack.delete(run.id)
      if (this.open) this.dispatcher.goOn(run.id)
    })
  }
}

function newPayloads({ folder, thresholds }: PayloadOptions, store: Store, newId: NewId): Payloads {
  return new Payloads({ folder: openPayloadFolder(folder), thresholds, store, newId })
}
