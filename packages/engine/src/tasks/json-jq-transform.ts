// JSON_JQ_TRANSFORM: a jq filter over the task's whole input.

import { setStatus } from '../decider/step.ts'
import { runScript } from './scripts.ts'
import type { TaskKind } from './task-kind.ts'

export const jsonJqTransform: TaskKind = {
  initialStatus: 'IN_PROGRESS',
  retried: true,
  responseTimeout: false,
  start(step, record) {
    const { queryExpression } = record.input
    if (typeof queryExpression !== 'string' || queryExpression === '') {
      const reason = 'Missing input parameter: queryExpression'
      record.output = { error: reason }
      setStatus(step, record, 'FAILED', reason)
      return
    }
    runScript(step, record, 'jq', queryExpression, record.input)
  },
  answer(step, record, answer) {
    if (answer.kind !== 'script') return
    const { outcome } = answer
    if (!outcome.ok) {
      record.output = { error: outcome.error }
      setStatus(step, record, 'FAILED', outcome.error)
      return
    }
    const results = Array.isArray(outcome.value) ? outcome.value : [outcome.value]
    record.output = { result: results[0] ?? null, resultList: results }
    setStatus(step, record, 'COMPLETED')
  },
}
