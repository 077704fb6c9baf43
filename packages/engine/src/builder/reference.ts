// References to what a workflow will know when it runs: typed here, `${…}` in the definition.

import { isMap } from '../model/json.ts'
import type { JsonMap } from '../model/json.ts'

declare const valueType: unique symbol

/** Stands for a value of type T. */
export interface Expr<T> {
  readonly [valueType]: T
}

/** As `Expr`, with a reference for each field and each entry below it. */
export type Ref<T> = Expr<T> & FieldsOf<NonNullable<T>>

type FieldsOf<T> = T extends readonly (infer E)[]
  ? { readonly [index: number]: Ref<E> }
  : T extends object
    ? { readonly [K in keyof T]-?: Ref<Exclude<T[K], undefined>> }
    : unknown

/** A value of type T, a reference to one, or a mixture of both below. */
export type Param<T> = T | Expr<T> | (T extends object ? { readonly [K in keyof T]: Param<T[K]> } : never)

const pathKey = Symbol('path')

/** A reference to the path; fields are taken by reading them. */
export function refTo<T>(path: string): Ref<T> {
  const reference = new Proxy(
    {},
    {
      get(_, key) {
        if (key === pathKey) return path
        return typeof key === 'symbol' ? undefined : refTo(path + stepTo(key))
      },
    },
  )
  // The type's fields are answered by the proxy, and its `valueType` is never read.
  return reference as Ref<T>
}

function stepTo(key: string): string {
  if (/^\d+$/.test(key)) return `[${key}]`
  return /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `['${key}']`
}

function pathOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const path: unknown = Reflect.get(value, pathKey)
  return typeof path === 'string' ? path : undefined
}

/** The value with `${…}` in the place of references. */
export function written(value: unknown): unknown {
  const path = pathOf(value)
  if (path !== undefined) return `\${${path}}`
  if (Array.isArray(value)) return value.map(written)
  return isMap(value) ? writtenMap(value) : value
}

export function writtenMap(map: object): JsonMap {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, written(value)]))
}

/** Text with references in it: text`Hello ${person.name}`. */
export function text(
  parts: TemplateStringsArray,
  ...values: readonly (Expr<unknown> | string | number)[]
): Expr<string> {
  const joined = parts.reduce((before, part, index) => before + String(written(values[index - 1])) + part)
  // A text is written as it is; the type keeps it from being mistaken for a finished value.
  return joined as unknown as Expr<string>
}
