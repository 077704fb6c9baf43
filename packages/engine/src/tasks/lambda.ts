// LAMBDA: the older INLINE. Its text is the body of a function.

import { setStatus } from '../decider/step.ts'
import { runScript } from './scripts.ts'
import type { TaskKind } from './task-kind.ts'

export const lambda: TaskKind = {
  initialStatus: 'IN_PROGRESS',
  retried: true,
  responseTimeout: false,
  start(step, record) {
    const { scriptExpression } = record.input
    if (typeof scriptExpression !== 'string' || scriptExpression.trim() === '') {
      const reason = `Empty 'scriptExpression' in Lambda task's input parameters. A non-empty String value must be provided.`
      setStatus(step, record, 'FAILED', reason)
      return
    }
    runScript(step, record, 'javascript', `(function () {${scriptExpression}\n})()`, record.input)
  },
  answer(step, record, answer) {
    if (answer.kind !== 'script') return
    const { outcome } = answer
    record.output = outcome.ok ? { result: outcome.value ?? null } : { error: outcome.error }
    if (outcome.ok) setStatus(step, record, 'COMPLETED')
    else setStatus(step, record, 'FAILED', outcome.error)
  },
}
