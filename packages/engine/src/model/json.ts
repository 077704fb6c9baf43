// Plain JSON values as inputs, outputs and variables hold them.

export type JsonMap = Record<string, unknown>

export function isMap(value: unknown): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A copy that shares nothing with its source. The value is JSON, so nothing else can be in it. */
export function copyJson<T>(value: T): T {
  if (Array.isArray(value)) return value.map((entry) => copyJson(entry)) as T // the copy has the shape of its source
  if (isMap(value)) {
    const copy: JsonMap = {}
    for (const key of Object.keys(value)) copy[key] = copyJson(value[key])
    return copy as T // as above
  }
  return value
}
