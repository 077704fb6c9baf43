/** JSON values as jq sees them: their types, order and texts, and the errors that programs raise. */
import { isMap, type JsonMap } from '../../model/json.ts'

/** An error that `try` can catch; its value may be anything. */
export class JqError extends Error {
  readonly value: unknown

  constructor(value: unknown) {
    super(typeof value === 'string' ? value : `${toJson(value)} (not a string)`)
    this.name = 'JqError'
    this.value = value
  }
}

export function typeOf(value: unknown): 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object' {
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return 'array'
  const type = typeof value
  return type === 'boolean' || type === 'number' || type === 'string' ? type : 'object'
}

export function isTrue(value: unknown): boolean {
  return value !== null && value !== undefined && value !== false
}

/** As jq prints it: infinities become the largest finite number, NaN becomes null. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, finite) ?? 'null'
}

function finite(_key: string, value: unknown): unknown {
  if (value === Number.POSITIVE_INFINITY) return Number.MAX_VALUE
  return value === Number.NEGATIVE_INFINITY ? -Number.MAX_VALUE : value
}

/** For messages: `object ({"a":1})`, long values cut. */
export function shown(value: unknown): string {
  const json = toJson(value)
  return `${typeOf(value)} (${json.length > 11 ? `${json.slice(0, 10)}...` : json})`
}

const RANK = { null: 0, false: 1, true: 2, number: 3, string: 4, array: 5, object: 6 } as const

function rankOf(value: unknown): number {
  const type = typeOf(value)
  return type === 'boolean' ? (value === true ? RANK.true : RANK.false) : RANK[type]
}

/** null < false < true < numbers < strings < arrays < objects. */
export function compareValues(a: unknown, b: unknown): number {
  const byRank = rankOf(a) - rankOf(b)
  if (byRank !== 0) return byRank
  if (typeof a === 'number' && typeof b === 'number') return a < b || Number.isNaN(a) ? -1 : a > b ? 1 : 0
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b)
  if (Array.isArray(a) && Array.isArray(b)) return compareLists(a, b)
  if (isMap(a) && isMap(b)) return compareObjects(a, b)
  return 0
}

/** By code points, which is not the order of UTF-16 units. */
function compareTexts(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)]
    if (x === y) continue
    const isHigh = (unit: number) => unit >= 0xd800 && unit < 0xe000
    return isHigh(x) === isHigh(y) ? x - y : isHigh(x) ? 1 : -1
  }
  return a.length - b.length
}

function compareLists(a: readonly unknown[], b: readonly unknown[]): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const order = compareValues(a[i], b[i])
    if (order !== 0) return order
  }
  return a.length - b.length
}

/** By their sorted keys first, then by the values in the order of the keys. */
function compareObjects(a: JsonMap, b: JsonMap): number {
  const keys = sortedKeys(a)
  const byKeys = compareLists(keys, sortedKeys(b))
  if (byKeys !== 0) return byKeys
  for (const key of keys) {
    const order = compareValues(a[key], b[key])
    if (order !== 0) return order
  }
  return 0
}

export function sortedKeys(map: JsonMap): string[] {
  return Object.keys(map).sort(compareTexts)
}

/** A copy with the entry set; a `__proto__` key stays a plain key. */
export function withEntry(map: JsonMap, key: string, value: unknown): JsonMap {
  const copy = { ...map }
  setEntry(copy, key, value)
  return copy
}

/** Sets the entry in place. */
export function setEntry(map: JsonMap, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(map, key, { value, enumerable: true, writable: true, configurable: true })
  else map[key] = value
}

export function entryOf(map: JsonMap, key: string): unknown {
  return Object.hasOwn(map, key) ? map[key] : null
}

/** Length in code points. */
export function characters(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}
