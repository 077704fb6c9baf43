/** Query parameters and bodies, read strictly: what is not understood is an error, not a default. */
import { ApiError, type ApiState } from './api-message.ts'

export function integerOf(query: URLSearchParams, name: string, fallback: number, most: number): number {
  const text = query.get(name)
  if (text === null) return fallback
  const value = Number(text)
  if (!Number.isInteger(value) || value < 0) throw new ApiError(400, `${name}: '${text}' is no whole number.`)
  if (value > most) throw new ApiError(400, `${name}: ${value} is more than ${most}.`)
  return value
}

export function shareOf(query: URLSearchParams, name: string, fallback: number): number {
  const text = query.get(name)
  if (text === null) return fallback
  const value = Number(text)
  if (!(value >= 0 && value <= 1)) throw new ApiError(400, `${name}: '${text}' is not between 0 and 1.`)
  return value
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A property value: text, or a list of texts. */
export function textsOf(value: unknown, where: string): string[] {
  const list = value === null || value === undefined ? [] : Array.isArray(value) ? value : [value]
  return list.map((entry) => {
    if (typeof entry === 'string' || typeof entry === 'number') return String(entry)
    throw new ApiError(400, `${where}: every value must be a text.`)
  })
}

/** Names of the lists that a dataset and its include and exclude parameters stand for. Unknown names are 404. */
export function datasetsOf(state: ApiState, dataset: string, query: URLSearchParams): ReadonlySet<string> {
  const known = state.datasets.map((entry) => entry.name)
  const check = (name: string): string => {
    if (!known.includes(name)) throw new ApiError(404, `No such dataset: ${name}`)
    return name
  }
  const chosen = ['default', 'all'].includes(dataset) ? known : [check(dataset)]
  const include = query.getAll('include_dataset').map(check)
  const exclude = query.getAll('exclude_dataset').map(check)
  return new Set(chosen.filter((name) => (include.length === 0 || include.includes(name)) && !exclude.includes(name)))
}
