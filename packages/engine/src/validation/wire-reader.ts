/**
 * Reads JSON the way Conductor does: unknown properties are ignored, "3" is taken for a number and "false" for a boolean,
 * null for a primitive means zero. What cannot be read is an `UnreadableBody`, never a half-read value.
 */
import { isMap, type JsonMap } from '../model/json.ts'

/** A body that is no JSON of the expected shape. The message says which property and what was expected. */
export class UnreadableBody extends Error {
  constructor(message: string) {
    super(`JSON parse error: ${message}`)
    this.name = 'UnreadableBody'
  }
}

/** @param path where the value stands, for messages: `tasks[0].retryCount`. */
export type Read<T> = (value: unknown, path: string) => T

export interface Field<T> {
  readonly read: Read<T>
  /** What null stands for; absent: null counts as not given. */
  readonly onNull?: T
}

export type Shape<T> = { readonly [K in keyof T]-?: Field<Exclude<T[K], undefined>> }

/** An object's known properties. Missing ones stay missing. */
export function object<T extends object>(shape: Shape<T>): Read<Partial<T>> {
  const fields = Object.entries<Field<unknown>>(shape)
  return (value, path) => {
    if (!isMap(value)) throw mismatch('an object', value, path)
    const found: JsonMap = {}
    for (const [name, field] of fields) {
      const given = value[name]
      if (given === undefined || !Object.hasOwn(value, name)) continue
      if (given !== null) found[name] = field.read(given, path === '' ? name : `${path}.${name}`)
      else if (field.onNull !== undefined) found[name] = field.onNull
    }
    // Each property was read by the reader that the shape names for it.
    return found as Partial<T>
  }
}

export function list<T>(read: Read<T>): Field<T[]> {
  return {
    read(value, path) {
      if (!Array.isArray(value)) throw mismatch('a list', value, path)
      return value.map((item, index) => {
        if (item === null) throw new UnreadableBody(`null in the list ${path}`)
        return read(item, `${path}[${index}]`)
      })
    },
  }
}

export function mapOf<T>(read: Read<T>): Field<Record<string, T>> {
  return {
    read(value, path) {
      if (!isMap(value)) throw mismatch('an object', value, path)
      const entries = Object.entries(value).filter(([, item]) => item !== null)
      return Object.fromEntries(entries.map(([key, item]) => [key, read(item, `${path}[${key}]`)]))
    },
  }
}

/** A map whose values are data: taken as they are. */
export const data: Field<JsonMap> = {
  read(value, path) {
    if (!isMap(value)) throw mismatch('an object', value, path)
    return value
  },
}

export const text: Field<string> = { read: readText }

/** A number that Conductor keeps in a primitive: null means 0. */
export const whole: Field<number> = { read: readWhole, onNull: 0 }

/** A number that may be absent: null and the empty text mean that it is. */
export const optionalWhole: Field<number> = { read: readWhole }

export const flag: Field<boolean> = { read: readFlag, onNull: false }

/** A boolean whose own default holds when it is null. */
export const optionalFlag: Field<boolean> = { read: readFlag }

/** One of the names as they are spelled; case counts. */
export function oneOf<T extends string>(...names: readonly T[]): Field<T> {
  return {
    read(value, path) {
      const found = names.find((name) => name === value)
      if (found === undefined) throw mismatch(`one of [${names.join(', ')}]`, value, path)
      return found
    },
  }
}

export function field<T>(read: Read<T>): Field<T> {
  return { read }
}

export function readText(value: unknown, path: string): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw mismatch('a text', value, path)
}

export function readWhole(value: unknown, path: string): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (value === '') return 0
  if (typeof number !== 'number' || !Number.isFinite(number) || !Number.isSafeInteger(Math.trunc(number))) {
    throw mismatch('a whole number', value, path)
  }
  return Math.trunc(number)
}

function readFlag(value: unknown, path: string): boolean {
  if (typeof value === 'boolean') return value
  if (typeof value === 'number') return value !== 0
  if (value === 'true' || value === 'True' || value === 'TRUE') return true
  if (value === 'false' || value === 'False' || value === 'FALSE' || value === '') return false
  throw mismatch('a boolean', value, path)
}

export function mismatch(expected: string, value: unknown, path: string): UnreadableBody {
  const shown = JSON.stringify(value) ?? 'nothing'
  const short = shown.length > 80 ? `${shown.slice(0, 80)}…` : shown
  return new UnreadableBody(`${path === '' ? 'the body' : path} must be ${expected}, not ${short}`)
}
