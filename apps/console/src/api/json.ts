/** JSON in and out without losing a digit: integers beyond 2^53 become bigint and are written back as they came. */

export type Json = string | number | bigint | boolean | null | readonly Json[] | { readonly [key: string]: Json }
export type JsonObject = { readonly [key: string]: Json }

// Only a text with 16 digits in a row can hold an integer that a double cannot; the rest takes the fast path.
const mayHoldBigInteger = /\d{16}/

interface SourceContext {
  readonly source?: string
}

/** @throws SyntaxError when the text is not JSON */
export function parseJson(text: string): Json {
  if (!mayHoldBigInteger.test(text)) return JSON.parse(text)
  return JSON.parse(text, keepBigIntegers)
}

// The third argument of a reviver (the number as written) is not in the library's types yet.
function keepBigIntegers(_key: string, value: unknown, context?: SourceContext): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
  const source = context?.source
  return source !== undefined && /^-?\d+$/.test(source) ? BigInt(source) : value
}

/** Text of a value; `indent` as in JSON.stringify. */
export function formatJson(value: unknown, indent = 2): string {
  const marks = new Map<string, string>()
  const mark = `#${crypto.randomUUID()}#`
  const text = JSON.stringify(
    value,
    (_key, item: unknown) => {
      if (typeof item !== 'bigint') return item
      const placeholder = `${mark}${marks.size}`
      marks.set(`"${placeholder}"`, item.toString())
      return placeholder
    },
    indent,
  )
  if (marks.size === 0) return text ?? 'null'
  return text.replace(new RegExp(`"${mark}\\d+"`, 'g'), (found) => marks.get(found) ?? found)
}

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
