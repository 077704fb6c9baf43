// Brings events to runs, keeps what the decider answers, and does what it asks for.
// It knows no rule of any task type: those are the decider's.

import { decide, nextLookAt, workflowExpiryAt } from '../decider/decide.ts'
import type { DeciderEnv, Effect } from '../decider/effects.ts'
import type { RunEvent } from '../decider/events.ts'
import type { Run, TaskRecord } from '../decider/run.ts'
import type { Step } from '../decider/step.ts'
import { assertNever } from '../errors.ts'
import { revealSecrets } from '../expressions/resolve.ts'
import { hasEnded, isTerminal } from '../model/status.ts'
import type { Clock, HttpCaller, KafkaPublisher, ScriptOutcome, ScriptRequest, ScriptRunner } from '../ports.ts'
import type { Limits } from '../queue/limits.ts'
import type { TaskAnswer } from '../tasks/task-kind.ts'
import type { Timers } from '../time/timers.ts'
import type { Commits } from './commits.ts'
import { OutsideCalls } from './outside-calls.ts'
import type { OutputCache } from './output-cache.ts'
import type { Pending } from './pending.ts'
import { Relations } from './relations.ts'
import type { RunCache } from './run-cache.ts'
import type { Starts } from './starts.ts'
import type { WorkflowLimits } from './workflow-limits.ts'

export interface DispatcherParts {
  readonly cache: RunCache
  readonly commits: Commits
  readonly starts: Starts
  readonly scripts: ScriptRunner
  readonly http: HttpCaller
  readonly kafka: KafkaPublisher | undefined
  /** Of tasks and runs by their ids, each with the id of the run. */
  readonly timers: Timers<string, string>
  readonly env: DeciderEnv
  readonly limits: WorkflowLimits
  readonly outputs: OutputCache
  readonly taskLimits: Limits
  readonly clock: Clock
  readonly now: () => number
  /** Whether somebody collects traces. */
  readonly traces: boolean
  readonly secretOf: (name: string) => string | undefined
  /** Puts the names of secrets in the place of the secrets. */
  readonly conceal: <T>(value: T) => T
  /** A task of the engine's own wrote this line. */
  readonly log: (taskId: string, line: string) => void
  readonly publish: (event: string, messageId: string, payload: Record<string, unknown>) => void
  /** Whether a handler listens for the event. */
  readonly isHeard: (event: string) => boolean
  /** What is in memory of a run is no longer to be trusted. */
  readonly reload: (run: Run) => Run | undefined
  readonly onDefect: (error: unknown, workflowId: string) => void
}

// A loop that does nothing but scripts must let others have their turn.
const mostScriptsAtOnce = 32

export class Dispatcher {
  private readonly parts: DispatcherParts
  private readonly relations: Relations
  private readonly calls: OutsideCalls
  /** What follows from what was just applied, in the order in which it came up. */
  private readonly followUps: (() => void)[] = []
  private draining = false
  /** Scripts that were run on this thread since nothing was left to follow up. */
  private scriptsAtOnce = 0
  private closed = false

  constructor(parts: DispatcherParts) {
    this.parts = parts
    this.calls = new OutsideCalls({
      ...parts,
      limits: parts.taskLimits,
      answer: (id, taskId, answer) => this.answerCall(id, taskId, answer),
    })
    this.relations = new Relations({
      ...parts,
      apply: (run, event) => this.applyWith(run, event),
      start: (run) => this.applyWith(run, this.startEvent(run)),
    })
  }

  /** Starts a run that was just created. */
  start(run: Run, by: string): void {
    this.apply(run, this.startEvent(run), by)
  }

  /** Whoever is beyond the limit of its definition waits until another has ended. */
  private startEvent(run: Run): RunEvent {
    const { limits } = this.parts
    if (limits.hasRoom(run)) {
      limits.enter(run)
      return { kind: 'start' }
    }
    limits.wait(run)
    return { kind: 'hold' }
  }

  /** It has ended, or is gone: the next that waited for it begins. */
  leave(run: Run): void {
    const next = this.parts.limits.leave(run)
    const waiting = next === undefined ? undefined : this.parts.cache.get(next)
    if (!waiting) return
    this.parts.limits.enter(waiting)
    this.applyQuietly(waiting, { kind: 'admit' }, 'engine')
  }

