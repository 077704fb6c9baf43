/** Judges start requests, results of workers and event handlers by Conductor's rules. */
import type { EventHandler } from '../event-handlers/event-handler.ts'
import { judgeWorkflowDef } from './definition-rules.ts'
import type { StartBody, TaskResultBody } from './request-readers.ts'
import type { FindTaskDef } from './task-type-rules.ts'
import { type Violation, violation } from './violation.ts'

export function judgeStartRequest(request: StartBody, path: string, findTaskDef: FindTaskDef): Violation[] {
  const found: Violation[] = []
  if (request.name === undefined) found.push(violation(`${path}.name`, 'Workflow name cannot be null or empty'))
  const priority = request.priority ?? 0
  if (priority < 0) found.push(violation(`${path}.priority`, `priority: ${priority} should be minimum 0`, priority))
  if (priority > 99) found.push(violation(`${path}.priority`, `priority: ${priority} should be maximum 99`, priority))
  if (request.workflowDef === undefined) return found
  return [...found, ...judgeWorkflowDef(request.workflowDef, `${path}.workflowDef`, findTaskDef)]
}

export function judgeTaskResult(result: TaskResultBody, path: string): Violation[] {
  const found: Violation[] = []
  if (result.workflowInstanceId === '') {
    found.push(violation(`${path}.workflowInstanceId`, 'Workflow Id cannot be null or empty'))
  }
  if (result.taskId === '') found.push(violation(`${path}.taskId`, 'Task ID cannot be null or empty'))
  return found
}

/** `mayIdle`: one without actions hears its event and does nothing. */
export function judgeEventHandler(handler: EventHandler, path: string, { mayIdle = false } = {}): Violation[] {
  const found: Violation[] = []
  if (handler.name === '') found.push(violation(`${path}.name`, 'Missing event handler name'))
  if (handler.event === '') found.push(violation(`${path}.event`, 'Missing event location'))
  if (handler.actions.length === 0 && !mayIdle) {
    found.push(violation(`${path}.actions`, 'No actions specified. Please specify at-least one action'))
  }
  return found
}
