/** Arithmetic and comparison over all types of values. */
import { isMap, type JsonMap } from '../../model/json.ts'
import { CHAR_BYTES, ENTRY_BYTES, type Meter } from './meter.ts'
import type { BinaryOperator } from './syntax.ts'
import { compareValues, entryOf, JqError, setEntry, shown } from './value.ts'

export function applyOperator(operator: BinaryOperator, a: unknown, b: unknown, meter: Meter): unknown {
  switch (operator) {
    case '+':
      return add(a, b, meter)
    case '-':
      return subtract(a, b)
    case '*':
      return multiply(a, b, meter)
    case '/':
      return divide(a, b)
    case '%':
      return modulo(a, b)
    case '==':
      return compareValues(a, b) === 0
    case '!=':
      return compareValues(a, b) !== 0
    case '<':
      return compareValues(a, b) < 0
    case '<=':
      return compareValues(a, b) <= 0
    case '>':
      return compareValues(a, b) > 0
    case '>=':
      return compareValues(a, b) >= 0
  }
}

export function add(a: unknown, b: unknown, meter: Meter): unknown {
  if (a === null) return b
  if (b === null) return a
  if (typeof a === 'number' && typeof b === 'number') return a + b
  if (typeof a === 'string' && typeof b === 'string') {
    meter.make((a.length + b.length) * CHAR_BYTES)
    return a + b
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    meter.make((a.length + b.length) * ENTRY_BYTES)
    return [...a, ...b]
  }
  if (isMap(a) && isMap(b)) {
    meter.make((Object.keys(a).length + Object.keys(b).length) * ENTRY_BYTES)
    return { ...a, ...b }
  }
  throw new JqError(`${shown(a)} and ${shown(b)} cannot be added`)
}

function subtract(a: unknown, b: unknown): unknown {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (Array.isArray(a) && Array.isArray(b))
    return a.filter((item) => !b.some((other) => compareValues(item, other) === 0))
  throw new JqError(`${shown(a)} and ${shown(b)} cannot be subtracted`)
}

function multiply(a: unknown, b: unknown, meter: Meter): unknown {
  if (typeof a === 'number' && typeof b === 'number') return a * b
  if (typeof a === 'string' && typeof b === 'number') return repeat(a, b, meter)
  if (typeof a === 'number' && typeof b === 'string') return repeat(b, a, meter)
  if (isMap(a) && isMap(b)) return mergeDeep(a, b, meter)
  throw new JqError(`${shown(a)} and ${shown(b)} cannot be multiplied`)
}

function repeat(text: string, times: number, meter: Meter): string | null {
  if (!(times > 0)) return null
  const count = Math.max(1, Math.floor(times))
  meter.make(text.length * count * CHAR_BYTES)
  return text.repeat(count)
}

function mergeDeep(a: JsonMap, b: JsonMap, meter: Meter): JsonMap {
  meter.make((Object.keys(a).length + Object.keys(b).length) * ENTRY_BYTES)
  const merged = { ...a }
  for (const [key, value] of Object.entries(b)) {
    const old = entryOf(a, key)
    setEntry(merged, key, isMap(old) && isMap(value) ? mergeDeep(old, value, meter) : value)
  }
  return merged
}

function divide(a: unknown, b: unknown): unknown {
  if (typeof a === 'number' && typeof b === 'number') {
    if (b === 0) throw new JqError(`${shown(a)} and ${shown(b)} cannot be divided because the divisor is zero`)
    return a / b
  }
  if (typeof a === 'string' && typeof b === 'string') return splitText(a, b)
  throw new JqError(`${shown(a)} and ${shown(b)} cannot be divided`)
}

export function splitText(text: string, separator: string): string[] {
  if (text === '') return []
  return separator === '' ? [...text] : text.split(separator)
}

function modulo(a: unknown, b: unknown): number {
  if (typeof a !== 'number' || typeof b !== 'number') throw new JqError(`${shown(a)} and ${shown(b)} cannot be divided`)
  const divisor = Math.abs(Math.trunc(b))
  if (divisor === 0) throw new JqError(`${shown(a)} and ${shown(b)} cannot be divided because the divisor is zero`)
  return Number.isNaN(a) ? Number.NaN : Math.trunc(a) % divisor || 0
}
