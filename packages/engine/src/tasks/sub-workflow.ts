// SUB_WORKFLOW: runs another workflow as a child and takes over how it ends.

import { createHash } from 'node:crypto'
import type { ChildRequest } from '../decider/effects.ts'
import type { Run, TaskRecord } from '../decider/run.ts'
import { inputFor } from '../decider/records.ts'
import { scopeOf } from '../decider/scope.ts'
import { setStatus, touch } from '../decider/step.ts'
import type { Step } from '../decider/step.ts'
import { resolve } from '../expressions/resolve.ts'
import { toWorkflowDef } from '../model/definition-defaults.ts'
import type { WorkflowDef, WorkflowDefInput } from '../model/definition.ts'
import { isMap } from '../model/json.ts'
import type { JsonMap } from '../model/json.ts'
import { idempotencyOf } from './idempotency.ts'
import type { ChildState, TaskKind } from './task-kind.ts'

export const subWorkflow: TaskKind = {
  initialStatus: 'SCHEDULED',
  retried: true,
  responseTimeout: false,
  prepare(step, record) {
    record.input = childInput(step, record)
  },
  start(step, record) {
    const request = childRequest(step.run, record)
    record.pollCount += 1
    record.startTime ||= step.now
    touch(step, record)
    if (typeof request === 'string') {
      setStatus(step, record, 'FAILED', request)
      return
    }
    record.awaiting = 'start'
    step.effects.push({ kind: 'start-child', taskId: record.id, child: request })
  },
  recover(step, record) {
    if (record.status === 'SCHEDULED') subWorkflow.start?.(step, record)
  },
  answer(step, record, answer) {
    if (answer.kind === 'started') {
      noteChild(step, record, answer.workflowId)
      setStatus(step, record, 'IN_PROGRESS')
    } else if (answer.kind === 'not-started') setStatus(step, record, 'FAILED', answer.reason)
    else if (answer.kind === 'child') follow(step, record, answer.child)
  },
  cancel(step, record) {
    const childId = record.subWorkflowId ?? childIdOf(step.run, record)
    const { reason, status } = step.run
    const because = reason === undefined ? `with status ${status}` : `with reason: ${reason}`
    const text = `Parent workflow has been terminated ${because}`
    step.effects.push({ kind: 'terminate-child', workflowId: childId, reason: text })
  },
}

/**
 * The id of a child: a version 3 UUID over parent, task and attempt, so that starting it again after a crash finds
 * the one that is there. Conductor's own tests compute it too.
 */
export function childIdOf(run: Run, record: TaskRecord): string {
  const hash = createHash('md5').update(`subworkflow:${run.id}:${record.id}:${record.retryCount}`).digest()
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x30, 6)
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = hash.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

function noteChild(step: Step, record: TaskRecord, childId: string): void {
  record.awaiting = undefined
  record.subWorkflowId = childId
  record.output = { subWorkflowId: childId }
  record.updateTime = step.now
}

function follow(step: Step, record: TaskRecord, child: ChildState): void {
  if (child.status === 'RUNNING' || child.status === 'PAUSED') return
  if (record.subWorkflowId === undefined) noteChild(step, record, child.id)
  record.output = { subWorkflowId: child.id, ...child.output }
  record.subworkflowChanged = false
  const reason =
    child.status === 'COMPLETED'
      ? undefined
      : `Sub workflow ${child.name}.${child.version}/${child.id} failure reason: ${child.reason ?? 'null'}`
  setStatus(step, record, child.status === 'TERMINATED' ? 'CANCELED' : child.status, reason)
}

/** All eight keys are always there; unset ones are null. */
function childInput(step: Step, record: TaskRecord): JsonMap {
  const params = record.task.subWorkflowParam ?? {}
  const scope = scopeOf(step.run, step.env.environment, record.id)
  const resolved = resolve({ ...params, workflowDefinition: null }, scope)
  const named: JsonMap = isMap(resolved) ? resolved : {}
  // Computed anew: the input of a second attempt still holds the keys below.
  const parameters = inputFor(step, record)
  const inline = params.workflowDefinition
  // A definition given in place is data of the definition: expressions in it are the child's own.
  const definition = typeof inline === 'string' ? resolve(inline, scope) : (inline ?? null)
  const name = named.name ?? parameters.subWorkflowName ?? null
  // Those of a registered definition are settled when an execution starts: here it is a branch of a dynamic fork.
  const latest = typeof name === 'string' ? step.env.latestVersion(name) : undefined
  return {
    subWorkflowName: name,
    subWorkflowVersion: definition ? null : (named.version ?? parameters.subWorkflowVersion ?? latest ?? null),
    subWorkflowTaskToDomain: named.taskToDomain ?? null,
    subWorkflowDefinition: definition,
    workflowInput: parameters,
    priority: named.priority ?? null,
    idempotencyKey: named.idempotencyKey ?? null,
    idempotencyStrategy: named.idempotencyStrategy ?? null,
  }
}

function childRequest(run: Run, record: TaskRecord): ChildRequest | string {
  const { input } = record
  const definition = isMap(input.subWorkflowDefinition) ? parseDefinition(input.subWorkflowDefinition) : undefined
  if (isMap(input.subWorkflowDefinition) && !definition) return 'The definition of the sub-workflow is not valid.'
  const name = definition?.name ?? input.subWorkflowName
  if (typeof name !== 'string' || name === '') return 'No sub-workflow is named.'
  const version = Number(input.subWorkflowVersion ?? 0)
  const given = isMap(input.workflowInput) ? input.workflowInput : {}
  const childInput = Object.keys(given).length > 0 ? given : input
  return {
    childId: childIdOf(run, record),
    name,
    version: Number.isInteger(version) && version > 0 ? version : undefined,
    definition,
    input: definition ? { ...childInput, _systemMetadata: { dynamic: true } } : childInput,
    priority: Number(input.priority ?? 0) || 0,
    taskToDomain: domainsOf(input.subWorkflowTaskToDomain) ?? run.taskToDomain,
    ...idempotencyOf(input),
  }
}

function domainsOf(value: unknown): Record<string, string> | undefined {
  if (!isMap(value)) return undefined
  return Object.fromEntries(Object.entries(value).map(([type, domain]) => [type, String(domain)]))
}

/** A definition that came out of an expression is data from outside: only its outline is checked here. */
export function parseDefinition(value: JsonMap): WorkflowDef | undefined {
  if (typeof value.name !== 'string' || !Array.isArray(value.tasks)) return undefined
  if (!value.tasks.every((task) => isMap(task) && typeof task.taskReferenceName === 'string')) return undefined
  return toWorkflowDef(value as unknown as WorkflowDefInput) // the outline holds, the rest is optional
}