  /** One that was read back while the engine runs: it may have its place and not know it yet, or wait for a lost answer. */
  goOn(id: string): void {
    const run = this.parts.cache.get(id)
    if (!run || hasEnded(run.status) || this.parts.limits.isWaiting(run)) return
    if (run.rateLimited) this.applyQuietly(run, { kind: 'admit' }, 'engine')
    // A paused one asks again when it is resumed.
    else if (run.status === 'RUNNING') this.applyQuietly(run, { kind: 'recover' }, 'engine')
  }

  /**
   * Applies an event and everything that follows from it, in this run and in others.
   * A defect in deciding costs the one run that it is about: what is in memory of it is thrown away, and the run ends as
   * FAILED from where it was stored. The caller gets the error.
   */
  apply(run: Run, event: RunEvent, by: string): Step {
    try {
      return this.applyOnce(run, event, by)
    } catch (error) {
      this.parts.onDefect(error, run.id)
      this.failFromDisk(run, error)
      throw error
    }
  }

  /** As `apply`, where nobody waits for the outcome. */
  private applyQuietly(run: Run, event: RunEvent, by: string): void {
    try {
      this.apply(run, event, by)
    } catch {
      // Reported and dealt with.
    }
  }

  /** What one run brings about in another is written with it, scripts under way or not: half of it would be lost on disk. */
  private applyWith(run: Run, event: RunEvent): void {
    this.applyQuietly(run, event, 'engine')
    this.parts.commits.commitWithNext(run)
  }

  private failFromDisk(run: Run, error: unknown): void {
    const stored = this.parts.reload(run)
    if (!stored || hasEnded(stored.status)) return
    try {
      const reason = `The engine cannot go on with this workflow: ${textOf(error)}`
      this.applyOnce(stored, { kind: 'fail', reason }, 'engine')
    } catch (second) {
      this.parts.onDefect(second, run.id)
    }
  }

  private applyOnce(run: Run, event: RunEvent, by: string): Step {
    const step = decide(run, this.withoutSecrets(event), this.parts.env, this.parts.now(), by)
    run.updateTime = step.now
    const after: Effect[] = []
    let shared = false
    for (const effect of step.effects) {
      if (effect.kind === 'run-script') this.runScript(run, effect)
      else if (isDoneAfterwards(effect)) after.push(effect)
      else {
        shared = true
        this.followUps.push(() => this.perform(run, effect))
      }
    }
    const polled = event.kind === 'polled'
    this.parts.commits.absorb(step, { taken: polled && step.effects.length === 0, shared, after })
    // The response timeout runs from the poll, not from when that is written.
    if (polled) for (const record of step.changed) this.watch(run, record)
    this.drain()
    return step
  }

  /** Whoever was given a secret may send it back. */
  private withoutSecrets(event: RunEvent): RunEvent {
    if (event.kind === 'update') {
      const update = this.parts.conceal(event.update)
      return update === event.update ? event : { ...event, update }
    }
    if (event.kind !== 'answer') return event
    const { kind } = event.answer
    const isFromOutside = kind === 'script' || kind === 'http' || kind === 'kafka'
    const answer = isFromOutside ? this.parts.conceal(event.answer) : event.answer
    return answer === event.answer ? event : { ...event, answer }
  }

  /** What is due after a run's changes are on disk: limits are watched, calls are made. */
  afterWrite(pending: Pending): void {
    const { run } = pending
    for (const record of pending.changed) this.watch(run, record)
    for (const record of pending.removed) this.parts.timers.set(record.id, undefined, run.id)
    if (pending.entries.some(({ kind }) => kind === 'workflow')) {
      this.parts.timers.set(run.id, workflowExpiryAt(run), run.id)
      if (hasEnded(run.status)) this.leave(run)
      else if (!run.rateLimited) this.parts.limits.enter(run)
    }
    for (const effect of pending.after) {
      if (effect.kind === 'call-http' || effect.kind === 'publish-kafka') this.calls.begin(run, effect)
      else if (effect.kind === 'keep-output') this.parts.outputs.put(effect.key, effect.output, effect.until)
    }
  }

