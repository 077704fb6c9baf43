/** Lists, objects and their order. */
import { isMap } from '../../model/json.ts'
import type { Environment } from './environment.ts'
import { type Builtin, type Evaluation, made, type Out, values } from './evaluation.ts'
import { ENTRY_BYTES, type Meter } from './meter.ts'
import { add } from './operators.ts'
import { indexValue, indicesOf } from './paths.ts'
import { ofArguments, ofInput } from './plain-builtin.ts'
import type { Node } from './syntax.ts'
import { compareValues, JqError, shown, sortedKeys, typeOf } from './value.ts'

export const listBuiltins: Readonly<Record<string, Builtin>> = {
  'length/0': ofInput(lengthOf),
  'keys/0': ofInput((input, meter) => keysOf(input, meter, sortedKeys)),
  'keys_unsorted/0': ofInput((input, meter) => keysOf(input, meter, Object.keys)),
  'has/1': ofArguments((input, [key]) => {
    if (isMap(input) && typeof key === 'string') return Object.hasOwn(input, key)
    if (Array.isArray(input) && typeof key === 'number') return key >= 0 && key < input.length
    throw new JqError(
      `Cannot check whether ${typeOf(input)} has a ${typeOf(key) === 'string' ? 'string' : typeOf(key)} key`,
    )
  }),
  'contains/1': ofArguments((input, [part]) => contains(input, part)),
  'add/0': ofInput(sum),
  'add/1': function* ([source], input, env, evaluation) {
    let total: unknown = null
    for (const value of values(source, input, env, evaluation)) total = add(total, value, evaluation.meter)
    yield made(total, input)
  },
  'reverse/0': ofInput((input) => {
    if (input === null) return []
    if (typeof input === 'string') return [...input].toReversed().join('')
    return listOf(input, 'reversed').toReversed()
  }),
  'sort/0': ofInput((input, meter) => sorted(listOf(input, 'sorted'), meter)),
  'unique/0': ofInput((input, meter) => unique(sorted(listOf(input, 'sorted'), meter))),
  'min/0': ofInput((input) => extreme(listOf(input, 'iterated over'), (item) => item, -1)),
  'max/0': ofInput((input) => extreme(listOf(input, 'iterated over'), (item) => item, 1)),
  'sort_by/1': byKey((ranked) => ranked.map(({ item }) => item)),
  'group_by/1': byKey((ranked) => groups(ranked).map((group) => group.map(({ item }) => item))),
  'unique_by/1': byKey((ranked) => groups(ranked).map(([first]) => first?.item)),
  'min_by/1': byKey((ranked) => ranked[0]?.item ?? null),
  // Of equal ones the last is the greatest.
  'max_by/1': byKey((ranked) => ranked.at(-1)?.item ?? null),
  'flatten/0': ofInput((input, meter) => flatten(itemsOf(input), Number.POSITIVE_INFINITY, meter)),
  'flatten/1': ofArguments((input, [depth], meter) => {
    if (typeof depth !== 'number' || depth < 0) throw new JqError('flatten depth must not be negative')
    return flatten(itemsOf(input), depth, meter)
  }),
  'indices/1': ofArguments((input, [part]) => indicesOf(input, part)),
  'index/1': ofArguments((input, [part]) => firstOf(indicesOf(input, part), 0)),
  'rindex/1': ofArguments((input, [part]) => firstOf(indicesOf(input, part), -1)),
  'transpose/0': ofInput((input, meter) => {
    const rows = listOf(input, 'transposed').map((row) => listOf(row, 'transposed'))
    const width = Math.max(0, ...rows.map((row) => row.length))
    meter.make(width * rows.length * ENTRY_BYTES)
    return Array.from({ length: width }, (_, column) => rows.map((row) => row[column] ?? null))
  }),
  'bsearch/1': ofArguments((input, [wanted]) => binarySearch(listOf(input, 'searched from'), wanted)),
  'toarray/0': ofInput((input) => (Array.isArray(input) ? input : [input])),
}

function lengthOf(value: unknown): number {
  if (value === null) return 0
  if (typeof value === 'string') return [...value].length
  if (typeof value === 'number') return Math.abs(value)
  if (Array.isArray(value)) return value.length
  if (isMap(value)) return Object.keys(value).length
  throw new JqError(`${shown(value)} has no length`)
}

