// NOOP: done at once, with neither input nor output.

import { setStatus } from '../decider/step.ts'
import type { TaskKind } from './task-kind.ts'

export const noop: TaskKind = {
  initialStatus: 'IN_PROGRESS',
  retried: true,
  responseTimeout: false,
  prepare(_step, record) {
    record.input = {}
  },
  start(step, record) {
    setStatus(step, record, 'COMPLETED')
  },
}
