// Asks for a script to be run on behalf of a task.

import type { TaskRecord } from '../decider/run.ts'
import type { Step } from '../decider/step.ts'
import type { ScriptLanguage } from '../ports.ts'

/** Conductor's limit for one evaluation. */
export const scriptTimeoutMs = 4000

export function runScript(
  step: Step,
  record: TaskRecord,
  language: ScriptLanguage,
  expression: string,
  input: unknown,
  purpose = 'value',
): void {
  record.awaiting = 'script'
  step.run.pendingScripts += 1
  step.effects.push({
    kind: 'run-script',
    taskId: record.id,
    purpose,
    request: { language, expression, input, timeoutMs: scriptTimeoutMs },
  })
}

/** A condition's result: booleans as they are, positive numbers true, everything else false. */
export function isTrue(value: unknown): boolean {
  return value === true || (typeof value === 'number' && value > 0)
}
