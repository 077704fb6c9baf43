// Hides the values of fields that a definition wants kept from readers. Workers still get them.

import { isMap } from '../model/json.ts'
import type { JsonMap } from '../model/json.ts'

const hidden = '***'

/** The map with the values of those keys replaced, at any depth. The same map when nothing is to be hidden. */
export function mask(map: JsonMap, fields: readonly string[]): JsonMap {
  if (fields.length === 0) return map
  return maskMap(map, new Set(fields))
}

function maskMap(map: JsonMap, fields: ReadonlySet<string>): JsonMap {
  const masked: JsonMap = {}
  for (const key of Object.keys(map)) masked[key] = fields.has(key) ? hidden : maskValue(map[key], fields)
  return masked
}

function maskValue(value: unknown, fields: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((entry) => maskValue(entry, fields))
  return isMap(value) ? maskMap(value, fields) : value
}
