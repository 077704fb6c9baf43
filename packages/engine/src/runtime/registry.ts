// Registered definitions, in memory and written through; and the snapshots that executions take of them.

import { createHash } from 'node:crypto'
import { EngineError } from '../errors.ts'
import { compilePlan } from '../decider/plan.ts'
import type { Plan } from '../decider/plan.ts'
import { toTaskDef, toWorkflowDef } from '../model/definition-defaults.ts'
import type { SchemaDef, TaskDef, WorkflowDef, WorkflowTask } from '../model/definition.ts'
import type { RegisteredSchema } from '../schema/schema.ts'
import type { DefinitionRow } from '../store/rows.ts'

export interface PreparedSnapshot {
  readonly definition: WorkflowDef
  readonly hash: string
  readonly body: string
  readonly plan: Plan
}

interface Kept {
  readonly epoch: number
  readonly snapshot: PreparedSnapshot
}

export class Registry {
  private readonly workflows = new Map<string, Map<number, WorkflowDef>>()
  private readonly tasks = new Map<string, TaskDef>()
  private readonly schemas = new Map<string, Map<number, RegisteredSchema>>()
  /** Grows with every change; a snapshot is good for one epoch, since it holds task definitions and versions. */
  private epoch = 0
  private readonly snapshots = new WeakMap<WorkflowDef, Kept>()

  load(rows: readonly DefinitionRow[]): void {
    for (const { kind, body } of rows) {
      if (body === null) continue
      // Written by this class.
      if (kind === 'workflow') this.putWorkflow(toWorkflowDef(JSON.parse(body)))
      else if (kind === 'task') this.putTask(toTaskDef(JSON.parse(body)))
      else if (kind === 'schema') this.putSchema(JSON.parse(body))
    }
  }

  workflow(name: string, version?: number): WorkflowDef | undefined {
    const versions = this.workflows.get(name)
    if (!versions) return undefined
    return versions.get(version ?? Math.max(...versions.keys()))
  }

  allWorkflows(): WorkflowDef[] {
    return [...this.workflows.values()].flatMap((versions) =>
      [...versions.values()].sort((a, b) => a.version - b.version),
    )
  }

  latestWorkflows(): WorkflowDef[] {
    return [...this.workflows.keys()].flatMap((name) => this.workflow(name) ?? [])
  }

  putWorkflow(definition: WorkflowDef): DefinitionRow {
    const versions = this.workflows.get(definition.name) ?? new Map<number, WorkflowDef>()
    versions.set(definition.version, definition)
    this.workflows.set(definition.name, versions)
    this.epoch += 1
    const { name, version } = definition
    return { kind: 'workflow', name, version, body: JSON.stringify(definition) }
  }

  removeWorkflow(name: string, version: number): DefinitionRow {
    const versions = this.workflows.get(name)
    versions?.delete(version)
    if (versions?.size === 0) this.workflows.delete(name)
    this.epoch += 1
    return { kind: 'workflow', name, version, body: null }
  }

  task(name: string): TaskDef | undefined {
    return this.tasks.get(name)
  }

  allTasks(): TaskDef[] {
    return [...this.tasks.values()]
  }

  putTask(definition: TaskDef): DefinitionRow {
    this.tasks.set(definition.name, definition)
    this.epoch += 1
    return { kind: 'task', name: definition.name, version: 0, body: JSON.stringify(definition) }
  }

  removeTask(name: string): DefinitionRow {
    this.tasks.delete(name)
    this.epoch += 1
    return { kind: 'task', name, version: 0, body: null }
  }

  schema(name: string, version?: number): RegisteredSchema | undefined {
    const versions = this.schemas.get(name)
    return versions?.get(version ?? Math.max(...versions.keys()))
  }

  allSchemas(): RegisteredSchema[] {
    return [...this.schemas.values()].flatMap((versions) =>
      [...versions.values()].sort((a, b) => a.version - b.version),
    )
  }

