// The calls of HTTP and Kafka tasks: made after the task is on disk, within the limits of its definition, and given up when
// it is cancelled.

import type { Effect } from '../decider/effects.ts'
import type { Run } from '../decider/run.ts'
import { revealSecrets } from '../expressions/resolve.ts'
import type { TaskDef } from '../model/definition.ts'
import { assertNever } from '../errors.ts'
import type { Clock, HttpCaller, KafkaPublisher } from '../ports.ts'
import { attemptContext, formatTraceparent, parseTraceparent } from '../tracing/trace-context.ts'
import type { Limits } from '../queue/limits.ts'
import type { TaskAnswer } from '../tasks/task-kind.ts'

export type OutsideCall = Extract<Effect, { kind: 'call-http' | 'publish-kafka' }>

export interface OutsideCallParts {
  readonly http: HttpCaller
  /** Undefined: no cluster is known. */
  readonly kafka: KafkaPublisher | undefined
  readonly clock: Clock
  readonly limits: Limits
  /** Calls carry a `traceparent` when somebody collects traces, or the execution came with one. */
  readonly traces: boolean
  readonly secretOf: (name: string) => string | undefined
  readonly answer: (workflowId: string, taskId: string, answer: TaskAnswer) => void
}

const noKafka = 'This server publishes to no Kafka cluster: KAFKA_URL names none.'

interface Call {
  readonly workflowId: string
  readonly effect: OutsideCall
  readonly definition: TaskDef | undefined
  readonly traceparent: string | undefined
}

/** A header that the definition names itself stays. */
function traced<T extends { readonly headers: Readonly<Record<string, unknown>> }>(
  request: T,
  traceparent: string | undefined,
): T {
  const named = Object.keys(request.headers).some((name) => name.toLowerCase() === 'traceparent')
  return traceparent === undefined || named ? request : { ...request, headers: { ...request.headers, traceparent } }
}

export class OutsideCalls {
  private readonly parts: OutsideCallParts
  private readonly open = new Map<string, { readonly call: Call; readonly controller: AbortController }>()
  /** Calls that a limit holds back, by definition, the oldest first. */
  private readonly held = new Map<string, Call[]>()
  private closed = false

  constructor(parts: OutsideCallParts) {
    this.parts = parts
  }

  begin(run: Run, effect: OutsideCall): void {
    const definition = run.tasks.get(effect.taskId)?.definition
    const call = { workflowId: run.id, effect, definition, traceparent: this.traceparentOf(run, effect.taskId) }
    const waiting = definition ? this.held.get(definition.name) : undefined
    if (waiting && waiting.length > 0) waiting.push(call)
    else if (!this.tryCall(call)) this.hold(call)
  }

  /** What a task waits for whose call is under way or held back, and wanted still. */
  awaited(taskId: string): 'http' | 'kafka' | undefined {
    const open = this.open.get(taskId)
    const isOpen = open?.controller.signal.aborted === false
    const call = isOpen ? open.call : [...this.held.values()].flat().find(({ effect }) => effect.taskId === taskId)
    return call && (call.effect.kind === 'call-http' ? 'http' : 'kafka')
  }

  abort(taskId: string): void {
    this.open.get(taskId)?.controller.abort()
    for (const calls of this.held.values()) {
      const at = calls.findIndex(({ effect }) => effect.taskId === taskId)
      if (at >= 0) calls.splice(at, 1)
    }
  }

  close(): void {
    this.closed = true
    for (const { controller } of this.open.values()) controller.abort()
  }

  private hold(call: Call): void {
    const name = call.definition?.name ?? ''
    this.held.set(name, [...(this.held.get(name) ?? []), call])
  }

  /** False when a limit does not let it through now. */
  private tryCall(call: Call): boolean {
    const { clock, limits } = this.parts
    const { definition, effect } = call
    const now = clock.now()
    const verdict = limits.admits(definition, now)
    if (!verdict.ok) {
      if (verdict.againAt !== undefined) clock.setAlarm(verdict.againAt, () => this.release(definition?.name ?? ''))
      return false
    }
    limits.started(definition, effect.taskId, now)
    void this.call(call)
    return true
  }

  private traceparentOf(run: Run, taskId: string): string | undefined {
    if (!this.parts.traces && run.traceparent === undefined) return undefined
    const sampled = parseTraceparent(run.traceparent)?.sampled ?? true
    return formatTraceparent(attemptContext(run, taskId), sampled)
  }

  private async call(call: Call): Promise<void> {
    const { workflowId, effect, definition, traceparent } = call
    const { taskId } = effect
    if (this.closed || this.open.has(taskId)) return
    const controller = new AbortController()
    this.open.set(taskId, { call, controller })
    const answer = await this.make(effect, traceparent, controller.signal)
    this.open.delete(taskId)
    if (this.closed) return
    if (definition) this.parts.limits.release(definition.name, taskId)
    this.parts.answer(workflowId, taskId, answer)
    if (definition) this.release(definition.name)
  }

  private async make(effect: OutsideCall, traceparent: string | undefined, signal: AbortSignal): Promise<TaskAnswer> {
    const failed = (error: unknown) => {
      return { ok: false as const, reason: error instanceof Error ? error.message : String(error), terminal: false }
    }
    // A private copy: what is stored keeps the names of secrets, not the secrets.
    const reveal = <T extends OutsideCall['request']>(request: T) =>
      traced(revealSecrets(request, this.parts.secretOf) as T, traceparent) // same shape
    switch (effect.kind) {
      case 'call-http':
        return { kind: 'http', outcome: await this.parts.http.call(reveal(effect.request), signal).catch(failed) }
      case 'publish-kafka':
        return {
          kind: 'kafka',
          outcome: this.parts.kafka
            ? await this.parts.kafka.publish(reveal(effect.request), signal).catch(failed)
            : { ok: false, reason: noKafka, terminal: true },
        }
      default:
        return assertNever(effect)
    }
  }

  /** Lets through what the limits now allow. */
  private release(name: string): void {
    const calls = this.held.get(name)
    while (!this.closed && calls && calls.length > 0) {
      const [first] = calls
      if (!first || !this.tryCall(first)) return
      calls.shift()
    }
    this.held.delete(name)
  }
}
