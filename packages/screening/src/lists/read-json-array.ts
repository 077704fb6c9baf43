/** Streams the objects of one JSON array without holding the document. */
import { decodeText } from './decode-text.ts'
import { ListError } from './list-error.ts'
import type { ListFile } from './list-input.ts'
import type { JsonLine } from './read-json-lines.ts'

/**
 * The objects of the document's array: the document itself, or the array under `field` of an object. Other fields are
 * passed over.
 */
export async function* readJsonArray(file: ListFile, listId: string, field: string): AsyncGenerator<JsonLine> {
  const place = { list: listId, file: file.name }
  const scanner = new ArrayScanner(field)
  for await (const text of decodeText(file, { listId })) {
    for (const item of scanner.scan(text)) {
      yield { value: parseItem(item.text, { ...place, line: item.line }), line: item.line, offset: item.offset }
    }
  }
  if (scanner.isOpen) throw new ListError('TRUNCATED', { ...place, line: scanner.line }, 'the file ends in the middle')
  if (!scanner.wasFound) throw new ListError('WRONG_FORMAT', place, `neither an array nor an object with "${field}"`)
}

function parseItem(text: string, place: { list: string; file: string; line: number }): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new ListError('MALFORMED', place, 'an object of the array is not JSON', { cause })
  }
}

interface ScannedItem {
  readonly text: string
  readonly line: number
  readonly offset: number
}

/** Follows brackets and strings only; what is between them is for the JSON parser. */
class ArrayScanner {
  line = 1
  wasFound = false
  readonly #field: string
  readonly #stack: string[] = []
  #isInString = false
  #isEscaped = false
  /** The last string directly inside the outermost object: the key of what comes next. */
  #key = ''
  #item: string | undefined
  #itemLine = 1
  #itemOffset = 0
  #offset = 0

  constructor(field: string) {
    this.#field = field
  }

  get isOpen(): boolean {
    return this.#stack.length > 0 || this.#isInString
  }

  scan(text: string): ScannedItem[] {
    const items: ScannedItem[] = []
    let from = 0
    for (let at = 0; at < text.length; at++) {
      const char = text[at] ?? ''
      if (char === '\n') this.line++
      if (this.#isInString) this.#inString(char)
      else if (char === '"') {
        this.#isInString = true
        if (this.#stack.length === 1) this.#key = ''
      } else if (char === '{' || char === '[') {
        if (char === '{' && this.#isWanted()) {
          from = at
          this.#item = ''
          this.#itemLine = this.line
          this.#itemOffset = this.#offset + at
        }
        this.#stack.push(char)
      } else if (char === '}' || char === ']') {
        this.#stack.pop()
        if (char === '}' && this.#item !== undefined && this.#isWanted()) {
          items.push({ text: this.#item + text.slice(from, at + 1), line: this.#itemLine, offset: this.#itemOffset })
          this.#item = undefined
        }
      }
    }
    if (this.#item !== undefined) this.#item += text.slice(from)
    this.#offset += text.length
    return items
  }

  #inString(char: string): void {
    if (this.#isEscaped) this.#isEscaped = false
    else if (char === '\\') this.#isEscaped = true
    else if (char === '"') {
      this.#isInString = false
      return
    }
    if (this.#stack.length === 1 && this.#key.length <= this.#field.length) this.#key += char
  }

  /** Directly inside the array that was asked for? */
  #isWanted(): boolean {
    if (this.#stack.at(-1) !== '[') return false
    const isWanted = this.#stack.length === 1 || (this.#stack.length === 2 && this.#key === this.#field)
    if (isWanted) this.wasFound = true
    return isWanted
  }
}
