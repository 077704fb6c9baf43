/** What the readers of a jq program's parts share: a place in the source. */
import type { Token } from './lexer.ts'
import type { Node } from './syntax.ts'

export interface Reader {
  peek(): Token
  advance(): Token
  /** Takes the token when it is this symbol or keyword. */
  take(text: string): boolean
  expect(text: string): void
  fail(message?: string): never
  readPipe(): Node
  /** The key of an object, in a construction or a pattern. */
  readKey(): Node
  readText(format: string | undefined): Node
}

export function isWord(token: Token, text: string): boolean {
  return (token.kind === 'symbol' || token.kind === 'keyword') && token.text === text
}

export function readVariable(reader: Reader): string {
  const token = reader.advance()
  return token.kind === 'variable' ? token.text : reader.fail('expected a $variable')
}
