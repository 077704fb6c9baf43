// The idempotency key of what a task starts, from the task's input.

import type { Idempotency } from '../decider/effects.ts'
import type { JsonMap } from '../model/json.ts'

/** `{idempotencyKey?, idempotencyStrategy?}`; what is no text, or an empty one, counts as not given. */
export function idempotencyOf({ idempotencyKey: key, idempotencyStrategy: strategy }: JsonMap): Idempotency {
  return {
    idempotencyKey: typeof key === 'string' && key !== '' ? key : undefined,
    idempotencyStrategy: typeof strategy === 'string' && strategy !== '' ? strategy : undefined,
  }
}
