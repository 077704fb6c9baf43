// HUMAN: open until somebody updates it. It has no time limit of its own.

import { touch } from '../decider/step.ts'
import type { TaskKind } from './task-kind.ts'

export const human: TaskKind = {
  initialStatus: 'IN_PROGRESS',
  retried: true,
  responseTimeout: false,
  recover() {},
  start(step, record) {
    // A retry of it is created SCHEDULED.
    record.status = 'IN_PROGRESS'
    record.startTime ||= step.now
    touch(step, record)
  },
}
