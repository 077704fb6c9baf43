// Splits a string into literal text and `${…}` spans, spans inside spans included. Parsed once for each text and kept.

import { parsePath } from './path.ts'
import type { Path } from './path.ts'

export interface Span {
  /** The text between the braces; has spans of its own when `inner` is set. */
  readonly body: string
  readonly inner?: Template
  /** Set when the body is a path as it stands. */
  readonly path?: Path
}

export type Part = string | Span

/** `parts` has neither empty nor neighbouring literals. */
export interface Template {
  readonly parts: readonly Part[]
  /** The text is one span and nothing else: its value keeps its type. */
  readonly only?: Span
}

// A definition holds a few hundred distinct strings. The limit guards against templates made up at run time.
const keptTemplates = 20_000
const templates = new Map<string, Template>()

export function parseTemplate(text: string): Template {
  const known = templates.get(text)
  if (known) return known
  const template = readTemplate(text)
  if (templates.size >= keptTemplates) templates.clear()
  templates.set(text, template)
  return template
}

function readTemplate(text: string): Template {
  const parts: Part[] = []
  let literal = ''
  let at = 0
  while (at < text.length) {
    const open = text.indexOf('${', at)
    const end = open < 0 ? -1 : findSpanEnd(text, open)
    if (end < 0) break
    // `$${x}` is the literal `${x}`.
    if (open > at && text[open - 1] === '$') {
      literal += text.slice(at, open - 1) + text.slice(open, end + 1)
    } else {
      literal += text.slice(at, open)
      if (literal) parts.push(literal)
      literal = ''
      parts.push(toSpan(text.slice(open + 2, end)))
    }
    at = end + 1
  }
  literal += text.slice(at)
  if (literal) parts.push(literal)
  const [first] = parts
  return parts.length === 1 && typeof first === 'object' ? { parts, only: first } : { parts }
}

function toSpan(body: string): Span {
  if (body.includes('${')) return { body, inner: parseTemplate(body) }
  const path = parsePath(body)
  return path ? { body, path } : { body }
}

/** The index of the brace that closes the span opened at `from`; -1 when it stays open. */
function findSpanEnd(text: string, from: number): number {
  let depth = 0
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '$' && text[at + 1] === '{') {
      depth += 1
      at += 1
    } else if (text[at] === '}') {
      depth -= 1
      if (depth === 0) return at
    }
  }
  return -1
}
