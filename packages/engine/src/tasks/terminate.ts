// TERMINATE: ends the workflow with the status, reason and output it names.

import { finish } from '../decider/finish.ts'
import type { TaskRecord } from '../decider/run.ts'
import { setStatus } from '../decider/step.ts'
import { isMap } from '../model/json.ts'
import type { JsonMap } from '../model/json.ts'
import type { TaskKind } from './task-kind.ts'

const statuses = ['COMPLETED', 'FAILED', 'TERMINATED'] as const
type TerminationStatus = (typeof statuses)[number]

export const terminate: TaskKind = {
  initialStatus: 'IN_PROGRESS',
  retried: false,
  responseTimeout: false,
  start(step, record) {
    if (!statusOf(record)) {
      setStatus(step, record, 'FAILED', 'given termination status is not valid')
      return
    }
    record.output = outputOf(record)
    setStatus(step, record, 'COMPLETED')
  },
  follow(step, record) {
    const status = statusOf(record) ?? 'FAILED'
    const named = record.input.terminationReason
    // Not marked as done with: whoever opens the execution again without taking it back has it ended again.
    finish(step, {
      status,
      reason: typeof named === 'string' ? named : `Workflow is ${status} by TERMINATE task: ${record.id}`,
      cause: record,
      output: record.output,
      startsFailureWorkflow: status !== 'COMPLETED',
    })
  },
}

function statusOf(record: TaskRecord): TerminationStatus | undefined {
  return statuses.find((status) => status === record.input.terminationStatus)
}

/** A map is the output as it is; anything else becomes its `output`; nothing is nothing. */
function outputOf(record: TaskRecord): JsonMap {
  const output = record.input.workflowOutput
  if (output === undefined || output === null) return {}
  return isMap(output) ? output : { output }
}
