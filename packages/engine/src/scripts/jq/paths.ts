/** Reading and changing what a path points at. Values are never changed in place. */
import { isMap } from '../../model/json.ts'
import { ENTRY_BYTES, type Meter } from './meter.ts'
import { characters, compareValues, entryOf, JqError, shown, typeOf, withEntry } from './value.ts'

export type Path = readonly unknown[]

/** `.[key]` */
export function indexValue(value: unknown, key: unknown): unknown {
  if (value === null && (typeof key === 'string' || typeof key === 'number' || isSlice(key))) return null
  if (isMap(value) && typeof key === 'string') return entryOf(value, key)
  if (Array.isArray(value)) {
    if (typeof key === 'number') return elementAt(value, key)
    if (isSlice(key)) return sliceValue(value, key.start, key.end)
    if (Array.isArray(key)) return indicesOf(value, key)
  }
  if (typeof value === 'string' && isSlice(key)) return sliceValue(value, key.start, key.end)
  const name = typeof key === 'string' ? `${Array.isArray(value) ? 'string ' : ''}"${key}"` : typeOf(key)
  throw new JqError(`Cannot index ${typeOf(value)} with ${name}`)
}

function elementAt(list: readonly unknown[], key: number): unknown {
  const index = Math.floor(key)
  return list[index < 0 ? list.length + index : index] ?? null
}

interface Slice {
  readonly start: unknown
  readonly end: unknown
}

function isSlice(key: unknown): key is Slice & Record<string, unknown> {
  return isMap(key) && ('start' in key || 'end' in key)
}

/** `.[from:to]` of a list, a text or null. */
export function sliceValue(value: unknown, from: unknown, to: unknown): unknown {
  if (value === null) return null
  if (typeof value !== 'string' && !Array.isArray(value)) throw new JqError(`Cannot index ${typeOf(value)} with object`)
  // Texts are counted in code points.
  const items = typeof value === 'string' ? [...value] : value
  const [start, end] = bounds(items.length, from, to)
  const part = items.slice(start, end)
  return typeof value === 'string' ? part.join('') : part
}

function bounds(length: number, from: unknown, to: unknown): [number, number] {
  const clamp = (bound: unknown, absent: number, round: (x: number) => number) => {
    if (bound === null || bound === undefined) return absent
    if (typeof bound !== 'number') throw new JqError('Start and end indices of an array slice must be numbers')
    const index = round(bound)
    return Math.min(length, Math.max(0, index < 0 ? length + index : index))
  }
  return [clamp(from, 0, Math.floor), clamp(to, length, Math.ceil)]
}

/** Where the part begins in a list or a text; overlapping places count. */
export function indicesOf(value: unknown, part: unknown): unknown {
  if (value === null) return null
  if (typeof value === 'string' && typeof part === 'string') {
    if (part === '') return null
    const found: number[] = []
    for (let at = value.indexOf(part); at >= 0; at = value.indexOf(part, at + 1))
      found.push(characters(value.slice(0, at)))
    return found
  }
  if (!Array.isArray(value)) return indexValue(value, part)
  const wanted = Array.isArray(part) ? part : [part]
  if (wanted.length === 0) return null
  return value.flatMap((_, at) =>
    wanted.every((item, i) => at + i < value.length && compareValues(value[at + i], item) === 0) ? [at] : [],
  )
}

export function getPath(value: unknown, path: Path): unknown {
  let current = value
  for (const key of path) {
    if (current === null || current === undefined) return null
    current = indexValue(current, key)
  }
  return current ?? null
}

/** A copy with something else at the path. */
export function setPath(value: unknown, path: Path, wanted: unknown, meter: Meter): unknown {
  const [key, ...rest] = path
  if (path.length === 0) return wanted
  if (typeof key === 'string') {
    if (value !== null && !isMap(value)) throw new JqError(`Cannot index ${typeOf(value)} with "${key}"`)
    const map = isMap(value) ? value : {}
    meter.make((Object.keys(map).length + 1) * ENTRY_BYTES)
    return withEntry(map, key, setPath(entryOf(map, key), rest, wanted, meter))
  }
  if (typeof key === 'number') return setElement(value, key, rest, wanted, meter)
  if (isSlice(key)) return setSlice(value, key, rest, wanted, meter)
  throw new JqError(`Invalid path component: ${shown(key)}`)
}

// Setting far behind the end fills the gap with nulls.
const MAX_INDEX = 536_870_911

function setElement(value: unknown, key: number, rest: Path, wanted: unknown, meter: Meter): unknown {
  if (value !== null && !Array.isArray(value)) throw new JqError(`Cannot index ${typeOf(value)} with number`)
  const list: readonly unknown[] = Array.isArray(value) ? value : []
  const index = key < 0 ? list.length + Math.floor(key) : Math.floor(key)
  if (index < 0) throw new JqError('Out of bounds negative array index')
  if (index > MAX_INDEX) throw new JqError('Array index too large')
  meter.make((Math.max(list.length, index) + 1) * ENTRY_BYTES)
  const copy = list.slice()
  while (copy.length < index) copy.push(null)
  copy[index] = setPath(list[index] ?? null, rest, wanted, meter)
  return copy
}

function setSlice(value: unknown, { start, end }: Slice, rest: Path, wanted: unknown, meter: Meter): unknown {
  if (value !== null && !Array.isArray(value))
    throw new JqError(`Cannot update field at object index of ${typeOf(value)}`)
  const list: readonly unknown[] = Array.isArray(value) ? value : []
  const [from, to] = bounds(list.length, start, end)
  const replaced = setPath(list.slice(from, Math.max(from, to)), rest, wanted, meter)
  if (!Array.isArray(replaced)) throw new JqError('A slice of an array can only be assigned another array')
  meter.make((list.length + replaced.length) * ENTRY_BYTES)
  return [...list.slice(0, from), ...replaced, ...list.slice(Math.max(from, to))]
}

/** A copy without what the paths point at. */
export function deletePaths(value: unknown, paths: readonly Path[], meter: Meter): unknown {
  // From the last one to the first, so that no deletion moves what a later one means.
  return paths
    .toSorted(compareValues)
    .toReversed()
    .reduce<unknown>((current, path) => deletePath(current, path, meter), value)
}

function deletePath(value: unknown, path: Path, meter: Meter): unknown {
  const [key, ...rest] = path
  if (path.length === 0 || value === null) return null
  if (rest.length > 0) {
    const inner = indexValue(value, key)
    return inner === null ? value : setPath(value, [key], deletePath(inner, rest, meter), meter)
  }
  if (isMap(value) && typeof key === 'string') {
    meter.make(Object.keys(value).length * ENTRY_BYTES)
    return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key))
  }
  if (Array.isArray(value)) {
    meter.make(value.length * ENTRY_BYTES)
    if (typeof key === 'number') {
      const index = key < 0 ? value.length + Math.floor(key) : Math.floor(key)
      return value.filter((_, at) => at !== index)
    }
    if (isSlice(key)) {
      const [from, to] = bounds(value.length, key.start, key.end)
      return value.filter((_, at) => at < from || at >= to)
    }
  }
  throw new JqError(`Cannot delete field at ${isSlice(key) ? 'object' : typeOf(key)} index of ${typeOf(value)}`)
}
