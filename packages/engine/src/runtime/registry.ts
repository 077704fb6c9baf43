// Registered definitions, in memory and written through; and the snapshots that executions take of them.

import { createHash } from 'node:crypto'
import { EngineError } from '../errors.ts'
import { compilePlan } from '../decider/plan.ts'
import type { Plan } from '../decider/plan.ts'
import { toTaskDef, toWorkflowDef } from '../model/definition-defaults.ts'
import type { TaskDef, WorkflowDef, WorkflowTask } from '../model/definition.ts'
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
  /** Grows with every change; a snapshot is good for one epoch, since it holds task definitions and versions. */
  private epoch = 0
  private readonly snapshots = new WeakMap<WorkflowDef, Kept>()

  load(rows: readonly DefinitionRow[]): void {
    for (const { kind, body } of rows) {
      if (body === null) continue
      // Written by this class.
      if (kind === 'workflow') this.putWorkflow(toWorkflowDef(JSON.parse(body)))
      else if (kind === 'task') this.putTask(toTaskDef(JSON.parse(body)))
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

  /** The definition as an execution takes it: task definitions filled in, versions of sub-workflows settled. */
  snapshot(definition: WorkflowDef): PreparedSnapshot {
    const kept = this.snapshots.get(definition)
    if (kept?.epoch === this.epoch) return kept.snapshot
    const filled: WorkflowDef = { ...definition, tasks: definition.tasks.map((task) => this.fill(task)) }
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
      taskDefinition: task.taskDefinition ?? this.tasks.get(task.name) ?? adHocDefinition(task),
      decisionCases: Object.fromEntries(
        Object.entries(task.decisionCases).map(([name, tasks]) => [name, fillAll(tasks)]),
      ),
      defaultCase: fillAll(task.defaultCase),
      forkTasks: task.forkTasks.map(fillAll),
      loopOver: fillAll(task.loopOver),
      ...(task.type === 'SUB_WORKFLOW' && task.subWorkflowParam ? { subWorkflowParam: this.settleVersion(task) } : {}),
    }
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
