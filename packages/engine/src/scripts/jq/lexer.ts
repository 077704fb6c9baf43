/** Cuts a jq program into tokens, one at a time: the parser says where, as strings hold programs themselves. */
import { JqSyntaxError } from './syntax.ts'

export type Token =
  | { readonly kind: 'number'; readonly value: number; readonly end: number }
  /** The quote that opens a string; the parser reads what follows. */
  | { readonly kind: 'quote'; readonly end: number }
  | { readonly kind: 'name' | 'keyword' | 'field' | 'variable' | 'format'; readonly text: string; readonly end: number }
  | { readonly kind: 'symbol'; readonly text: string; readonly end: number }
  | { readonly kind: 'end'; readonly end: number }

const KEYWORDS = new Set([
  'def',
  'as',
  'if',
  'then',
  'elif',
  'else',
  'end',
  'reduce',
  'foreach',
  'try',
  'catch',
  'label',
  'and',
  'or',
  'import',
  'include',
  '__loc__',
])

const BLANKS = /(?:\s|#[^\n]*)*/y
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y
const NAME = /(?:[A-Za-z_]\w*::)*[A-Za-z_]\w*/y
const FIELD = /\.([A-Za-z_]\w*)/y
const VARIABLE = /\$((?:[A-Za-z_]\w*::)*[A-Za-z_]\w*)/y
const FORMAT = /@([A-Za-z0-9_]+)/y
const SYMBOL = /\?\/\/=?|\?|\|=|\/\/=|\/\/|==|!=|<=|>=|\+=|-=|\*=|\/=|%=|\.\.|[.[\]{}(),:;|=<>+\-*/%$]/y

export function tokenAt(source: string, from: number): Token {
  const at = match(BLANKS, source, from)?.end ?? from
  if (at >= source.length) return { kind: 'end', end: at }
  if (source[at] === '"') return { kind: 'quote', end: at + 1 }
  const number = match(NUMBER, source, at)
  if (number !== undefined) return { kind: 'number', value: Number(number.text), end: number.end }
  const name = match(NAME, source, at)
  if (name !== undefined) return { kind: KEYWORDS.has(name.text) ? 'keyword' : 'name', ...name }
  const field = match(FIELD, source, at)
  if (field !== undefined) return { kind: 'field', ...field }
  const variable = match(VARIABLE, source, at)
  if (variable !== undefined) return { kind: 'variable', ...variable }
  const format = match(FORMAT, source, at)
  if (format !== undefined) return { kind: 'format', ...format }
  const symbol = match(SYMBOL, source, at)
  if (symbol !== undefined) return { kind: 'symbol', ...symbol }
  throw new JqSyntaxError(`unexpected ${JSON.stringify(source[at])}`, source, at)
}

/** The pattern's first group, or all it matched. */
function match(pattern: RegExp, source: string, at: number): { text: string; end: number } | undefined {
  pattern.lastIndex = at
  const found = pattern.exec(source)
  return found === null ? undefined : { text: found[1] ?? found[0], end: at + found[0].length }
}
