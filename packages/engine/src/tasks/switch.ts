// SWITCH: picks a branch by the value of an input key or of a script.

import { javaText } from '../expressions/java-text.ts'
import type { TaskRecord } from '../decider/run.ts'
import { scheduleNode, scheduleSuccessor } from '../decider/schedule.ts'
import { setStatus } from '../decider/step.ts'
import type { Step } from '../decider/step.ts'
import { runScript } from './scripts.ts'
import { MappingError } from './task-kind.ts'
import type { TaskKind } from './task-kind.ts'

export const switchTask: TaskKind = {
  initialStatus: 'IN_PROGRESS',
  retried: false,
  responseTimeout: false,
  fixedName: 'SWITCH',
  start(step, record) {
    const { evaluatorType = 'value-param', expression = '' } = record.task
    if (evaluatorType === 'value-param') {
      choose(step, record, record.input[expression])
      return
    }
    if (evaluatorType !== 'javascript' && evaluatorType !== 'graaljs' && evaluatorType !== 'python') {
      throw new MappingError(`No evaluator registered for type: ${evaluatorType}`)
    }
    runScript(step, record, evaluatorType, expression, record.input)
  },
  answer(step, record, answer) {
    if (answer.kind !== 'script') return
    if (answer.outcome.ok) choose(step, record, answer.outcome.value)
    else setStatus(step, record, 'FAILED', answer.outcome.error)
  },
  follow: followBranch,
}

function choose(step: Step, record: TaskRecord, value: unknown): void {
  const selected = javaText(value)
  const { cases, otherwise } = record.node.branches
  const branch = cases.has(selected) ? cases.get(selected) : otherwise
  record.input = { ...record.input, case: selected, ...(branch ? { hasChildren: 'true' } : {}) }
  record.inputChanged = true
  record.output = { evaluationResult: [selected], selectedCase: selected }
  setStatus(step, record, 'COMPLETED')
}

/** The first task of the chosen branch; what stands behind the switch when the branch is empty. */
export function followBranch(step: Step, record: TaskRecord): void {
  const { cases, otherwise } = record.node.branches
  const selected = String(record.input.case)
  const branch = cases.has(selected) ? cases.get(selected) : otherwise
  if (branch && record.input.hasChildren === 'true') {
    scheduleNode(step, { node: branch, loop: record.loop, turn: record.turn })
  } else scheduleSuccessor(step, record)
}