function keysOf(value: unknown, meter: Meter, keys: (map: Record<string, unknown>) => string[]): unknown[] {
  if (Array.isArray(value)) return [...value.keys()]
  if (!isMap(value)) throw new JqError(`${shown(value)} has no keys`)
  const found = keys(value)
  meter.make(found.length * ENTRY_BYTES)
  return found
}

export function listOf(value: unknown, verb: string): readonly unknown[] {
  if (Array.isArray(value)) return value
  throw new JqError(`${shown(value)} cannot be ${verb}, as it is not an array`)
}

function contains(value: unknown, part: unknown): boolean {
  if (isMap(value) && isMap(part)) {
    return Object.entries(part).every(([key, item]) => Object.hasOwn(value, key) && contains(value[key], item))
  }
  if (Array.isArray(value) && Array.isArray(part))
    return part.every((item) => value.some((own) => typeOf(own) === typeOf(item) && contains(own, item)))
  if (typeof value === 'string' && typeof part === 'string') return value.includes(part)
  if (typeOf(value) !== typeOf(part))
    throw new JqError(`${shown(value)} and ${shown(part)} cannot have their containment checked`)
  return compareValues(value, part) === 0
}

function sum(value: unknown, meter: Meter): unknown {
  const items = isMap(value) ? Object.values(value) : value === null ? [] : listOf(value, 'iterated over')
  // Texts and lists are gathered at once: adding them one by one would copy the beginning again and again.
  if (items.length > 1 && items.every((item) => typeof item === 'string')) return items.join('')
  if (items.length > 1 && items.every((item) => Array.isArray(item))) {
    const joined = items.flat()
    meter.make(joined.length * ENTRY_BYTES)
    return joined
  }
  return items.reduce<unknown>((total, item) => add(total, item, meter), null)
}

function sorted(list: readonly unknown[], meter: Meter): unknown[] {
  meter.make(list.length * ENTRY_BYTES)
  return list.toSorted(compareValues)
}

function unique(list: readonly unknown[]): unknown[] {
  return list.filter((item, index) => index === 0 || compareValues(list[index - 1], item) !== 0)
}

interface Ranked {
  readonly item: unknown
  readonly key: unknown
}

/** Ranks the items by the values that the argument gives for each, and makes something of them. */
function byKey(make: (ranked: readonly Ranked[]) => unknown): Builtin {
  return function* ([key], input, env, evaluation) {
    yield made(make(rank(listOf(input.value, 'sorted'), key, env, evaluation)), input)
  }
}

function rank(
  list: readonly unknown[],
  key: Node | undefined,
  env: Environment | undefined,
  evaluation: Evaluation,
): Ranked[] {
  evaluation.meter.make(list.length * 3 * ENTRY_BYTES)
  const keyOf = (item: unknown) => [...values(key, { value: item, path: undefined } satisfies Out, env, evaluation)]
  return list.map((item) => ({ item, key: keyOf(item) })).toSorted((a, b) => compareValues(a.key, b.key))
}

function groups(ranked: readonly Ranked[]): Ranked[][] {
  const found: Ranked[][] = []
  for (const entry of ranked) {
    const last = found.at(-1)
    if (last?.[0] !== undefined && compareValues(last[0].key, entry.key) === 0) last.push(entry)
    else found.push([entry])
  }
  return found
}

function extreme(list: readonly unknown[], keyOf: (item: unknown) => unknown, direction: 1 | -1): unknown {
  let best: unknown = null
  for (const [index, item] of list.entries()) {
    const order = compareValues(keyOf(item), keyOf(best)) * direction
    if (index === 0 || (direction === 1 ? order >= 0 : order > 0)) best = item
  }
  return best
}

/** A map is flattened by its values. */
function itemsOf(value: unknown): readonly unknown[] {
  return isMap(value) ? Object.values(value) : listOf(value, 'flattened')
}

function flatten(list: readonly unknown[], depth: number, meter: Meter): unknown[] {
  meter.make(list.length * ENTRY_BYTES)
  return list.flatMap((item) => (Array.isArray(item) && depth > 0 ? flatten(item, depth - 1, meter) : [item]))
}

function firstOf(found: unknown, at: 0 | -1): unknown {
  return found === null ? null : (indexValue(found, at) ?? null)
}

/** Where it is, or -1 minus where it would be. */
function binarySearch(list: readonly unknown[], wanted: unknown): number {
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (compareValues(list[middle], wanted) < 0) low = middle + 1
    else high = middle
  }
  return low < list.length && compareValues(list[low], wanted) === 0 ? low : -1 - low
}
