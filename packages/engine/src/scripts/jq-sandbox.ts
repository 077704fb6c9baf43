/** Runs jq programs (JSON_JQ_TRANSFORM) within their limits and keeps compiled ones. Runs in the script worker only. */
import type { Evaluate } from './javascript-sandbox.ts'
import { compileJq, type JqProgram } from './jq/jq.ts'
import { JqTimeout } from './jq/meter.ts'
import { createRecentlyUsed } from './recently-used.ts'
import { timeout } from './script-failure.ts'
import type { ScriptFailure, WorkerSettings } from './script-protocol.ts'

// A JavaScript expression's limit is on what it holds at a time; a jq program's is on what it makes in all.
const MADE_PER_HELD = 4

/** The reply's JSON is the list of all values that the program gives. */
export function createJqSandbox(settings: WorkerSettings): Evaluate {
  const kept = createRecentlyUsed<JqProgram>(settings.keptExpressions, () => undefined)

  function programOf(source: string): JqProgram {
    const known = kept.get(source)
    if (known !== undefined) return known
    const program = compileJq(source)
    kept.set(source, program)
    return program
  }

  return (source, inputJson, timeoutMs) => {
    const limits = { deadline: Date.now() + timeoutMs, memoryBytes: settings.memoryBytes * MADE_PER_HELD }
    try {
      return { ok: true, json: JSON.stringify(programOf(source)(JSON.parse(inputJson), limits), jsonNumber) }
    } catch (error) {
      return { ok: false, error: failureOf(error, timeoutMs) }
    }
  }
}

/** As jq prints them: infinities become the largest finite number; NaN becomes null by itself. */
function jsonNumber(_key: string, value: unknown): unknown {
  if (value === Number.POSITIVE_INFINITY) return Number.MAX_VALUE
  return value === Number.NEGATIVE_INFINITY ? -Number.MAX_VALUE : value
}

function failureOf(error: unknown, timeoutMs: number): ScriptFailure {
  if (error instanceof JqTimeout) return timeout(timeoutMs)
  if (error instanceof RangeError) return { kind: 'thrown', message: 'stack overflow' }
  return { kind: 'thrown', message: error instanceof Error ? error.message : String(error) }
}
