/** Reads query parameters. A value of the wrong type is the client's mistake: 400 with the parameter's name. */
import type { RouteRequest } from './exchange.ts'
import { RequestError } from './request-error.ts'

/** The text, or undefined when the parameter is absent or empty. */
export function textParam({ query }: RouteRequest, name: string): string | undefined {
  const value = query.get(name)
  return value === null || value === '' ? undefined : value
}

export function requiredParam(request: RouteRequest, name: string): string {
  const value = request.query.get(name)
  if (value === null) throw new RequestError(400, `Required request parameter '${name}' is not present`)
  return value
}

export function numberParam(request: RouteRequest, name: string): number | undefined
export function numberParam(request: RouteRequest, name: string, fallback: number): number
export function numberParam(request: RouteRequest, name: string, fallback?: number): number | undefined {
  const text = textParam(request, name)
  return text === undefined ? fallback : wholeNumber(text, name)
}

export function wholeNumber(text: string, name: string): number {
  const value = /^\s*[+-]?\d+\s*$/.test(text) ? Number(text) : Number.NaN
  if (!Number.isSafeInteger(value)) throw wrongType(name, text, 'a whole number')
  return value
}

const TRUE = new Set(['true', 'on', 'yes', '1'])
const FALSE = new Set(['false', 'off', 'no', '0'])

export function flagParam(request: RouteRequest, name: string, fallback: boolean): boolean {
  const text = textParam(request, name)?.toLowerCase()
  if (text === undefined) return fallback
  if (TRUE.has(text)) return true
  if (FALSE.has(text)) return false
  throw wrongType(name, text, 'true or false')
}

/** Every value of a repeatable parameter; one value may also list several, joined by commas. */
export function listParam({ query }: RouteRequest, name: string): string[] {
  return query
    .getAll(name)
    .flatMap((value) => value.split(','))
    .filter((value) => value !== '')
}

/** One of the names as they are spelled. */
export function oneOfParam<T extends string>(value: string, names: readonly T[], name: string): T {
  const found = names.find((known) => known === value)
  if (found === undefined) throw wrongType(name, value, `one of [${names.join(', ')}]`)
  return found
}

function wrongType(name: string, value: string, expected: string): RequestError {
  return new RequestError(400, `Failed to convert '${name}': it must be ${expected}, not "${value}"`)
}
