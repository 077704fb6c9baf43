/** Reading and writing an application by path (`identity.nationalities[1]`). Values are never mutated. */

export type Step = string | number

/** `a.b[1].c` → ['a', 'b', 1, 'c'], or null when it is no path, or reaches for a prototype. */
export function parsePath(path: string): readonly Step[] | null {
  if (!/^[A-Za-z][A-Za-z0-9]*(\[\d{1,3}\]|\.[A-Za-z][A-Za-z0-9]*|\.\d{1,3})*$/.test(path)) return null
  const steps = path
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step))
  return steps.some((step) => step === '__proto__' || step === 'constructor' || step === 'prototype') ? null : steps
}

/** Where a list's elements come in the order of their numbers, `a[2]` before `a[10]`: so `withPath` puts a list together again. */
export function compareSteps(a: readonly Step[], b: readonly Step[]): number {
  const at = a.findIndex((step, index) => step !== b[index])
  const [one, other] = [a[at], b[at]]
  if (one === undefined || other === undefined) return a.length - b.length
  if (typeof one === 'number' && typeof other === 'number') return one - other
  return String(one) < String(other) ? -1 : 1
}

export function readPath(value: unknown, path: string): unknown {
  const steps = parsePath(path)
  if (!steps) return undefined
  return steps.reduce<unknown>((at, step) => child(at, step), value)
}

function child(value: unknown, step: Step): unknown {
  if (Array.isArray(value)) return typeof step === 'number' ? (value as unknown[])[step] : undefined
  if (!isRecord(value) || !Object.hasOwn(value, step)) return undefined
  return value[step]
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A copy with the value set; null removes. The second part is the error when the path does not fit. */
export function withPath(
  root: Readonly<Record<string, unknown>>,
  steps: readonly Step[],
  value: unknown,
): Record<string, unknown> {
  const next = put(root, steps, value)
  return isRecord(next) ? next : { ...root }
}

function put(at: unknown, steps: readonly Step[], value: unknown): unknown {
  const [step, ...rest] = steps
  if (step === undefined) return value
  if (typeof step === 'number') {
    const list: unknown[] = Array.isArray(at) ? [...(at as unknown[])] : []
    if (step > list.length) return list
    if (rest.length === 0 && value === null) list.splice(step, 1)
    else list[step] = put(list[step], rest, value)
    return list
  }
  const record: Record<string, unknown> = isRecord(at) ? { ...at } : {}
  if (rest.length === 0 && value === null) delete record[step]
  else record[step] = put(record[step], rest, value)
  return record
}

/** Every leaf as [path, value]; empty lists and records are leaves of their own. */
export function leaves(value: unknown, path = ''): readonly (readonly [string, unknown])[] {
  if (Array.isArray(value)) {
    const list = value as unknown[]
    return list.length === 0 ? [[path, []]] : list.flatMap((item, index) => leaves(item, `${path}[${index}]`))
  }
  if (isRecord(value)) {
    const keys = Object.keys(value).sort()
    if (keys.length === 0 && path !== '') return [[path, {}]]
    return keys.flatMap((key) => leaves(value[key], path === '' ? key : `${path}.${key}`))
  }
  return value === undefined ? [] : [[path, value]]
}

/** Paths whose leaf differs between the two, sorted. */
export function changedLeaves(before: unknown, after: unknown): readonly string[] {
  const old = new Map(leaves(before))
  const now = new Map(leaves(after))
  const paths = new Set([...old.keys(), ...now.keys()])
  return [...paths].filter((path) => JSON.stringify(old.get(path)) !== JSON.stringify(now.get(path))).sort()
}
