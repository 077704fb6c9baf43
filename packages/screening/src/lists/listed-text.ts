/** The listed text of one entry, cut out of the kept bytes: what an examiner is shown as the source of a hit. */
import type { RawReference } from '../entity.ts'
import { decodeText } from './decode-text.ts'
import type { ListFile } from './list-input.ts'

/** Longer entries are cut; the few there are repeat addresses. */
const maxLength = 40_000
/** Opening tags are shorter than this. */
const before = 4000

/**
 * The element, JSON line or table row that the reference points at. Undefined for office documents, whose text is
 * packed, and when the reference points past the end.
 */
export async function readListedText(
  file: ListFile,
  raw: RawReference,
  options: { readonly listId: string; readonly charset?: string | undefined },
): Promise<string | undefined> {
  if (/\.(?:ods|xlsx)$/i.test(file.name)) return undefined
  const window =
    raw.offset === undefined ? await fromLine(file, raw.line, options) : await around(file, raw.offset, options)
  if (window === undefined) return undefined
  const text = raw.offset === undefined ? row(window.text) : record(window.text, window.at)
  return text.slice(0, maxLength).trimEnd()
}

interface Window {
  readonly text: string
  /** Where in `text` the reference points. */
  readonly at: number
}

async function around(
  file: ListFile,
  offset: number,
  options: { readonly listId: string; readonly charset?: string | undefined },
): Promise<Window | undefined> {
  const start = Math.max(0, offset - before)
  let seen = 0
  let text = ''
  for await (const chunk of decodeText(file, options)) {
    if (seen + chunk.length > start) text += seen < start ? chunk.slice(start - seen) : chunk
    seen += chunk.length
    if (text.length >= before + maxLength) break
  }
  return text.length > offset - start ? { text, at: offset - start } : undefined
}

async function fromLine(
  file: ListFile,
  line: number,
  options: { readonly listId: string; readonly charset?: string | undefined },
): Promise<Window | undefined> {
  let left = line - 1
  let text = ''
  for await (const chunk of decodeText(file, options)) {
    let from = 0
    while (left > 0) {
      const end = chunk.indexOf('\n', from)
      if (end < 0) break
      from = end + 1
      left--
    }
    if (left === 0) text += chunk.slice(from)
    if (text.length >= maxLength) break
  }
  return text === '' ? undefined : { text, at: 0 }
}

/** An element from its tag to its end, or an object from brace to brace. */
function record(text: string, at: number): string {
  if (text[at] === '{') return object(text, at)
  // The reader reports a tag once it has read the name and the character after it.
  const tag = text.lastIndexOf('<', at - 1)
  const name = tag < 0 ? undefined : /^<([\w:.-]+)/.exec(text.slice(tag, tag + 200))?.[1]
  const end = name === undefined ? -1 : text.indexOf(`</${name}>`, tag)
  return end < 0 ? text.slice(Math.max(0, tag)) : text.slice(tag, text.indexOf('>', end) + 1)
}

function object(text: string, start: number): string {
  let depth = 0
  let isInString = false
  for (let at = start; at < text.length; at++) {
    const char = text[at]
    if (isInString && char === '\\') at++
    else if (char === '"') isInString = !isInString
    else if (!isInString && char === '{') depth++
    else if (!isInString && char === '}' && --depth === 0) return text.slice(start, at + 1)
  }
  return text.slice(start)
}

/** A table row may hold line ends inside quotes. */
function row(text: string): string {
  let isQuoted = false
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') isQuoted = !isQuoted
    else if (text[at] === '\n' && !isQuoted) return text.slice(0, at)
  }
  return text
}
