/**
 * Streams the items of a YAML sequence in block style: mappings, sequences and scalars by indentation, as programs write
 * it. Anchors, tags, flow style and block scalars are refused, not guessed.
 */
import { decodeText } from './decode-text.ts'
import { ListError } from './list-error.ts'
import type { ListFile } from './list-input.ts'

export type YamlValue = string | readonly YamlValue[] | { readonly [key: string]: YamlValue }

interface YamlLine {
  readonly indent: number
  readonly text: string
  readonly number: number
}

interface Cursor {
  readonly lines: YamlLine[]
  at: number
  readonly place: { readonly list: string; readonly file: string }
}

export async function* readYamlItems(
  file: ListFile,
  listId: string,
): AsyncGenerator<{ readonly value: YamlValue; readonly line: number }> {
  const place = { list: listId, file: file.name }
  let lines: YamlLine[] = []
  const item = () => ({ value: parseItem(lines, place), line: lines[0]?.number ?? 1 })
  for await (const line of readLines(file, listId)) {
    const startsItem = line.indent === 0 && /^-(?: |$)/.test(line.text)
    if (startsItem && lines.length > 0) {
      yield item()
      lines = []
    } else if (!startsItem && lines.length === 0) {
      throw new ListError('WRONG_FORMAT', { ...place, line: line.number }, 'the document is no sequence')
    }
    lines.push(line)
  }
  if (lines.length > 0) yield item()
}

/** Without comments, blank lines and document marks. */
async function* readLines(file: ListFile, listId: string): AsyncGenerator<YamlLine> {
  let rest = ''
  let number = 0
  for await (const chunk of decodeText(file, { listId })) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      number++
      if (!/^\s*(?:#.*|---|\.\.\.)?\s*$/.test(line)) yield yamlLine(line, number)
    }
  }
  if (rest.trim() !== '') yield yamlLine(rest, number + 1)
}

function yamlLine(line: string, number: number): YamlLine {
  const text = line.trimStart()
  return { indent: line.length - text.length, text: text.trimEnd(), number }
}

function parseItem(lines: YamlLine[], place: Cursor['place']): YamlValue {
  const cursor = { lines: [...lines], at: 0, place }
  const [only] = parseSequence(cursor, 0)
  const left = cursor.lines[cursor.at]
  if (only === undefined || left !== undefined) throw malformed(cursor, left?.number ?? lines[0]?.number ?? 1)
  return only
}

function malformed(cursor: Cursor, line: number): ListError {
  return new ListError('MALFORMED', { ...cursor.place, line }, 'not readable as block YAML')
}

function parseNode(cursor: Cursor, indent: number): YamlValue {
  const line = cursor.lines[cursor.at]
  if (line === undefined) return ''
  return isDash(line.text) ? parseSequence(cursor, indent) : parseMapping(cursor, indent)
}

function isDash(text: string): boolean {
  return text === '-' || text.startsWith('- ')
}

function parseSequence(cursor: Cursor, indent: number): YamlValue[] {
  const items: YamlValue[] = []
  for (
    let line = cursor.lines[cursor.at];
    line?.indent === indent && isDash(line.text);
    line = cursor.lines[cursor.at]
  ) {
    const content = line.text.slice(1).trimStart()
    const inner = indent + line.text.length - content.length
    if (content === '') {
      cursor.at++
      items.push(parseDeeper(cursor, indent))
    } else if (keyOf(content) !== undefined) {
      cursor.lines[cursor.at] = { indent: inner, text: content, number: line.number }
      items.push(parseMapping(cursor, inner))
    } else {
      cursor.at++
      items.push(parseScalar(content, cursor, indent, line.number))
    }
  }
  return items
}

function parseMapping(cursor: Cursor, indent: number): YamlValue {
  const fields: Record<string, YamlValue> = {}
  for (
    let line = cursor.lines[cursor.at];
    line?.indent === indent && !isDash(line.text);
    line = cursor.lines[cursor.at]
  ) {
    const key = keyOf(line.text)
    if (key === undefined) throw malformed(cursor, line.number)
    cursor.at++
    fields[key.name] =
      key.rest === '' ? parseValueBelow(cursor, indent) : parseScalar(key.rest, cursor, indent, line.number)
  }
  return fields
}

/** A sequence under a key may stand as deep as the key itself. */
function parseValueBelow(cursor: Cursor, indent: number): YamlValue {
  const next = cursor.lines[cursor.at]
  if (next?.indent === indent && isDash(next.text)) return parseSequence(cursor, indent)
  return parseDeeper(cursor, indent)
}

function parseDeeper(cursor: Cursor, indent: number): YamlValue {
  const next = cursor.lines[cursor.at]
  return next !== undefined && next.indent > indent ? parseNode(cursor, next.indent) : ''
}

function keyOf(text: string): { readonly name: string; readonly rest: string } | undefined {
  const match = /^(?:"([^"]*)"|'([^']*)'|([^\s"'[\]{}&*!|>%@`#,][^:#]*?)):(?:\s+(.*))?$/.exec(text)
  const name = match?.[1] ?? match?.[2] ?? match?.[3]
  return name === undefined ? undefined : { name, rest: (match?.[4] ?? '').trim() }
}

/** Long scalars go on in deeper lines, which a space joins. */
function parseScalar(start: string, cursor: Cursor, indent: number, line: number): string {
  let text = start
  for (let next = cursor.lines[cursor.at]; next !== undefined && next.indent > indent; next = cursor.lines[cursor.at]) {
    text += ` ${next.text}`
    cursor.at++
  }
  if (/^'(?:[^']|'')*'$/.test(text)) return text.slice(1, -1).replaceAll("''", "'")
  if (text.startsWith('"')) {
    try {
      return String(JSON.parse(text.replaceAll('\\ ', ' ').replace(/\\x([0-9A-Fa-f]{2})/g, '\\u00$1')))
    } catch {
      throw malformed(cursor, line)
    }
  }
  if (/^['&*!|>[{%@`]/.test(text)) throw malformed(cursor, line)
  return text.replace(/\s+#.*$/, '')
}
