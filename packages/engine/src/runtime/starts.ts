// Starts executions: by request, as a child, as the sequel of a failure.

import type { StartRequest } from '../api.ts'
import type { ChildRequest, Idempotency } from '../decider/effects.ts'
import type { Run } from '../decider/run.ts'
import { EngineError } from '../errors.ts'
import { toWorkflowDef } from '../model/definition-defaults.ts'
import type { WorkflowDef } from '../model/definition.ts'
import type { JsonMap } from '../model/json.ts'
import { hasEnded } from '../model/status.ts'
import type { NewId, StartCheck, StartSource } from '../ports.ts'
import type { Store } from '../store/store.ts'
import type { Commits } from './commits.ts'
import { schemaViolation } from '../schema/schema-check.ts'
import { parseTraceparent } from '../tracing/trace-context.ts'
import { newRun, withTemplate } from './new-run.ts'
import type { NewRun } from './new-run.ts'
import { checkWorkflowInput } from '../payloads/payload-limit.ts'
import type { Payloads } from '../payloads/payloads.ts'
import type { Registry } from './registry.ts'
import type { RunCache } from './run-cache.ts'
import { ownKeysOf } from './own-input-keys.ts'
import { shownLimitKey } from './workflow-limits.ts'
import type { WorkflowLimits } from './workflow-limits.ts'

export interface StartedRun {
  readonly run: Run
  /** False: an execution with the same idempotency key, or the child that is there already. */
  readonly isNew: boolean
}

interface Keyed {
  readonly idempotencyKey?: string | undefined
  readonly idempotencyStrategy?: string | undefined
}

export class Starts {
  private readonly registry: Registry
  private readonly cache: RunCache
  private readonly commits: Commits
  private readonly payloadsFor: (path: string) => Payloads
  private readonly store: Store
  private readonly newId: NewId
  private readonly now: () => number
  private readonly limits: WorkflowLimits
  private readonly environment: (name: string) => string | undefined
  private readonly check: StartCheck
  private nextRow: number
  /** Runs with a key that the store may not know of yet. */
  private readonly recentKeys = new Map<string, Run>()

  constructor(parts: {
    registry: Registry
    cache: RunCache
    commits: Commits
    payloadsFor: (path: string) => Payloads
    store: Store
    newId: NewId
    now: () => number
    nextRow: number
    limits: WorkflowLimits
    environment: (name: string) => string | undefined
    check: StartCheck
  }) {
    this.registry = parts.registry
    this.cache = parts.cache
    this.commits = parts.commits
    this.payloadsFor = parts.payloadsFor
    this.store = parts.store
    this.newId = parts.newId
    this.now = parts.now
    this.nextRow = parts.nextRow
    this.limits = parts.limits
    this.environment = parts.environment
    this.check = parts.check
  }

  /** Creates the run of a request; throws what is wrong with it. */
  byRequest(request: StartRequest): StartedRun {
    const definition = this.definitionFor(request)
    const existing = this.existingFor(definition.name, request)
    if (existing) return { run: existing, isNew: false }
    return this.fresh(definition, request, request.source ?? 'api', { idempotencyKey: request.idempotencyKey })
  }

  /** Creates the run that a START_WORKFLOW task asks for, which has no ties to the task's execution. */
  other(request: StartRequest, { idempotencyKey, idempotencyStrategy }: Idempotency): StartedRun {
    const definition = this.definitionFor(request)
    const existing = this.existingForTask(definition.name, { idempotencyKey, idempotencyStrategy })
    return existing
      ? { run: existing, isNew: false }
      : this.fresh(definition, request, 'start-workflow', { idempotencyKey })
  }

  /** Creates the run that tells workers of a task's change. */
  news(request: StartRequest): StartedRun {
    return this.fresh(this.definitionFor(request), request, 'state-change')
  }

  /**
   * Creates the run of a failure workflow. Its input holds that of the failed run, which nobody chose to hand on: what
   * the failed run's definition hides stays hidden there too, and workers get it, as they did.
   */
  sequel(failed: Run, request: StartRequest): StartedRun {
    const definition = this.definitionFor(request)
    const hidden = new Set([...(definition.maskedFields ?? []), ...(failed.def.maskedFields ?? [])])
    const masked = hidden.size === 0 ? definition : { ...definition, maskedFields: [...hidden] }
    return this.fresh(masked, request, 'failure')
  }

  /** @throws EngineError what the check of starts has against this input. */
  private mayBegin(definition: WorkflowDef, input: JsonMap, source: StartSource): void {
    const refusal = this.check({ definition, input, ownKeys: ownKeysOf(source), source })
    if (refusal) throw new EngineError(refusal.code, refusal.message, { name: definition.name })
  }

  /** Before a run goes on with another input. `definition`: with its schemas settled. @throws EngineError as a start would */
  mayGoOn(workflowId: string, definition: WorkflowDef, input: JsonMap, source: 'rerun' | 'upgrade'): void {
    checkWorkflowInput(workflowId, input)
    this.mayBegin(definition, input, source)
    mustFit(definition, input)
  }

  private fresh(
    definition: WorkflowDef,
    request: StartRequest,
    source: StartSource,
    { idempotencyKey }: Pick<Keyed, 'idempotencyKey'> = {},
  ): StartedRun {
    const path = request.externalInputPayloadStoragePath
    const input: JsonMap = path ? this.payloadsFor(path).take(path) : (request.input ?? {})
    const run = this.create(definition, source, {
      id: this.newId(),
      input,
      correlationId: request.correlationId,
      priority: request.priority,
      taskToDomain: request.taskToDomain,
      event: request.event,
      createdBy: request.createdBy,
      idempotencyKey,
      // What is no trace context is nobody's trace.
      traceparent: parseTraceparent(request.traceparent) ? request.traceparent?.trim() : undefined,
    })
    // What a template has been laid over is another value.
    if (path && run.input === input) {
      this.payloadsFor(path).keep(run, 'execution', input, path, (change) => this.commits.addQuietly(change))
    }
    return { run, isNew: true }
  }

