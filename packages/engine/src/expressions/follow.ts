// Follows the steps of a path through a value.

import { isMap } from '../model/json.ts'
import type { JsonMap } from '../model/json.ts'
import { passes } from './filter.ts'
import type { PathFunction, Step } from './path.ts'

/**
 * What the steps lead to: the value when they are definite, otherwise the list of matches, perhaps empty.
 * `undefined` when a definite path leads nowhere.
 */
export function follow(steps: readonly Step[], definite: boolean, from: unknown): unknown {
  if (definite) return steps.reduce<unknown>((value, step) => stepInto(step, value)[0], from)
  let matches: unknown[] = [from]
  for (const step of steps) {
    // A function closes an indefinite path by looking at all of its matches at once.
    if (step.kind === 'function') return applyFunction(step.name, matches)
    matches = matches.flatMap((value) => stepInto(step, value))
  }
  return matches
}

function stepInto(step: Step, value: unknown): unknown[] {
  switch (step.kind) {
    case 'key':
      return keyOf(value, step.key)
    case 'keys':
      return step.keys.flatMap((key) => keyOf(value, key))
    case 'pick':
      return isMap(value) ? [picked(value, step.keys)] : []
    case 'index':
      return indexOf(value, step.index)
    case 'indexes':
      return step.indexes.flatMap((index) => indexOf(value, index))
    case 'slice':
      return Array.isArray(value) ? value.slice(step.from, step.to).filter((_, n) => n % step.by === 0) : []
    case 'any':
      return childrenOf(value)
    case 'descend':
      return descend(value, step.key)
    case 'filter':
      return (Array.isArray(value) ? value : isMap(value) ? [value] : []).filter((entry) => passes(step.filter, entry))
    case 'function':
      return [applyFunction(step.name, value)]
  }
}

function keyOf(value: unknown, key: string): unknown[] {
  return isMap(value) && Object.hasOwn(value, key) ? [value[key]] : []
}

function picked(value: JsonMap, keys: readonly string[]): JsonMap {
  return Object.fromEntries(keys.filter((key) => Object.hasOwn(value, key)).map((key) => [key, value[key]]))
}

function indexOf(value: unknown, index: number): unknown[] {
  if (!Array.isArray(value)) return []
  const at = index < 0 ? value.length + index : index
  return at >= 0 && at < value.length ? [value[at]] : []
}

function childrenOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  return isMap(value) ? Object.values(value) : []
}

function descend(value: unknown, key: string | undefined): unknown[] {
  const here = key === undefined ? [value] : keyOf(value, key)
  return [...here, ...childrenOf(value).flatMap((child) => descend(child, key))]
}

function applyFunction(name: PathFunction, value: unknown): unknown {
  switch (name) {
    case 'length':
    case 'size':
      if (typeof value === 'string' || Array.isArray(value)) return value.length
      return isMap(value) ? Object.keys(value).length : undefined
    case 'keys':
      return isMap(value) ? Object.keys(value) : undefined
    case 'first':
      return Array.isArray(value) ? value[0] : undefined
    case 'last':
      return Array.isArray(value) ? value.at(-1) : undefined
    default:
      return statistic(name, value)
  }
}

function statistic(name: 'min' | 'max' | 'avg' | 'sum', value: unknown): number | undefined {
  const numbers = (Array.isArray(value) ? value.flat() : []).filter((entry) => typeof entry === 'number')
  if (numbers.length === 0) return undefined
  const sum = numbers.reduce((total, entry) => total + entry, 0)
  if (name === 'min') return Math.min(...numbers)
  if (name === 'max') return Math.max(...numbers)
  return name === 'sum' ? sum : sum / numbers.length
}
