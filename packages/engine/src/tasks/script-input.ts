// Leaves out of a script's input what the script cannot look at. The output of a loop grows with each turn; a condition
// that asks only for `$.loop.iteration` must not have all of it copied every time.

import { isMap } from '../model/json.ts'
import type { JsonMap } from '../model/json.ts'

/**
 * The input with the loop's own output cut down to `iteration`, when the text uses `$` in no other way than
 * `$.name` or `$['name']` and reads nothing else of the loop; otherwise the input as it is.
 */
export function trimToUse(text: string, loopRef: string, input: JsonMap): JsonMap {
  const uses = readUses(text)
  const loop = input[loopRef]
  if (!uses || !isMap(loop)) return input
  const trimmed: JsonMap = {}
  for (const key of Object.keys(input)) {
    const below = uses.get(key)
    if (!below) continue
    trimmed[key] =
      key === loopRef && below.every((member) => member === 'iteration') ? { iteration: loop.iteration } : input[key]
  }
  return trimmed
}

const use =
  /\$(?:\.([A-Za-z_][\w]*)|\[\s*(?:'([^'\\]*)'|"([^"\\]*)")\s*\])(?:\.([A-Za-z_][\w]*)|\[\s*(?:'([^'\\]*)'|"([^"\\]*)")\s*\])?/g

/** The keys read from `$`, each with what is read below it (empty when it is used whole); undefined when unclear. */
function readUses(text: string): Map<string, string[]> | undefined {
  const uses = new Map<string, string[]>()
  let clear = 0
  for (const found of text.matchAll(use)) {
    clear += 1
    const key = found[1] ?? found[2] ?? found[3] ?? ''
    const below = found[4] ?? found[5] ?? found[6] ?? ''
    uses.set(key, [...(uses.get(key) ?? []), below])
  }
  // Any `$` that is not one of these may read anything.
  return clear === text.split('$').length - 1 ? uses : undefined
}
