// Makes every worker task that was put off by `callbackAfterSeconds` due now.

import { tasksInOrder } from '../run.ts'
import { touch } from '../step.ts'
import type { Step } from '../step.ts'

export function resetCallbacks(step: Step): void {
  for (const record of tasksInOrder(step.run)) {
    const putOff = record.status === 'SCHEDULED' && record.callbackAfterSeconds > 0
    if (!putOff || !step.kindFor(record).forWorkers) continue
    record.callbackAfterSeconds = 0
    record.dueAt = step.now
    touch(step, record)
  }
}
