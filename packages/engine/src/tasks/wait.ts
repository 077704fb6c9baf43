// WAIT: open for a time, until a date, or until somebody updates it.

import type { TaskRecord } from '../decider/run.ts'
import { setStatus, touch } from '../decider/step.ts'
import type { Step } from '../decider/step.ts'
import { parseDuration, parseUntil } from './wait-time.ts'
import type { TaskKind } from './task-kind.ts'

/** Conductor's sign for a WAIT that no clock ends. */
const forEver = 2_147_483_647

export const wait: TaskKind = {
  initialStatus: 'IN_PROGRESS',
  retried: true,
  responseTimeout: false,
  recover() {},
  start(step, record) {
    record.status = 'IN_PROGRESS'
    record.startTime ||= step.now
    record.updateTime = step.now
    touch(step, record)
    const deadline = deadlineOf(record, step.now)
    if (typeof deadline === 'string') setStatus(step, record, 'FAILED_WITH_TERMINAL_ERROR', deadline)
    else if (deadline === undefined) record.callbackAfterSeconds = forEver
    else waitUntil(step, record, deadline)
  },
}

function waitUntil(step: Step, record: TaskRecord, deadline: number): void {
  record.waitTimeout = deadline
  record.callbackAfterSeconds = Math.max(0, Math.ceil((deadline - step.now) / 1000))
  if (deadline <= step.now) setStatus(step, record, 'COMPLETED')
}

/** Epoch ms, undefined for none, or what is wrong with it. */
function deadlineOf(record: TaskRecord, now: number): number | string | undefined {
  const duration = textOf(record.input.duration)
  const until = textOf(record.input.until)
  if (duration && until) return "Both 'duration' and 'until' specified. Please provide only one input"
  if (duration) {
    const ms = parseDuration(duration)
    return ms === undefined ? `Not valid duration: ${duration}` : now + ms
  }
  if (until) return parseUntil(until) ?? `Invalid/Unsupported Wait Until format.  Provided: ${until}`
  return undefined
}

function textOf(value: unknown): string {
  return value === undefined || value === null ? '' : String(value)
}
