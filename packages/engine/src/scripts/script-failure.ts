/** How a failed script is told, in Conductor's words. */
import type { ScriptFailure } from './script-protocol.ts'

export function timeout(timeoutMs: number): ScriptFailure {
  return { kind: 'timeout', message: `Script not evaluated within ${timeoutMs / 1000} seconds, interrupted.` }
}

// Errors that the language raises carry their line in Conductor; what a script throws by itself does not.
const ERRORS_OF_THE_LANGUAGE = new Set([
  'TypeError',
  'ReferenceError',
  'RangeError',
  'SyntaxError',
  'InternalError',
  'URIError',
  'EvalError',
])

/** The reason a task shows, e.g. "Error evaluating the script `TypeError: Cannot read property 'x' of undefined` at line 3". */
export function describeFailure(failure: ScriptFailure): string {
  if (failure.kind === 'timeout') return failure.message
  const { name, line } = failure
  // QuickJS begins its messages with a small letter, the engine that Conductor uses with a capital.
  const message = name === 'TypeError' ? capitalised(failure.message) : failure.message
  const text = name === undefined ? message : message === '' ? name : `${name}: ${message}`
  const at = name !== undefined && ERRORS_OF_THE_LANGUAGE.has(name) && line !== undefined ? ` at line ${line}` : ''
  return `Error evaluating the script \`${text}\`${at}`
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
