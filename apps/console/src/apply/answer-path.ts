/** Reading and writing answers by path, such as `contact.previousAddresses[0].street`. Values are never mutated. */

const steps = (path: string): readonly string[] => path.replaceAll('[', '.').replaceAll(']', '').split('.')

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function readAnswer(answers: unknown, path: string): unknown {
  return steps(path).reduce<unknown>((at, step) => {
    if (Array.isArray(at)) return at[Number(step)]
    return isRecord(at) && Object.hasOwn(at, step) ? at[step] : undefined
  }, answers)
}

/** A copy with the value set; `undefined` removes it. */
export function writeAnswer(
  answers: Readonly<Record<string, unknown>>,
  path: string,
  value: unknown,
): Record<string, unknown> {
  const next = put(answers, steps(path), value)
  return isRecord(next) ? next : { ...answers }
}

function put(at: unknown, path: readonly string[], value: unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined) return value
  if (/^\d+$/.test(step)) {
    const list: unknown[] = Array.isArray(at) ? [...at] : []
    list[Number(step)] = put(list[Number(step)], rest, value)
    return list
  }
  const record: Record<string, unknown> = isRecord(at) ? { ...at } : {}
  const inner = put(record[step], rest, value)
  if (inner === undefined) delete record[step]
  else record[step] = inner
  return record
}

/** True when one of the two paths lies within the other. */
export const overlaps = (a: string, b: string): boolean => isWithin(a, b) || isWithin(b, a)

export const isWithin = (path: string, prefix: string): boolean =>
  path === prefix || path.startsWith(`${prefix}.`) || path.startsWith(`${prefix}[`)

export const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
