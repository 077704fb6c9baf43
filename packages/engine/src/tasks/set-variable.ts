// SET_VARIABLE: merges its input into the workflow's variables, at the top level only.

import { setStatus } from '../decider/step.ts'
import type { TaskKind } from './task-kind.ts'

const maxVariablesBytes = 256 * 1024

export const setVariable: TaskKind = {
  initialStatus: 'IN_PROGRESS',
  retried: true,
  responseTimeout: false,
  start(step, record) {
    const { run } = step
    const variables = { ...run.variables, ...record.input }
    // Only what is new can have made it too large, but the limit is on the whole.
    const bytes = Buffer.byteLength(JSON.stringify(variables))
    if (bytes > maxVariablesBytes) {
      const reason = `The variables payload size: ${bytes} of workflow: ${run.id} is greater than the permissible limit: 256 kilobytes`
      setStatus(step, record, 'FAILED_WITH_TERMINAL_ERROR', reason)
      return
    }
    run.variables = variables
    setStatus(step, record, 'COMPLETED')
  },
}
