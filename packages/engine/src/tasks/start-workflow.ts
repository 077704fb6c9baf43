// START_WORKFLOW: starts another workflow and does not wait for it.

import type { OtherRequest } from '../decider/effects.ts'
import type { Run } from '../decider/run.ts'
import { setStatus, touch } from '../decider/step.ts'
import { isMap } from '../model/json.ts'
import type { JsonMap } from '../model/json.ts'
import { idempotencyOf } from './idempotency.ts'
import { parseDefinition } from './sub-workflow.ts'
import type { TaskKind } from './task-kind.ts'

export const startWorkflow: TaskKind = {
  initialStatus: 'SCHEDULED',
  retried: true,
  responseTimeout: false,
  start(step, record) {
    record.pollCount += 1
    record.startTime ||= step.now
    touch(step, record)
    const request = readRequest(step.run, record.input.startWorkflow)
    if (typeof request === 'string') {
      setStatus(step, record, 'FAILED', request)
      return
    }
    record.awaiting = 'start'
    step.effects.push({ kind: 'start-other', taskId: record.id, request })
  },
  answer(step, record, answer) {
    if (answer.kind === 'started') {
      record.output = { workflowId: answer.workflowId }
      setStatus(step, record, 'COMPLETED')
    } else if (answer.kind === 'not-started') setStatus(step, record, 'FAILED', answer.reason)
  },
}

function readRequest(run: Run, value: unknown): OtherRequest | string {
  if (value === undefined || value === null) return "Missing 'startWorkflow' in input data."
  if (!isMap(value)) return `Error reading StartWorkflowRequest. ${JSON.stringify(value)} is not an object`
  if (typeof value.name !== 'string') {
    return "startWorkflow validation failed. 'name' -> Workflow name cannot be null or empty. "
  }
  const priority = Number(value.priority ?? 0)
  if (!(priority >= 0 && priority <= 99)) {
    const bound = priority < 0 ? 'minimum 0' : 'maximum 99'
    return `startWorkflow validation failed. 'priority' -> priority: ${String(value.priority)} should be ${bound}. `
  }
  const definition = isMap(value.workflowDef) ? parseDefinition(value.workflowDef) : undefined
  if (isMap(value.workflowDef) && !definition) {
    return "startWorkflow validation failed. 'workflowDef' -> not a valid workflow definition. "
  }
  return {
    name: value.name,
    version: readVersion(value),
    definition,
    input: isMap(value.input) ? value.input : {},
    correlationId: typeof value.correlationId === 'string' ? value.correlationId : run.correlationId,
    taskToDomain: isMap(value.taskToDomain)
      ? Object.fromEntries(Object.entries(value.taskToDomain).map(([type, domain]) => [type, String(domain)]))
      : run.taskToDomain,
    priority,
    ...idempotencyOf(value),
  }
}

function readVersion(value: JsonMap): number | undefined {
  const version = Number(value.version ?? Number.NaN)
  return Number.isInteger(version) ? version : undefined
}
