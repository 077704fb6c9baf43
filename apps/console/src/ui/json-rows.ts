/** Flattens a JSON value to the rows of its tree: only what is unfolded, or what leads to a match. */
import { isJsonObject, type Json } from '../api/json.ts'
import type { PathStep } from './json-path.ts'

export interface JsonRow {
  readonly id: string
  readonly path: readonly PathStep[]
  readonly depth: number
  readonly key: PathStep | undefined
  readonly value: Json
  readonly size: number
  readonly isBranch: boolean
  readonly isOpen: boolean
  readonly isMatch: boolean
}

export interface JsonView {
  /** Ids of branches folded or unfolded by hand; the rest follow `openDepth`. */
  readonly toggled: ReadonlySet<string>
  readonly openDepth: number
  readonly search: string
}

export function jsonRows(root: Json, view: JsonView): readonly JsonRow[] {
  const rows: JsonRow[] = []
  const needle = view.search.trim().toLowerCase()
  const visit = (value: Json, path: readonly PathStep[]): void => {
    const id = JSON.stringify(path)
    const entries = entriesOf(value)
    const isBranch = entries.length > 0
    const leads = needle !== '' && isBranch && contains(value, needle)
    const isOpen = isBranch && (leads || path.length < view.openDepth !== view.toggled.has(id))
    const key = path.at(-1)
    rows.push({
      id,
      path,
      depth: path.length,
      key,
      value,
      size: entries.length,
      isBranch,
      isOpen,
      isMatch: needle !== '' && matches(key, value, needle),
    })
    if (isOpen) for (const [name, child] of entries) visit(child, [...path, name])
  }
  visit(root, [])
  return rows
}

export function entriesOf(value: Json): readonly (readonly [PathStep, Json])[] {
  if (Array.isArray(value)) return value.map((item, index) => [index, item] as const)
  return isJsonObject(value) ? Object.entries(value) : []
}

function matches(key: PathStep | undefined, value: Json, needle: string): boolean {
  if (typeof key === 'string' && key.toLowerCase().includes(needle)) return true
  return (typeof value !== 'object' || value === null) && String(value).toLowerCase().includes(needle)
}

const contains = (value: Json, needle: string): boolean =>
  entriesOf(value).some(([key, child]) => matches(key, child, needle) || contains(child, needle))
