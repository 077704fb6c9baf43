// SWITCH: picks a branch by the value of an input key or of a script.

import { javaText } from '../expressions/java-text.ts'
import type { PlanNode } from '../decider/plan.ts'
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
  hasBranched: (record) => branchFor(record, String(record.input.case)) !== undefined,
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
  follow(step, record) {
    followBranch(step, record, branchFor(record, String(record.input.case)))
  },
}

/** A case that is there and empty is chosen; one that is not there goes to the default. */
function branchFor(record: TaskRecord, selected: string): PlanNode | undefined {
  const { cases, otherwise } = record.node.branches
  return cases.has(selected) ? cases.get(selected) : otherwise
}

function choose(step: Step, record: TaskRecord, value: unknown): void {
  const selected = javaText(value)
  const branch = branchFor(record, selected)
  record.input = { ...record.input, case: selected, ...(branch ? { hasChildren: 'true' } : {}) }
  record.inputChanged = true
  record.output = { evaluationResult: [selected], selectedCase: selected }
  setStatus(step, record, 'COMPLETED')
}

/** Goes on with the branch that was chosen, or behind the task when that is empty. */
export function followBranch(step: Step, record: TaskRecord, branch: PlanNode | undefined): void {
  if (branch) scheduleNode(step, { node: branch, loop: record.loop, turn: record.turn })
  else scheduleSuccessor(step, record)
}
