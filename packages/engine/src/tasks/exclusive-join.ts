// EXCLUSIVE_JOIN: takes over the first of the named tasks that ran, behind a decision that ran one of several.

import { defaultRefs, joinRefs, listJoin } from '../decider/run-index.ts'
import type { TaskRecord } from '../decider/run.ts'
import { setStatus } from '../decider/step.ts'
import type { Step } from '../decider/step.ts'
import { isFailure, isTerminal } from '../model/status.ts'
import type { TaskKind } from './task-kind.ts'

export const exclusiveJoin: TaskKind = {
  initialStatus: 'IN_PROGRESS',
  retried: false,
  responseTimeout: false,
  prepare(_step, record) {
    record.input = {
      ...record.input,
      joinOn: record.task.joinOn,
      defaultExclusiveJoinTask: record.task.defaultExclusiveJoinTask,
    }
  },
  start(step, record) {
    listJoin(step.run, record)
    conclude(step, record)
  },
  joined(step, record) {
    conclude(step, record)
  },
}

function conclude(step: Step, record: TaskRecord): void {
  const chosen = firstEnded(step, joinRefs(record)) ?? firstEnded(step, defaultRefs(record))
  if (!chosen) return
  record.output = chosen.output
  if (isFailure(chosen.status)) setStatus(step, record, 'FAILED', chosen.reason)
  else setStatus(step, record, chosen.status === 'COMPLETED_WITH_ERRORS' ? 'COMPLETED_WITH_ERRORS' : 'COMPLETED')
}

/** The first that exists decides: when it is open, the join waits for it. */
function firstEnded(step: Step, refs: readonly string[]): TaskRecord | undefined {
  const first = refs.map((ref) => step.run.newest.get(ref)).find((record) => record && record.status !== 'SKIPPED')
  return first && isTerminal(first.status) ? first : undefined
}
