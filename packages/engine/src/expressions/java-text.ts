// The text of a value where Conductor puts one inside a longer string: as Java prints it.

import { isMap } from '../model/json.ts'

/** `null`, `{a=1, b=x}`, `[1, 2]`, `1.0E10`; strings as they are. */
export function javaText(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'string') return value
  if (typeof value === 'number') return javaNumber(value)
  if (Array.isArray(value)) return `[${value.map(javaText).join(', ')}]`
  if (isMap(value)) {
    const entries = Object.entries(value).map(([key, entry]) => `${key}=${javaText(entry)}`)
    return `{${entries.join(', ')}}`
  }
  return String(value)
}

/** The list of an indefinite path, which prints itself as JSON there, with `/` escaped: `["a","b\/c"]`. */
export function matchesText(matches: readonly unknown[]): string {
  return JSON.stringify(matches).replaceAll('/', String.raw`\/`)
}

/** What JSON writes as an integer is one there, of any size; others as `Double.toString` does: plain from 0.001 up to 10 million. */
function javaNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return String(value)
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : value < 0 ? '-Infinity' : 'NaN'
  const size = Math.abs(value)
  if (size >= 1e-3 && size < 1e7) return String(value)
  const [mantissa = '0', exponent = '0'] = value.toExponential().split('e')
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${Number(exponent)}`
}
