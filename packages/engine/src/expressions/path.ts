// Reads a JSONPath (without its leading `$.`) into steps. Parsed once for each text and kept.

import { parseFilter } from './filter.ts'
import type { Filter } from './filter.ts'

export type PathFunction = 'length' | 'size' | 'min' | 'max' | 'avg' | 'sum' | 'keys' | 'first' | 'last'

export type Step =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'keys'; readonly keys: readonly string[] }
  /** Several keys at the end of a path: a map of those that are there. */
  | { readonly kind: 'pick'; readonly keys: readonly string[] }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'indexes'; readonly indexes: readonly number[] }
  | { readonly kind: 'slice'; readonly from?: number; readonly to?: number; readonly by: number }
  | { readonly kind: 'any' }
  | { readonly kind: 'descend'; readonly key?: string }
  | { readonly kind: 'filter'; readonly filter: Filter }
  | { readonly kind: 'function'; readonly name: PathFunction }

export interface Path {
  readonly root: string
  readonly steps: readonly Step[]
  /** Exactly one place can match: the value itself is the result, not a list of matches. */
  readonly definite: boolean
}

const functionNames: ReadonlySet<string> = new Set<PathFunction>([
  'length',
  'size',
  'min',
  'max',
  'avg',
  'sum',
  'keys',
  'first',
  'last',
])

/** The path, or undefined when the text is not one. */
export function parsePath(text: string): Path | undefined {
  const reader = new PathReader(text)
  const steps = reader.readSteps()
  const [first, ...rest] = steps ?? []
  if (first?.kind !== 'key') return undefined
  const last = rest.at(-1)
  if (last?.kind === 'keys') rest[rest.length - 1] = { kind: 'pick', keys: last.keys }
  return { root: first.key, steps: rest, definite: rest.every(isDefinite) }
}

function isDefinite({ kind }: Step): boolean {
  return kind === 'key' || kind === 'index' || kind === 'pick' || kind === 'function'
}

class PathReader {
  private readonly text: string
  private at = 0

  constructor(text: string) {
    this.text = text
  }

  readSteps(): Step[] | undefined {
    const steps: Step[] = []
    let expectName = true
    while (this.at < this.text.length) {
      const step = this.readStep(expectName)
      if (!step) return undefined
      steps.push(step)
      expectName = false
    }
    return steps
  }

  private readStep(atStart: boolean): Step | undefined {
    if (this.text.startsWith('..', this.at)) return this.readDescend()
    const letter = this.text[this.at]
    if (letter === '[') return this.readBracket()
    if (letter === '.') this.at += 1
    else if (!atStart) return undefined
    if (this.text[this.at] === '*') {
      this.at += 1
      return { kind: 'any' }
    }
    return this.readName()
  }

  private readDescend(): Step | undefined {
    this.at += 2
    if (this.text[this.at] === '*') {
      this.at += 1
      return { kind: 'descend' }
    }
    if (this.text[this.at] === '[') return { kind: 'descend' }
    const name = this.takeUntil('.[(')
    return name ? { kind: 'descend', key: name } : undefined
  }

  private readName(): Step | undefined {
    const name = this.takeUntil('.[(')
    if (name === '' || name !== name.trim()) return undefined
    if (this.text[this.at] !== '(') return { kind: 'key', key: name }
    if (this.text[this.at + 1] !== ')' || !functionNames.has(name)) return undefined
    this.at += 2
    return { kind: 'function', name: name as PathFunction } // membership was checked above
  }

  private takeUntil(stops: string): string {
    const from = this.at
    while (this.at < this.text.length && !stops.includes(this.text.charAt(this.at))) this.at += 1
    return this.text.slice(from, this.at)
  }

  private readBracket(): Step | undefined {
    const end = findBracketEnd(this.text, this.at)
    if (end < 0) return undefined
    const body = this.text.slice(this.at + 1, end).trim()
    this.at = end + 1
    return parseBracket(body)
  }
}

function parseBracket(body: string): Step | undefined {
  if (body === '*') return { kind: 'any' }
  if (body.startsWith('?')) {
    const filter = parseFilter(body.slice(1).trim())
    return filter ? { kind: 'filter', filter } : undefined
  }
  if (body.startsWith("'") || body.startsWith('"')) return parseQuoted(body)
  if (/^-?\d+$/.test(body)) return { kind: 'index', index: Number(body) }
  if (/^-?\d+(\s*,\s*-?\d+)+$/.test(body)) return { kind: 'indexes', indexes: body.split(',').map(Number) }
  return parseSlice(body)
}

function parseQuoted(body: string): Step | undefined {
  const keys: string[] = []
  const one = /\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\s*(,|$)/y
  while (one.lastIndex < body.length) {
    const found = one.exec(body)
    if (!found) return undefined
    keys.push((found[1] ?? found[2] ?? '').replaceAll(/\\(.)/g, '$1'))
  }
  const [only] = keys
  return keys.length === 1 && only !== undefined ? { kind: 'key', key: only } : { kind: 'keys', keys }
}

function parseSlice(body: string): Step | undefined {
  const found = /^(-?\d+)?\s*:\s*(-?\d+)?(?:\s*:\s*(\d+))?$/.exec(body)
  if (!found) return undefined
  const [, from, to, by] = found
  return {
    kind: 'slice',
    ...(from === undefined ? {} : { from: Number(from) }),
    ...(to === undefined ? {} : { to: Number(to) }),
    by: by === undefined ? 1 : Math.max(1, Number(by)),
  }
}

/** The index of the bracket that closes the one at `from`, quotes and nested brackets passed over; -1 without one. */
function findBracketEnd(text: string, from: number): number {
  let depth = 0
  let quote = ''
  for (let at = from; at < text.length; at += 1) {
    const letter = text.charAt(at)
    if (quote) {
      if (letter === '\\') at += 1
      else if (letter === quote) quote = ''
    } else if (letter === "'" || letter === '"') quote = letter
    else if (letter === '[') depth += 1
    else if (letter === ']') {
      depth -= 1
      if (depth === 0) return at
    }
  }
  return -1
}
