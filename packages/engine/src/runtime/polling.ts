// Hands tasks to workers: at once when one is due, otherwise as soon as one is while the poll is held open.

import type { PollRequest } from '../api.ts'
import type { Run, TaskRecord } from '../decider/run.ts'
import { revealSecrets } from '../expressions/resolve.ts'
import type { PollData, Task } from '../model/execution.ts'
import { hasEnded, isTerminal } from '../model/status.ts'
import type { Clock } from '../ports.ts'
import type { Limits } from '../queue/limits.ts'
import { queueName, TaskQueues } from '../queue/task-queues.ts'
import type { QueueEntry } from '../queue/task-queues.ts'
import type { PollRow } from '../store/rows.ts'
import { Timers } from '../time/timers.ts'
import { isForWorkers } from './run-codec.ts'
import { toFullTask } from './views.ts'

export interface PollingParts {
  readonly clock: Clock
  readonly limits: Limits
  readonly runOf: (workflowId: string) => Run | undefined
  /** Tells the run that a worker has the task. */
  readonly polled: (run: Run, taskId: string, workerId: string | undefined) => void
  readonly secretOf: (name: string) => string | undefined
  readonly environmentOf: (name: string) => string | undefined
}

interface Parked {
  readonly request: PollRequest
  readonly answer: (tasks: Task[]) => void
}

export class Polling {
  readonly queues = new TaskQueues()
  private readonly limits: Limits
  private readonly parts: PollingParts
  private readonly parked = new Map<string, Set<Parked>>()
  /** When delayed tasks of a queue become due, or a rate limit lets more through. */
  private readonly ripening: Timers<string>
  private readonly patience: Timers<Parked>
  private readonly pollData = new Map<string, PollRow>()
  private readonly lastPolls = new Map<string, number>()
  private unsavedPolls = new Set<string>()
  private readonly touched = new Set<string>()
  private closed = false
  polls = 0

  constructor(parts: PollingParts) {
    this.parts = parts
    this.limits = parts.limits
    this.ripening = new Timers(parts.clock, (queue) => this.wake(queue))
    this.patience = new Timers(parts.clock, (parked) => this.giveUp(parked))
  }

  async poll(request: PollRequest): Promise<Task[]> {
    this.polls += 1
    const name = queueName(request.taskType, request.domain)
    this.notePoll(name, request)
    const tasks = this.take(name, request)
    const waitMs = request.timeoutMs ?? 0
    if (tasks.length > 0 || waitMs <= 0 || this.closed || request.signal?.aborted) return tasks
    return new Promise((resolve) => this.park(name, request, waitMs, resolve))
  }

  /** A task for a worker that has just reported, unless others have waited longer. */
  next(taskType: string, domain: string | undefined, workerId: string | undefined): Task | undefined {
    const request = { taskType, ...(domain ? { domain } : {}), ...(workerId ? { workerId } : {}), count: 1 }
    const name = queueName(taskType, domain)
    this.notePoll(name, request)
    return this.take(name, request)[0]
  }

  /** Brings the queues in line with a record whose state is on disk. */
  sync(run: Run, record: TaskRecord): void {
    if (!isForWorkers(record)) return
    const name = queueName(record.taskType, record.domain)
    if (record.status !== 'IN_PROGRESS' && this.limits.release(record.taskDefName, record.id)) this.touchType(record)
    if (record.status === 'SCHEDULED' && !hasEnded(run.status)) {
      if (this.queues.holds(record.id, record.dueAt)) return
      this.queues.put(entryOf(run, record, name), this.parts.clock.now())
      this.touched.add(name)
    } else if (isTerminal(record.status)) this.queues.remove(record.id)
  }

  /** Puts a task read back at start-up into its queue, or counts it as handed out. */
  restore(entry: QueueEntry, definitionName: string, inProgress: boolean): void {
    if (inProgress) {
      this.queues.putOut(entry)
      this.limits.hold(definitionName, entry.taskId)
      return
    }
    this.queues.put(entry, this.parts.clock.now())
    this.touched.add(entry.queue)
  }

  /** A task that is no more. */
  forget(record: TaskRecord): void {
    this.queues.remove(record.id)
    if (this.limits.release(record.taskDefName, record.id)) this.touchType(record)
  }

  /** Serves parked polls of every queue that has changed since the last call. */
  wakeTouched(): void {
    const names = [...this.touched]
    this.touched.clear()
    for (const name of names) this.wake(name)
  }

  lastPollTime(taskType: string, domain: string): number | undefined {
    return this.lastPolls.get(queueName(taskType, domain))
  }

  pollDataOf(taskType?: string): PollData[] {
    return [...this.pollData.values()]
      .filter((row) => taskType === undefined || row.task_type === taskType)
      .map((row) => ({
        queueName: row.task_type,
        ...(row.domain === null ? {} : { domain: row.domain }),
        ...(row.worker_id === '' ? {} : { workerId: row.worker_id }),
        lastPollTime: row.polled,
      }))
  }

  restorePolls(rows: readonly PollRow[]): void {
    for (const row of rows) this.keepPoll(row)
  }

  /** Poll data that has changed since the last call. */
  takeUnsavedPolls(): PollRow[] {
    const rows = [...this.unsavedPolls].flatMap((key) => this.pollData.get(key) ?? [])
    this.unsavedPolls = new Set()
    return rows
  }

