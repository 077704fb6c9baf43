// Has a script run on behalf of a task.

import type { TaskRecord } from '../decider/run.ts'
import { touch } from '../decider/step.ts'
import type { Step } from '../decider/step.ts'
import type { ScriptLanguage } from '../ports.ts'

/** Conductor's limit for one evaluation. */
export const scriptTimeoutMs = 4000

/** The answer comes within this step when the script cannot take long, and later otherwise. */
export function runScript(
  step: Step,
  record: TaskRecord,
  language: ScriptLanguage,
  expression: string,
  input: unknown,
  purpose = 'value',
): void {
  const request = { language, expression, input, timeoutMs: scriptTimeoutMs }
  const outcome = step.env.runAtOnce?.(request)
  if (outcome) {
    touch(step, record)
    step.kindFor(record).answer?.(step, record, { kind: 'script', purpose, outcome })
    return
  }
  record.awaiting = 'script'
  step.run.pendingScripts += 1
  step.effects.push({ kind: 'run-script', taskId: record.id, purpose, request })
}

/** A condition's result: booleans as they are, positive numbers true, everything else false. */
export function isTrue(value: unknown): boolean {
  return value === true || (typeof value === 'number' && value > 0)
}
