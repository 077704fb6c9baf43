// How large inputs and outputs may be. Conductor's hard limits.

import { EngineError } from '../errors.ts'
import { isMap } from '../model/json.ts'

/** Of a workflow's or a task's input or output. */
export const maxPayloadBytes = 10_240 * 1024
/** Of a workflow's variables. */
const maxVariablesKilobytes = 256

export function checkWorkflowInput(workflowId: string, input: unknown): void {
  const bytes = bytesBeyond(maxPayloadBytes, input)
  if (bytes === undefined) return
  throw new EngineError('TOO_LARGE', workflowMessage(workflowId, bytes), { workflowId, bytes })
}

/** Why a workflow cannot end with this output; undefined when it can. */
export function workflowOutputRefusal(workflowId: string, output: unknown): string | undefined {
  const bytes = bytesBeyond(maxPayloadBytes, output)
  return bytes === undefined ? undefined : workflowMessage(workflowId, bytes)
}

/** Why the input or output of a task cannot be taken; undefined when it can. */
export function taskPayloadRefusal(workflowId: string, taskId: string, payload: unknown): string | undefined {
  const bytes = bytesBeyond(maxPayloadBytes, payload)
  if (bytes === undefined) return undefined
  return `The payload size: ${bytes} of task: ${taskId} in workflow: ${workflowId}  is greater than the permissible limit: ${maxPayloadBytes} bytes`
}

/** Why a workflow cannot have these variables; undefined when it can. */
export function variablesRefusal(workflowId: string, variables: unknown): string | undefined {
  const bytes = bytesBeyond(maxVariablesKilobytes * 1024, variables)
  if (bytes === undefined) return undefined
  return `The variables payload size: ${bytes} of workflow: ${workflowId} is greater than the permissible limit: ${maxVariablesKilobytes} kilobytes`
}

function workflowMessage(workflowId: string, bytes: number): string {
  return `The payload size: ${bytes} of workflow: ${workflowId} is greater than the permissible limit: ${maxPayloadBytes} bytes`
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
  let total = 2
  if (Array.isArray(value)) {
    for (const entry of value) {
      total += roughBytes(entry, enough) + 1
      if (total >= enough) break
    }
    return total
  }
  if (!isMap(value)) return 8
  // Without lists of keys and of values: every input and output is looked at, most of them several times.
  for (const key in value) {
    total += key.length + 4 + roughBytes(value[key], enough)
    if (total >= enough) break
  }
  return total
}
