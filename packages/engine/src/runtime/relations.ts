// What happens between executions: parents and children, sequels of a failure, workflows that a task starts.

import type { StartRequest } from '../api.ts'
import type { Effect, OtherRequest, WorkRequest } from '../decider/effects.ts'
import type { RunEvent } from '../decider/events.ts'
import { canRevive } from '../decider/operations/revive.ts'
import { retryRefusal } from '../decider/operations/retry.ts'
import type { Run } from '../decider/run.ts'
import { assertNever, EngineError } from '../errors.ts'
import { toWorkflowDef } from '../model/definition-defaults.ts'
import type { WorkflowDefInput } from '../model/definition.ts'
import { isMap } from '../model/json.ts'
import { hasEnded } from '../model/status.ts'
import type { ChildState, TaskAnswer } from '../tasks/task-kind.ts'
import { failureInput } from './failure-input.ts'
import type { RunCache } from './run-cache.ts'
import { stateChangeStart } from './state-change-work.ts'
import type { Starts } from './starts.ts'

export type RelationEffect = Extract<
  Effect,
  {
    kind:
      | 'start-child'
      | 'terminate-child'
      | 'tell-parent'
      | 'start-other'
      | 'start-failure-workflow'
      | 'revive-parent'
      | 'retry-child'
  }
>

export interface RelationParts {
  readonly cache: RunCache
  readonly starts: Starts
  readonly now: () => number
  /** A task of the engine's own wrote this line. */
  readonly log: (taskId: string, line: string) => void
  readonly apply: (run: Run, event: RunEvent) => void
  /** Begins a new run. */
  readonly start: (run: Run) => void
}

export class Relations {
  private readonly parts: RelationParts

  constructor(parts: RelationParts) {
    this.parts = parts
  }

  perform(run: Run, effect: RelationEffect): void {
    switch (effect.kind) {
      case 'start-child':
        this.startChild(run, effect)
        return
      case 'terminate-child':
        this.terminateChild(effect.workflowId, effect.reason)
        return
      case 'tell-parent':
        this.tellParent(run, effect.parentId, effect.parentTaskId)
        return
      case 'start-other':
        this.startOther(run, effect.taskId, effect.request)
        return
      case 'start-failure-workflow':
        this.startFailureWorkflow(run, effect)
        return
      case 'revive-parent':
        this.reviveParent(run, effect)
        return
      case 'retry-child':
        this.retryChild(run, effect.taskId, effect.workflowId)
        return
      default:
        assertNever(effect)
    }
  }

  private answer(run: Run, taskId: string, answer: TaskAnswer): void {
    this.parts.apply(run, { kind: 'answer', taskId, answer })
  }

  private startChild(parent: Run, effect: Extract<Effect, { kind: 'start-child' }>): void {
    const { taskId, child } = effect
    try {
      const { run, isNew } = this.parts.starts.child(child, parent, taskId)
      // Begun before the parent hears of it: a task whose child ends at once was never in progress.
      if (isNew) this.parts.start(run)
      const ended = hasEnded(run.status)
      this.answer(
        parent,
        taskId,
        ended ? { kind: 'child', child: stateOf(run) } : { kind: 'started', workflowId: run.id },
      )
    } catch (error) {
      if (!(error instanceof EngineError)) throw error
      this.answer(parent, taskId, { kind: 'not-started', reason: error.message })
    }
  }

  private terminateChild(workflowId: string, reason: string): void {
    const run = this.parts.cache.get(workflowId)
    if (!run || hasEnded(run.status)) return
    this.parts.apply(run, { kind: 'terminate', reason, startsFailureWorkflow: false })
  }

  private tellParent(child: Run, parentId: string, taskId: string): void {
    const parent = this.parts.cache.get(parentId)
    if (parent) this.answer(parent, taskId, { kind: 'child', child: stateOf(child) })
  }

  private startOther(from: Run, taskId: string, request: OtherRequest): void {
    try {
      const { run, isNew } = this.parts.starts.other({ ...toStartRequest(request), ...creatorOf(from) }, request)
      this.answer(from, taskId, { kind: 'started', workflowId: run.id })
      if (isNew) this.parts.start(run)
    } catch (error) {
      if (!(error instanceof EngineError)) throw error
      this.answer(from, taskId, { kind: 'not-started', reason: error.message })
    }
  }

  private startFailureWorkflow(failed: Run, effect: Extract<Effect, { kind: 'start-failure-workflow' }>): void {
    const { name, version } = effect.request
    try {
      const { run } = this.parts.starts.sequel(failed, {
        name,
        ...(version === undefined ? {} : { version }),
        input: failureInput(failed, effect.request, this.parts.now()),
        ...(failed.correlationId === undefined ? {} : { correlationId: failed.correlationId }),
        taskToDomain: failed.taskToDomain,
        ...creatorOf(failed),
      })
      this.parts.apply(failed, { kind: 'note-failure-workflow', text: run.id })
      this.parts.start(run)
    } catch (error) {
      if (!(error instanceof EngineError)) throw error
      const text = `Error workflow ${name} failed to start.  reason: ${error.message}`
      this.parts.apply(failed, { kind: 'note-failure-workflow', text })
    }
  }

  /** Tells workers of a change that no handler listens for. */
  startWork(changed: Run, work: WorkRequest): void {
    try {
      this.parts.start(this.parts.starts.news(stateChangeStart(changed, work)).run)
    } catch (error) {
      if (!(error instanceof EngineError)) throw error
      const record = changed.newest.get(work.ref)
      if (record) this.parts.log(record.id, `Nobody was told: ${error.message}`)
    }
  }

  private reviveParent(child: Run, effect: Extract<Effect, { kind: 'revive-parent' }>): void {
    const { parentId, parentTaskId, verb } = effect
    const parent = this.parts.cache.get(parentId)
    if (!parent || !canRevive(parent, parentTaskId)) return
    // A task that has gone on to another child is none of this one's business.
    if (parent.tasks.get(parentTaskId)?.subWorkflowId !== child.id) return
    this.parts.log(parentTaskId, `Sub workflow ${child.id} ${verb}.`)
    this.parts.apply(parent, { kind: 'revive', taskId: parentTaskId, verb })
  }

  private retryChild(parent: Run, taskId: string, childId: string): void {
    const child = this.parts.cache.get(childId)
    if (!child) return
    if (hasEnded(child.status) && !retryRefusal(child)) {
      this.parts.apply(child, { kind: 'retry', childrenInPlace: true })
    } else if (hasEnded(child.status)) {
      this.answer(parent, taskId, { kind: 'child', child: stateOf(child) })
    }
  }
}

function stateOf(run: Run): ChildState {
  return {
    id: run.id,
    name: run.def.name,
    version: run.def.version,
    status: run.status,
    output: run.output,
    reason: run.reason,
  }
}

/** Who stands behind an execution stands behind what it starts. */
function creatorOf({ createdBy }: Run): Pick<StartRequest, 'createdBy'> {
  return createdBy === undefined ? {} : { createdBy }
}

function toStartRequest(request: OtherRequest): StartRequest {
  const definition = isMap(request.definition)
    ? toWorkflowDef(request.definition as unknown as WorkflowDefInput) // START_WORKFLOW has checked its outline
    : undefined
  return {
    name: request.name,
    ...(request.version === undefined ? {} : { version: request.version }),
    input: request.input,
    ...(request.correlationId === undefined ? {} : { correlationId: request.correlationId }),
    taskToDomain: request.taskToDomain,
    priority: request.priority,
    ...(definition ? { workflowDef: definition } : {}),
  }
}
