// SET_VARIABLE: merges its input into the workflow's variables, at the top level only.

import { setStatus } from '../decider/step.ts'
import { variablesRefusal } from '../payloads/payload-limit.ts'
import type { TaskKind } from './task-kind.ts'

export const setVariable: TaskKind = {
  initialStatus: 'IN_PROGRESS',
  retried: true,
  responseTimeout: false,
  start(step, record) {
    const { run } = step
    const variables = { ...run.variables, ...record.input }
    // Only what is new can have made it too large, but the limit is on the whole.
    const reason = variablesRefusal(run.id, variables)
    if (reason !== undefined) {
      setStatus(step, record, 'FAILED_WITH_TERMINAL_ERROR', reason)
      return
    }
    run.variables = variables
    setStatus(step, record, 'COMPLETED')
  },
}
