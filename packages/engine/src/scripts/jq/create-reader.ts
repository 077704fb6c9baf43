/** Goes through the source of a jq program token by token, and through its strings letter by letter. */
import { type Token, tokenAt } from './lexer.ts'
import { isWord, type Reader } from './reader.ts'
import { JqSyntaxError, type Node } from './syntax.ts'

/** The rules that the grammar of strings, patterns and objects calls back. */
interface Rules {
  readPipe(reader: Reader): Node
  readKey(reader: Reader): Node
}

export function createReader(source: string, rules: Rules): Reader {
  let at = 0
  let next: Token | undefined
  const reader: Reader = {
    peek() {
      next ??= tokenAt(source, at)
      return next
    },
    advance() {
      const token = reader.peek()
      at = token.end
      next = undefined
      return token
    },
    take(text) {
      if (!isWord(reader.peek(), text)) return false
      reader.advance()
      return true
    },
    expect(text) {
      if (!reader.take(text)) reader.fail(`expected ${text} instead of ${describe(reader.peek())}`)
    },
    fail(message = `unexpected ${describe(reader.peek())}`) {
      throw new JqSyntaxError(message, source, at)
    },
    readPipe: () => rules.readPipe(reader),
    readKey: () => rules.readKey(reader),
    readText,
  }

  /** After the opening quote: text and, in `\(…)`, programs. */
  function readText(format: string | undefined): Node {
    const parts: (string | Node)[] = []
    let text = ''
    for (;;) {
      const char = source[at]
      if (char === undefined) reader.fail('unterminated string')
      if (char === '"') {
        at++
        break
      }
      if (char !== '\\') {
        text += char
        at++
      } else if (source[at + 1] === '(') {
        if (text !== '') parts.push(text)
        text = ''
        at += 2
        next = undefined
        parts.push(reader.readPipe())
        if (!isWord(reader.peek(), ')')) reader.fail('expected ) in a string')
        at = reader.peek().end
        next = undefined
      } else {
        text += readEscape()
      }
    }
    next = undefined
    if (text !== '' || parts.length === 0) parts.push(text)
    return parts.every((part) => typeof part === 'string')
      ? { kind: 'literal', value: parts.join('') }
      : { kind: 'text', format, parts }
  }

  function readEscape(): string {
    const [escape] = /^\\(?:u[0-9a-fA-F]{4}|["\\/bfnrt])/.exec(source.slice(at, at + 6)) ?? []
    if (escape === undefined) reader.fail('invalid escape in a string')
    at += escape.length
    // The pattern admits exactly the escapes of JSON.
    return JSON.parse(`"${escape}"`) as string
  }

  return reader
}

function describe(token: Token): string {
  if (token.kind === 'end') return 'the end of the program'
  return token.kind === 'number' ? String(token.value) : token.kind === 'quote' ? 'a string' : token.text
}
