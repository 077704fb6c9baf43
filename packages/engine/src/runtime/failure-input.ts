// What a failure workflow is told about the execution that failed.

import type { FailureRequest } from '../decider/effects.ts'
import type { Run } from '../decider/run.ts'
import type { JsonMap } from '../model/json.ts'
import { toWorkflow } from './views.ts'

/** The failed execution's own input, and what became of it. */
export function failureInput(failed: Run, request: FailureRequest, now: number): JsonMap {
  return {
    ...failed.input,
    workflowId: failed.id,
    reason: request.reason ?? null,
    failureStatus: failed.status,
    ...(request.failureTaskId === undefined ? {} : { failureTaskId: request.failureTaskId }),
    failedWorkflow: toWorkflow(failed, true, now),
  }
}
