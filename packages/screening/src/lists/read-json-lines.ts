/** Streams files with one JSON value a line. */
import { decodeText } from './decode-text.ts'
import { ListError } from './list-error.ts'
import type { ListFile } from './list-input.ts'

export interface JsonLine {
  readonly value: unknown
  readonly line: number
  /** In UTF-16 units of the decoded text. */
  readonly offset: number
}

export async function* readJsonLines(file: ListFile, listId: string): AsyncGenerator<JsonLine> {
  for await (const { text, line, offset, isLast } of readLines(file, listId)) {
    if (text.trim() !== '')
      yield { value: parseLine(text, { list: listId, file: file.name, line }, isLast), line, offset }
  }
}

/** Lines of a text; `isLast` when no line end follows, which is where a cut file shows. */
async function* readLines(
  file: ListFile,
  listId: string,
): AsyncGenerator<{ text: string; line: number; offset: number; isLast: boolean }> {
  let rest = ''
  let line = 1
  let offset = 0
  for await (const chunk of decodeText(file, { listId })) {
    const text = rest + chunk
    let start = 0
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      yield { text: text.slice(start, end), line, offset: offset + start, isLast: false }
      start = end + 1
      line++
    }
    rest = text.slice(start)
    offset += start
  }
  if (rest !== '') yield { text: rest, line, offset, isLast: true }
}

function parseLine(text: string, place: { list: string; file: string; line: number }, isLast: boolean): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    if (isLast) throw new ListError('TRUNCATED', place, 'the last line is cut off', { cause })
    throw new ListError('MALFORMED', place, `not JSON: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A non-empty text, or a number as text. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}

/** The texts of a list, or of a single value. */
export function textsOf(value: unknown): string[] {
  const values = Array.isArray(value) ? value : [value]
  return values.map(textOf).filter((text) => text !== undefined)
}