  /** Creates the child of a task, or finds the one that an earlier try made. */
  child(request: ChildRequest, parent: Run, parentTaskId: string): StartedRun {
    const existing = this.cache.get(request.childId)
    if (existing && !hasEnded(existing.status)) return { run: existing, isNew: false }
    // One that has ended belongs to an earlier run of the task: this is a new one.
    const id = existing ? this.newId() : request.childId
    const definition = request.definition ?? this.registered(request.name, request.version)
    const sameKey = this.existingForTask(definition.name, request)
    if (sameKey) return { run: this.mustHaveEnded(sameKey), isNew: false }
    const run = this.create(definition, 'sub-workflow', {
      id,
      input: request.input,
      correlationId: parent.correlationId,
      priority: request.priority,
      taskToDomain: request.taskToDomain,
      createdBy: parent.createdBy,
      parentId: parent.id,
      parentTaskId,
      parentTraceparent: parent.traceparent,
      idempotencyKey: request.idempotencyKey,
    })
    return { run, isNew: true }
  }

  /** An execution has one parent at most, so one that runs cannot become another's child. */
  private mustHaveEnded(run: Run): Run {
    if (hasEnded(run.status)) return run
    const message = `Workflow with idempotency key ${run.idempotencyKey} is running already. Workflow id: ${run.id}`
    throw new EngineError('CONFLICT', message, { workflowId: run.id })
  }

  private create(definition: WorkflowDef, source: StartSource, start: Omit<NewRun, 'row' | 'snapshot' | 'now'>): Run {
    checkWorkflowInput(start.id, start.input)
    this.mayBegin(definition, start.input, source)
    const snapshot = this.registry.snapshot(definition)
    const input = withTemplate(start.input, definition.inputTemplate)
    mustFit(snapshot.definition, input)
    const run = newRun({ ...start, row: this.nextRow++, snapshot, now: this.now() })
    run.rateLimitKey = this.limits.keyOf(run, this.environment)
    if (definition.rateLimitConfig?.policy === 'REJECT' && !this.limits.hasRoom(run)) {
      const rateLimitKey = shownLimitKey(run)
      const message = `Workflow ${definition.name} has reached its limit of running executions for '${rateLimitKey}'`
      throw new EngineError('TOO_MANY', message, { name: definition.name, rateLimitKey })
    }
    if (run.idempotencyKey) this.noteKey(run, run.idempotencyKey)
    this.commits.addSnapshot(snapshot.hash, snapshot.body)
    this.cache.keepDefinition(snapshot.hash, snapshot.definition, snapshot.plan)
    this.cache.add(run)
    return run
  }

  private noteKey(run: Run, key: string): void {
    for (const [known, { stored }] of this.recentKeys) if (stored) this.recentKeys.delete(known)
    this.recentKeys.set(`${run.def.name} ${key}`, run)
  }

  /** Undefined once the store knows of it, or nobody does any more: it was removed, or could not be written. */
  private unstored(nameAndKey: string): Run | undefined {
    const run = this.recentKeys.get(nameAndKey)
    return run && !run.stored && this.cache.get(run.id) === run ? run : undefined
  }

  private definitionFor(request: StartRequest): WorkflowDef {
    if (request.workflowDef) return toWorkflowDef(request.workflowDef)
    return this.registered(request.name, request.version)
  }

  private registered(name: string, version: number | undefined): WorkflowDef {
    const definition = this.registry.workflow(name, version)
    if (definition) return definition
    throw new EngineError('NOT_FOUND', `No such workflow defined. name=${name}, version=${version ?? 'null'}`, {
      name,
      version,
    })
  }

  /** The same for what a task starts. A key alone means nothing to Conductor OSS, whose tasks are tried again. */
  private existingForTask(name: string, keyed: Keyed): Run | undefined {
    return keyed.idempotencyStrategy ? this.existingFor(name, keyed) : undefined
  }

  /** The execution that an idempotency key stands for, by the strategy asked for. */
  private existingFor(name: string, request: Keyed): Run | undefined {
    const { idempotencyKey: key, idempotencyStrategy: strategy = 'FAIL' } = request
    if (!key) return undefined
    const recent = this.unstored(`${name} ${key}`)
    const found = this.store.idsByIdempotencyKey(name, key).map(({ id }) => this.cache.get(id))
    const known = [recent, ...found].filter((run) => run !== undefined)
    const blocking = strategy === 'FAIL_ON_RUNNING' ? known.find((run) => !hasEnded(run.status)) : known[0]
    if (!blocking) return undefined
    if (strategy === 'RETURN_EXISTING') return blocking
    throw new EngineError(
      'CONFLICT',
      `Workflow with the idempotency key ${key} already exists. Workflow id: ${blocking.id}`,
      { workflowId: blocking.id },
    )
  }
}

/** `definition`: with its schemas settled. @throws EngineError INVALID */
function mustFit({ name, enforceSchema, inputSchema }: WorkflowDef, input: JsonMap): void {
  const violation = enforceSchema ? schemaViolation(inputSchema, input, `The input of workflow ${name}`) : undefined
  if (violation !== undefined) throw new EngineError('INVALID', violation, { name })
}
