// The script of a JOIN decides when the JOIN is done. It sees `$.joinOn`, the names, and under each name the state of that
// task; a name whose task has not come up has the status null.

import type { Run, TaskRecord } from '../decider/run.ts'
import { joinRefs } from '../decider/run-index.ts'
import type { Step } from '../decider/step.ts'
import { isMap } from '../model/json.ts'
import type { JsonMap } from '../model/json.ts'
import type { ScriptOutcome } from '../ports.ts'
import { isTerminal } from '../model/status.ts'
import { runScript } from './scripts.ts'

const evaluators: ReadonlySet<string> = new Set(['javascript', 'graaljs', 'js'])

/** What a script says of its JOIN. */
export type Verdict =
  | { readonly kind: 'wait'; readonly output: JsonMap }
  /** The ordinary rules give the status. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'completed'; readonly output: JsonMap; readonly reason: string | undefined }
  | { readonly kind: 'failed'; readonly output: JsonMap; readonly reason: string }

export function joinScript({ task }: TaskRecord): string | undefined {
  const { expression, joinStatus, evaluatorType } = task
  const script = expression ?? (evaluatorType === undefined ? undefined : joinStatus)
  return script === undefined || script.trim() === '' ? undefined : script
}

/** Why the JOIN's evaluator is none; undefined when it is one. */
export function evaluatorRefusal({ task }: TaskRecord): string | undefined {
  const { evaluatorType = 'javascript' } = task
  return evaluators.has(evaluatorType) ? undefined : `No evaluator registered for type: ${evaluatorType}`
}

/** Asks the script. The number of those that had ended goes along, to see afterwards whether it has seen all. */
export function askScript(step: Step, join: TaskRecord, script: string): void {
  runScript(step, join, 'javascript', script, scriptInput(step.run, join), String(endedCount(step.run, join)))
}

export function endedCount(run: Run, join: TaskRecord): number {
  return joinRefs(join).filter((ref) => {
    const member = run.newest.get(ref)
    return member !== undefined && isTerminal(member.status)
  }).length
}

function scriptInput(run: Run, join: TaskRecord): JsonMap {
  const names = Array.isArray(join.input.joinOn) ? join.input.joinOn.map(String) : join.task.joinOn
  const refs = joinRefs(join)
  const states = names.map((name, index) => [name, stateOf(run.newest.get(refs[index] ?? name))] as const)
  return { ...join.input, ...Object.fromEntries(states), joinOn: names }
}

function stateOf(member: TaskRecord | undefined): JsonMap {
  if (!member) return { status: null }
  return {
    status: member.status,
    taskReferenceName: member.ref,
    reasonForIncompletion: member.reason ?? null,
    output: member.output,
    outputData: member.output,
  }
}

export function readVerdict(outcome: ScriptOutcome): Verdict {
  if (!outcome.ok) return { kind: 'failed', output: {}, reason: outcome.error }
  const { value } = outcome
  if (value === true) return { kind: 'ready' }
  if (!isMap(value)) return { kind: 'wait', output: {} }
  const output = isMap(value.outputData) ? value.outputData : {}
  const reason = typeof value.reasonForIncompletion === 'string' ? value.reasonForIncompletion : undefined
  if (value.status === 'COMPLETED') return { kind: 'completed', output, reason }
  if (value.status === 'FAILED') return { kind: 'failed', output, reason: reason ?? 'The script of the JOIN says so.' }
  return { kind: 'wait', output }
}
