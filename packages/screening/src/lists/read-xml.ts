/** Streams the records of an XML list: one small tree a record, never the whole document. */
import { SaxesParser } from 'saxes'
import { decodeText } from './decode-text.ts'
import { ListError } from './list-error.ts'
import type { ListFile } from './list-input.ts'

/** One element with its content. Names are without prefix: publishers change namespaces, not element names. */
export interface XmlNode {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlNode[]
  /** Own text, trimmed; not that of children. */
  readonly text: string
  readonly line: number
  readonly offset: number
}

interface OpenNode {
  readonly name: string
  readonly attributes: Record<string, string>
  readonly children: XmlNode[]
  text: string
  readonly line: number
  readonly offset: number
}

interface XmlReading {
  readonly listId: string
  readonly charset?: string | undefined
  /** Names that the outermost element may have. */
  readonly roots: readonly string[]
  /** Elements to hand out whole. One inside another is part of the outer one. */
  readonly records: readonly string[]
}

/** Deeper nesting is no list but an attempt to exhaust the stack of whoever walks the tree. */
const maxDepth = 100

/** The root element first, without content, for its attributes; then every record in file order. */
export async function* readXml(file: ListFile, reading: XmlReading): AsyncGenerator<XmlNode> {
  const place = { list: reading.listId, file: file.name }
  const collector = new RecordCollector(reading, place)
  for await (const text of decodeText(file, { listId: reading.listId, charset: reading.charset })) {
    collector.write(text)
    yield* collector.take()
  }
  collector.close()
  yield* collector.take()
}

class RecordCollector {
  readonly #parser = new SaxesParser({ position: true })
  readonly #reading: XmlReading
  readonly #place: { readonly list: string; readonly file: string }
  readonly #records: Set<string>
  readonly #open: OpenNode[] = []
  #ready: XmlNode[] = []
  #depth = 0
  #error: ListError | undefined
  #start = { line: 1, offset: 0 }

  constructor(reading: XmlReading, place: { readonly list: string; readonly file: string }) {
    this.#reading = reading
    this.#place = place
    this.#records = new Set(reading.records)
    this.#parser.on('error', (cause) => this.#fail(this.#malformed(cause)))
    this.#parser.on('doctype', () => this.#fail(this.#at('MALFORMED', 'a document type declaration is not accepted')))
    this.#parser.on('opentagstart', () => {
      this.#start = { line: this.#parser.line, offset: this.#parser.position }
    })
    // The parser is used without namespace support, so attribute values are plain strings.
    this.#parser.on('opentag', (tag) => this.#openTag(tag.name, tag.attributes as Record<string, string>))
    this.#parser.on('text', (text) => this.#addText(text))
    this.#parser.on('cdata', (text) => this.#addText(text))
    this.#parser.on('closetag', () => this.#closeTag())
  }

  write(text: string): void {
    this.#parser.write(text)
    if (this.#error !== undefined) throw this.#error
  }

  close(): void {
    if (this.#depth > 0) {
      const inside = this.#open.at(-1)?.name
      throw this.#at('TRUNCATED', `the file ends inside ${inside === undefined ? 'the list' : `element ${inside}`}`)
    }
    this.#parser.close()
    if (this.#error !== undefined) throw this.#error
  }

  take(): readonly XmlNode[] {
    const ready = this.#ready
    this.#ready = []
    return ready
  }

  #openTag(qualifiedName: string, attributes: Record<string, string>): void {
    const name = localName(qualifiedName)
    this.#depth++
    if (this.#depth > maxDepth) this.#fail(this.#at('MALFORMED', `elements nest deeper than ${maxDepth}`))
    if (this.#depth === 1) {
      this.#checkRoot(name)
      this.#ready.push({ name, attributes, children: [], text: '', ...this.#start })
    } else if (this.#open.length > 0 || this.#records.has(name)) {
      this.#open.push({ name, attributes, children: [], text: '', ...this.#start })
    }
  }

  #checkRoot(name: string): void {
    const expected = this.#reading.roots
    if (!expected.includes(name)) {
      this.#fail(this.#at('WRONG_FORMAT', `the root element is ${name}, expected ${expected.join(' or ')}`))
    }
  }

  #addText(text: string): void {
    const node = this.#open.at(-1)
    if (node !== undefined) node.text += text
  }

  #closeTag(): void {
    this.#depth--
    const node = this.#open.pop()
    if (node === undefined) return
    node.text = node.text.trim()
    const parent = this.#open.at(-1)
    if (parent === undefined) this.#ready.push(node)
    else parent.children.push(node)
  }

  /** The parser reports and goes on; the first error is the cause, what follows is noise. */
  #fail(error: ListError): void {
    this.#error ??= error
  }

  #malformed(cause: Error): ListError {
    return this.#at('MALFORMED', `not well-formed XML: ${cause.message.replace(/^\d+:\d+: /, '')}`, cause)
  }

  #at(code: ConstructorParameters<typeof ListError>[0], reason: string, cause?: Error): ListError {
    const at = { ...this.#place, line: this.#parser.line, column: this.#parser.column + 1 }
    return new ListError(code, at, reason, cause === undefined ? undefined : { cause })
  }
}

function localName(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}

/** The first child of that name. */
export function childOf(node: XmlNode | undefined, name: string): XmlNode | undefined {
  return node?.children.find((child) => child.name === name)
}

export function childrenOf(node: XmlNode | undefined, name: string): XmlNode[] {
  return node?.children.filter((child) => child.name === name) ?? []
}

/** Text of the element at a path of child names; empty elements count as absent, as lists mean it. */
export function textAt(node: XmlNode | undefined, ...path: readonly string[]): string | undefined {
  let at = node
  for (const name of path) at = childOf(at, name)
  return at === undefined || at.text === '' ? undefined : at.text
}

/** All non-empty texts at `path`, where every step may repeat. */
export function textsAt(node: XmlNode | undefined, ...path: readonly string[]): string[] {
  return nodesAt(node, ...path)
    .map((at) => at.text)
    .filter((text) => text !== '')
}

/** All elements at `path`, where every step may repeat. */
export function nodesAt(node: XmlNode | undefined, ...path: readonly string[]): XmlNode[] {
  return path.reduce<XmlNode[]>(
    (nodes, name) => nodes.flatMap((at) => childrenOf(at, name)),
    node === undefined ? [] : [node],
  )
}

/** A non-empty attribute. */
export function attributeOf(node: XmlNode | undefined, name: string): string | undefined {
  const value = node?.attributes[name]?.trim()
  return value === undefined || value === '' ? undefined : value
}

/** Non-empty texts of all elements of that name, at whatever depth: some layouts wrap lists in lists. */
export function textsWithin(node: XmlNode | undefined, name: string): string[] {
  return nodesWithin(node, name)
    .map((found) => found.text)
    .filter((text) => text !== '')
}

export function nodesWithin(node: XmlNode | undefined, name: string): XmlNode[] {
  return node?.children.flatMap((child) => (child.name === name ? [child] : nodesWithin(child, name))) ?? []
}
