// INLINE: a script of the definition, run on the task's input.

import type { TaskRecord } from '../decider/run.ts'
import { setStatus } from '../decider/step.ts'
import type { Step } from '../decider/step.ts'
import { runScript } from './scripts.ts'
import type { TaskKind } from './task-kind.ts'

export const inline: TaskKind = {
  initialStatus: 'IN_PROGRESS',
  retried: true,
  responseTimeout: false,
  start(step, record) {
    const { evaluatorType = 'javascript', expression } = record.input
    if (typeof evaluatorType !== 'string' || evaluatorType.trim() === '') {
      refuse(step, record, emptyMessage('evaluatorType', 'INLINE'))
    } else if (typeof expression !== 'string' || expression.trim() === '') {
      refuse(step, record, emptyMessage('expression', 'Inline'))
    } else if (evaluatorType === 'value-param') {
      record.output = { result: record.input[expression] ?? null }
      setStatus(step, record, 'COMPLETED')
    } else if (evaluatorType === 'javascript' || evaluatorType === 'graaljs' || evaluatorType === 'python') {
      runScript(step, record, evaluatorType, expression, record.input)
    } else refuse(step, record, `Unknown evaluator '${evaluatorType}' in INLINE task.`)
  },
  answer(step, record, answer) {
    if (answer.kind !== 'script') return
    const { outcome } = answer
    if (outcome.ok) {
      record.output = { result: outcome.value ?? null }
      setStatus(step, record, 'COMPLETED')
    } else if (outcome.terminal) refuse(step, record, outcome.error)
    else setStatus(step, record, 'FAILED', outcome.error)
  },
}

function emptyMessage(key: string, type: string): string {
  return `Empty '${key}' in ${type} task's input parameters. A non-empty String value must be provided.`
}

function refuse(step: Step, record: TaskRecord, error: string): void {
  record.output = { error }
  setStatus(step, record, 'FAILED_WITH_TERMINAL_ERROR', error)
}
