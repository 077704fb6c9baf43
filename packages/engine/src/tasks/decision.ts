// DECISION: the older SWITCH. Its record shows only the case it chose.

import { javaText } from '../expressions/java-text.ts'
import type { PlanNode } from '../decider/plan.ts'
import type { TaskRecord } from '../decider/run.ts'
import { setStatus } from '../decider/step.ts'
import type { Step } from '../decider/step.ts'
import { runScript } from './scripts.ts'
import { followBranch } from './switch.ts'
import { MappingError } from './task-kind.ts'
import type { TaskKind } from './task-kind.ts'

export const decision: TaskKind = {
  initialStatus: 'IN_PROGRESS',
  retried: false,
  responseTimeout: false,
  fixedName: 'DECISION',
  hasBranched: (record) => branchFor(record, String(record.input.case)) !== undefined,
  start(step, record) {
    const { caseExpression, caseValueParam = '' } = record.task
    if (caseExpression) runScript(step, record, 'javascript', caseExpression, record.input)
    else choose(step, record, record.input[caseValueParam])
  },
  answer(step, record, answer) {
    if (answer.kind !== 'script') return
    if (!answer.outcome.ok) throw new MappingError(`Error while evaluating script: ${answer.outcome.error}`)
    choose(step, record, answer.outcome.value)
  },
  follow(step, record) {
    followBranch(step, record, branchFor(record, String(record.input.case)))
  },
}

/** Unlike that of a SWITCH, a case that is there but empty goes to the default. */
function branchFor(record: TaskRecord, selected: string): PlanNode | undefined {
  const { cases, otherwise } = record.node.branches
  return cases.get(selected) ?? otherwise
}

function choose(step: Step, record: TaskRecord, value: unknown): void {
  const selected = javaText(value)
  const branch = branchFor(record, selected)
  record.input = { case: selected, ...(branch ? { hasChildren: 'true' } : {}) }
  record.inputChanged = true
  record.output = { caseOutput: [selected] }
  setStatus(step, record, 'COMPLETED')
}
