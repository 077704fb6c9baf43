/** Query parameters and bodies, read strictly: what is not understood is an error, not a default. */
import { ApiError, type ApiState } from './api-message.ts'

export function integerOf(query: URLSearchParams, name: string, fallback: number, most: number): number {
  const text = query.get(name)
  if (text === null) return fallback
  const value = Number(text)
  if (!Number.isInteger(value) || value < 0 || text.trim() === '')
    throw new ApiError(422, 'A whole number is needed.', ['query', name])
  if (value > most) throw new ApiError(422, `At most ${most}.`, ['query', name])
  return value
}

export function shareOf(query: URLSearchParams, name: string, fallback: number): number {
  const text = query.get(name)
  if (text === null) return fallback
  const value = Number(text)
  if (!(value >= 0 && value <= 1)) throw new ApiError(422, 'A number from 0 to 1 is needed.', ['query', name])
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

/** true, false, or what the parameter is when it is left out. */
export function booleanOf(query: URLSearchParams, name: string, fallback: boolean): boolean {
  const text = query.get(name)?.toLowerCase()
  if (text === undefined) return fallback
  if (['true', '1', 'yes', 'on'].includes(text)) return true
  if (['false', '0', 'no', 'off'].includes(text)) return false
  throw new ApiError(422, 'true or false is needed.', ['query', name])
}

/**
 * Names of the lists that a dataset and its include and exclude parameters stand for. An unknown dataset is 404; one that
 * is only included or excluded may as well be somewhere else.
 */
export function datasetsOf(state: ApiState, dataset: string, query: URLSearchParams): ReadonlySet<string> {
  const known = state.datasets.map((entry) => entry.name)
  const check = (name: string): string => {
    if (!known.includes(name)) throw new ApiError(404, `No such dataset: ${name}`)
    return name
  }
  const chosen = ['default', 'all'].includes(dataset) ? known : [check(dataset)]
  const include = query.getAll('include_dataset')
  const exclude = query.getAll('exclude_dataset')
  return new Set(chosen.filter((name) => (include.length === 0 || include.includes(name)) && !exclude.includes(name)))
}
