// What people do to an execution: skip, restart, retry, rerun, and bringing back what fell with a child.

import { assertNever } from '../errors.ts'
import type { RunEvent } from './events.ts'
import { jump } from './operations/jump.ts'
import { resetCallbacks } from './operations/reset-callbacks.ts'
import { rerun, rerunTask } from './operations/rerun.ts'
import { restart } from './operations/restart.ts'
import { retryRun } from './operations/retry.ts'
import { revive } from './operations/revive.ts'
import { skip } from './operations/skip.ts'
import { upgrade } from './operations/upgrade.ts'
import type { Step } from './step.ts'

type Operation = Extract<
  RunEvent,
  { kind: 'reset-callbacks' | 'skip' | 'jump' | 'upgrade' | 'restart' | 'retry' | 'rerun' | 'rerun-task' | 'revive' }
>

export function applyOperation(step: Step, operation: Operation): void {
  switch (operation.kind) {
    case 'reset-callbacks':
      resetCallbacks(step)
      return
    case 'skip':
      skip(step, operation.ref, operation.input, operation.output)
      return
    case 'jump':
      jump(step, operation.ref, operation.input)
      return
    case 'upgrade':
      upgrade(step, operation.snapshot, operation.outputs, operation.input)
      return
    case 'restart':
      restart(step, operation.snapshot)
      return
    case 'retry':
      retryRun(step, operation.childrenInPlace)
      return
    case 'rerun':
      rerun(step, operation.input, operation.correlationId)
      return
    case 'rerun-task':
      rerunTask(step, operation.taskId, operation.input)
      return
    case 'revive':
      revive(step, operation.taskId, operation.verb)
      return
    default:
      assertNever(operation)
  }
}