  /** A moment that was asked for has come. */
  due(id: string, workflowId: string): void {
    const taskId = id === workflowId ? undefined : id
    const run = this.parts.cache.get(workflowId)
    if (!run || hasEnded(run.status)) return
    const step = this.applyDue(run, taskId)
    if (!step) return
    const record = taskId ? run.tasks.get(taskId) : undefined
    if (!record || step.changed.has(record)) return
    // It came too early, because the limit has moved since. In a paused run it stays silent until that is resumed.
    if ((nextLookAt(record) ?? 0) > step.now) this.watch(run, record)
  }

  private applyDue(run: Run, taskId: string | undefined): Step | undefined {
    try {
      return this.apply(run, taskId ? { kind: 'due', taskId } : { kind: 'due' }, 'engine')
    } catch {
      // Reported and dealt with.
      return undefined
    }
  }

  /** Of a run that was read back: a call that is under way is not made again. */
  noteCalls(run: Run): void {
    for (const record of run.tasks.values()) {
      if (!isTerminal(record.status)) record.awaiting = this.calls.awaited(record.id)
    }
  }

  watch(run: Run, record: TaskRecord): void {
    const at = hasEnded(run.status) ? undefined : nextLookAt(record)
    this.parts.timers.set(record.id, at, run.id)
  }

  /** A child has ended and its parent does not know it yet. */
  childEnded(parent: Run, taskId: string, child: Run): void {
    this.relations.perform(child, { kind: 'tell-parent', parentId: parent.id, parentTaskId: taskId })
  }

  close(): void {
    this.closed = true
    this.calls.close()
  }

  /** Taken one after the other, so that no chain of workflows exhausts the stack. */
  private drain(): void {
    if (this.draining) return
    this.draining = true
    try {
      for (let next = this.followUps.shift(); next; next = this.followUps.shift()) next()
    } finally {
      this.draining = false
      this.scriptsAtOnce = 0
    }
  }

  private perform(run: Run, effect: Effect): void {
    switch (effect.kind) {
      case 'start-child':
      case 'terminate-child':
      case 'tell-parent':
      case 'start-other':
      case 'start-failure-workflow':
      case 'revive-parent':
      case 'retry-child':
        this.relations.perform(run, effect)
        return
      case 'abort-call':
        this.calls.abort(effect.taskId)
        return
      case 'publish':
        if (effect.work && !this.parts.isHeard(effect.event)) this.relations.startWork(run, effect.work)
        else this.parts.publish(effect.event, effect.messageId, effect.payload)
        return
      case 'run-script':
      case 'call-http':
      case 'publish-kafka':
      case 'keep-output':
        return
      default:
        assertNever(effect)
    }
  }

  private answer(run: Run, taskId: string, answer: TaskAnswer): void {
    this.applyQuietly(run, { kind: 'answer', taskId, answer }, 'engine')
  }

  private answerCall(workflowId: string, taskId: string, answer: TaskAnswer): void {
    const run = this.parts.cache.get(workflowId)
    if (run) this.answer(run, taskId, answer)
  }

  /** For the decider: what a script comes to that cannot take long. */
  runAtOnce(request: ScriptRequest): ScriptOutcome | undefined {
    if (this.scriptsAtOnce >= mostScriptsAtOnce) return undefined
    const outcome = this.parts.scripts.runAtOnce?.(this.revealed(request))
    if (outcome === undefined) return undefined
    this.scriptsAtOnce += 1
    return this.parts.conceal(outcome)
  }

  private revealed(request: ScriptRequest): ScriptRequest {
    return { ...request, input: revealSecrets(request.input, this.parts.secretOf) }
  }

  private runScript(run: Run, effect: Extract<Effect, { kind: 'run-script' }>): void {
    const { taskId, purpose } = effect
    const answered = this.parts.scripts
      .run({ ...this.revealed(effect.request), owner: run.def.name })
      .catch((error: unknown): ScriptOutcome => {
        return { ok: false, error: textOf(error), terminal: false }
      })
    void answered.then((outcome) => {
      // What was thrown away meanwhile, or removed, must not be written any more.
      if (this.closed || !this.parts.cache.isCurrent(run)) return
      this.answer(run, taskId, { kind: 'script', purpose, outcome })
    })
  }
}

/** Not before the run's changes are on disk. */
function isDoneAfterwards({ kind }: Effect): boolean {
  return kind === 'call-http' || kind === 'publish-kafka' || kind === 'keep-output'
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
