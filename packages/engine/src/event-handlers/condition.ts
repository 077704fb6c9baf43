// Whether a handler wants a message.

import type { JsonMap } from '../model/json.ts'
import type { ScriptRunner } from '../ports.ts'
import { isTrue, scriptTimeoutMs } from '../tasks/scripts.ts'
import type { EventHandler } from './event-handler.ts'

export type ConditionResult =
  | { readonly kind: 'holds' }
  | { readonly kind: 'fails'; readonly output: JsonMap }
  | { readonly kind: 'error'; readonly output: JsonMap }

export async function decideCondition(
  scripts: ScriptRunner,
  handler: EventHandler,
  payload: JsonMap,
): Promise<ConditionResult> {
  const { condition, evaluatorType } = handler
  if (!condition || condition.trim() === '') return { kind: 'holds' }
  if (evaluatorType === 'value-param') return toResult(condition, payload[condition])
  const outcome = await scripts.run({
    language: evaluatorType === 'python' ? 'python' : 'javascript',
    expression: condition,
    input: payload,
    timeoutMs: scriptTimeoutMs,
    owner: `handler ${handler.name}`,
  })
  return outcome.ok ? toResult(condition, outcome.value) : { kind: 'error', output: { error: outcome.error } }
}

function toResult(condition: string, value: unknown): ConditionResult {
  if (isTrue(value)) return { kind: 'holds' }
  return { kind: 'fails', output: { condition, evaluationResult: value ?? null } }
}
