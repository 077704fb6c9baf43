// How large inputs and outputs may be. Conductor's hard limits.

import { EngineError } from '../errors.ts'
import { isMap } from '../model/json.ts'

/** Of a workflow's or a task's input or output. */
const maxPayloadBytes = 10_240 * 1024

export function checkWorkflowInput(workflowId: string, input: unknown): void {
  const bytes = bytesBeyond(maxPayloadBytes, input)
  if (bytes === undefined) return
  const message = `The payload size: ${bytes} of workflow: ${workflowId} is greater than the permissible limit: ${maxPayloadBytes} bytes`
  throw new EngineError('TOO_LARGE', message, { workflowId, bytes })
}

/** Why the output of a task cannot be taken; undefined when it can. */
export function outputRefusal(workflowId: string, taskId: string, output: unknown): string | undefined {
  const bytes = bytesBeyond(maxPayloadBytes, output)
  if (bytes === undefined) return undefined
  return `The payload size: ${bytes} of task: ${taskId} in workflow: ${workflowId}  is greater than the permissible limit: ${maxPayloadBytes} bytes`
}

/** The size as JSON when that is beyond the limit. Most values are seen to be small without being written out. */
function bytesBeyond(limit: number, value: unknown): number | undefined {
  if (roughBytes(value, limit / 8) < limit / 8) return undefined
  const bytes = Buffer.byteLength(JSON.stringify(value))
  return bytes > limit ? bytes : undefined
}

/** At least an eighth of the true size, as a character takes six bytes at most; counted until `enough`. */
function roughBytes(value: unknown, enough: number): number {
  if (typeof value === 'string') return value.length + 2
  if (Array.isArray(value)) return sum(value, enough)
  if (!isMap(value)) return 8
  return sum(Object.keys(value), enough) + sum(Object.values(value), enough)
}

function sum(values: readonly unknown[], enough: number): number {
  let total = 2
  for (const value of values) {
    total += roughBytes(value, enough) + 1
    if (total >= enough) break
  }
  return total
}