  putSchema(schema: RegisteredSchema): DefinitionRow {
    const { name, version } = schema
    const versions = this.schemas.get(name) ?? new Map<number, RegisteredSchema>()
    versions.set(version, schema)
    this.schemas.set(name, versions)
    this.epoch += 1
    return { kind: 'schema', name, version, body: JSON.stringify(schema) }
  }

  removeSchema(name: string, version: number): DefinitionRow {
    const versions = this.schemas.get(name)
    versions?.delete(version)
    if (versions?.size === 0) this.schemas.delete(name)
    this.epoch += 1
    return { kind: 'schema', name, version, body: null }
  }

  /** The task definition that goes by this name now, the schemas that it names filled in. */
  taskInForce(name: string): TaskDef | undefined {
    const definition = this.tasks.get(name)
    return definition && this.withSchemas(definition)
  }

  /**
   * The definition as an execution takes it: task definitions and schemas filled in, versions of sub-workflows settled.
   */
  snapshot(definition: WorkflowDef): PreparedSnapshot {
    const kept = this.snapshots.get(definition)
    if (kept?.epoch === this.epoch) return kept.snapshot
    const tasks = definition.tasks.map((task) => this.fill(task))
    const filled: WorkflowDef = { ...this.withSchemas(definition), tasks }
    const body = JSON.stringify(filled)
    const hash = createHash('sha256').update(body).digest('base64url')
    const snapshot = { definition: filled, hash, body, plan: compilePlan(filled) }
    this.snapshots.set(definition, { epoch: this.epoch, snapshot })
    return snapshot
  }

  private fill(task: WorkflowTask): WorkflowTask {
    const fillAll = (tasks: readonly WorkflowTask[]) => tasks.map((nested) => this.fill(nested))
    return {
      ...task,
      taskDefinition: this.withSchemas(task.taskDefinition ?? this.tasks.get(task.name) ?? adHocDefinition(task)),
      decisionCases: Object.fromEntries(
        Object.entries(task.decisionCases).map(([name, tasks]) => [name, fillAll(tasks)]),
      ),
      defaultCase: fillAll(task.defaultCase),
      forkTasks: task.forkTasks.map(fillAll),
      loopOver: fillAll(task.loopOver),
      ...(task.type === 'SUB_WORKFLOW' && task.subWorkflowParam ? { subWorkflowParam: this.settleVersion(task) } : {}),
    }
  }

  private withSchemas<T extends WorkflowDef | TaskDef>(definition: T): T {
    const { inputSchema, outputSchema } = definition
    if (!inputSchema && !outputSchema) return definition
    return {
      ...definition,
      ...(inputSchema ? { inputSchema: this.settleSchema(inputSchema) } : {}),
      ...(outputSchema ? { outputSchema: this.settleSchema(outputSchema) } : {}),
    }
  }

  /** One that is not registered stays a mere name, and checks nothing. */
  private settleSchema(named: SchemaDef): SchemaDef {
    if (named.data) return named
    const found = this.schema(named.name, named.version && named.version > 0 ? named.version : undefined)
    if (!found) return named
    const { name, version, type, data } = found
    return { name, version, type, ...(data ? { data } : {}) }
  }

  private settleVersion(task: WorkflowTask) {
    const params = task.subWorkflowParam ?? {}
    if (params.workflowDefinition !== undefined || params.version !== undefined || !params.name) return params
    const latest = this.workflow(params.name)
    if (latest) return { ...params, version: latest.version }
    throw new EngineError(
      'INVALID',
      `The Task ${params.name} defined as a sub-workflow has no workflow definition available `,
      { task: task.taskReferenceName },
    )
  }
}

/** What a task without a registered definition goes by. The engine's own types are not retried then. */
export function adHocDefinition(task: WorkflowTask): TaskDef {
  const definition = toTaskDef({ name: task.name })
  return task.type === 'SIMPLE' ? definition : { ...definition, retryCount: 0, responseTimeoutSeconds: 0 }
}