  close(): void {
    this.closed = true
    this.ripening.stop()
    this.patience.stop()
    for (const parked of this.parked.values()) for (const { answer } of parked) answer([])
    this.parked.clear()
  }

  private wake(name: string): void {
    const now = this.parts.clock.now()
    // Asked even when nobody waits: what has become due must not be looked for again and again.
    let isReady = this.queues.isReady(name, now)
    for (const parked of this.parked.get(name) ?? []) {
      if (!isReady) break
      const tasks = this.take(name, parked.request)
      if (tasks.length === 0) break
      this.unpark(name, parked)
      parked.answer(tasks)
      isReady = this.queues.isReady(name, now)
    }
    // A rate limit may have asked for an earlier or a later look meanwhile.
    const times = [this.queues.nextDueAt(name), this.ripening.get(name)].filter((at) => at !== undefined)
    if (times.length > 0) this.ripening.set(name, Math.min(...times))
  }

  private take(name: string, request: PollRequest): Task[] {
    const now = this.parts.clock.now()
    const tasks: Task[] = []
    // Taken one by one: each that starts counts against the limits of the next.
    while (tasks.length < Math.max(1, request.count ?? 1)) {
      const [entry] = this.queues.take(name, 1, now, (candidate) => this.admits(name, candidate, now))
      if (!entry) break
      const task = this.handOut(entry, request, now)
      if (task) tasks.push(task)
    }
    return tasks
  }

  private admits(name: string, entry: QueueEntry, now: number): boolean {
    const record = this.parts.runOf(entry.workflowId)?.tasks.get(entry.taskId)
    // What is gone is let through, and dropped by `handOut`.
    if (!record) return true
    const verdict = this.limits.admits(record.definition, now)
    if (verdict.againAt !== undefined) {
      const planned = this.ripening.get(name)
      this.ripening.set(name, Math.min(planned ?? verdict.againAt, verdict.againAt))
    }
    return verdict.ok
  }

  private handOut(entry: QueueEntry, request: PollRequest, now: number): Task | undefined {
    const run = this.parts.runOf(entry.workflowId)
    const record = run?.tasks.get(entry.taskId)
    if (!run || !record || record.status !== 'SCHEDULED' || hasEnded(run.status)) {
      this.queues.remove(entry.taskId)
      return undefined
    }
    this.limits.started(record.definition, record.id, now)
    this.parts.polled(run, record.id, request.workerId)
    return this.toHandedOut(run, record, now)
  }

  /** The task as the worker sees it: the only place where secrets are in clear. */
  private toHandedOut(run: Run, record: TaskRecord, now: number): Task {
    const task = toFullTask(run, record, now)
    task.inputData = revealSecrets(task.inputData, this.parts.secretOf) as typeof task.inputData // same shape
    for (const name of record.definition?.runtimeMetadata ?? []) {
      const value = this.parts.secretOf(name) ?? this.parts.environmentOf(name)
      if (value !== undefined) task.runtimeMetadata = { ...task.runtimeMetadata, [name]: value }
    }
    return task
  }

  private park(name: string, request: PollRequest, waitMs: number, answer: (tasks: Task[]) => void): void {
    const parked: Parked = { request, answer }
    const waiting = this.parked.get(name)
    if (waiting) waiting.add(parked)
    else this.parked.set(name, new Set([parked]))
    this.patience.set(parked, this.parts.clock.now() + waitMs)
    // A worker that hung up must not be given a task.
    request.signal?.addEventListener('abort', () => this.giveUp(parked), { once: true })
    const dueAt = this.queues.nextDueAt(name)
    if (dueAt !== undefined && this.ripening.get(name) === undefined) this.ripening.set(name, dueAt)
  }

  private giveUp(parked: Parked): void {
    const name = queueName(parked.request.taskType, parked.request.domain)
    if (!this.parked.get(name)?.has(parked)) return
    this.unpark(name, parked)
    parked.answer([])
  }

  private unpark(name: string, parked: Parked): void {
    this.patience.set(parked, undefined)
    const waiting = this.parked.get(name)
    waiting?.delete(parked)
    if (waiting?.size === 0) this.parked.delete(name)
  }

  /** A slot of a definition is free: its tasks may wait under several domains. */
  private touchType(record: TaskRecord): void {
    for (const name of this.parked.keys()) {
      if (name === record.taskType || name.endsWith(`:${record.taskType}`)) this.touched.add(name)
    }
  }

  private notePoll(queue: string, request: PollRequest): void {
    const polled = this.parts.clock.now()
    const row = {
      queue,
      worker_id: request.workerId ?? '',
      task_type: request.taskType,
      domain: request.domain ?? null,
      polled,
    }
    this.unsavedPolls.add(this.keepPoll(row))
  }

  private keepPoll(row: PollRow): string {
    const key = `${row.queue} ${row.worker_id}`
    this.pollData.set(key, row)
    this.lastPolls.set(row.queue, Math.max(row.polled, this.lastPolls.get(row.queue) ?? 0))
    return key
  }
}

function entryOf(run: Run, record: TaskRecord, queue: string): QueueEntry {
  return { taskId: record.id, workflowId: run.id, queue, priority: run.priority, dueAt: record.dueAt }
}
