// WAIT_FOR_WEBHOOK: open until a call comes in that matches, or somebody updates it.

import { isDeepStrictEqual } from 'node:util'
import { touch } from '../decider/step.ts'
import { follow } from '../expressions/follow.ts'
import { parsePath } from '../expressions/path.ts'
import { isMap } from '../model/json.ts'
import type { JsonMap } from '../model/json.ts'
import type { TaskKind } from './task-kind.ts'

export const waitForWebhook: TaskKind = {
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

/** Whether every path of the task's `matches` leads to its value in the payload. Without any, every payload matches. */
export function matchesPayload(input: JsonMap, payload: JsonMap): boolean {
  const { matches } = input
  if (!isMap(matches)) return true
  return Object.entries(matches).every(([path, wanted]) => isSame(valueAt(path, payload), wanted))
}

/** `$['event']['type']`, `$.event.type` and `event.type` are the same. */
function valueAt(text: string, payload: JsonMap): unknown {
  const rest = text.startsWith('$') ? text.slice(1) : text
  const path = parsePath(rest === '' || /^[.[]/.test(rest) ? `payload${rest}` : `payload.${rest}`)
  return path && follow(path.steps, path.definite, payload)
}

/** Expressions and senders do not agree on the type of an id: 7 and "7" are the same. */
function isSame(found: unknown, wanted: unknown): boolean {
  if (isDeepStrictEqual(found, wanted)) return true
  return isScalar(found) && isScalar(wanted) && String(found) === String(wanted)
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}
