/** Reads a jq program into its tree. */
import { createReader } from './create-reader.ts'
import { readPatterns } from './pattern-parser.ts'
import { isWord, type Reader, readVariable } from './reader.ts'
import { type BinaryOperator, type Definition, IDENTITY, type Node, type UpdateOperator } from './syntax.ts'

/** @throws JqSyntaxError */
export function parseJq(source: string): Node {
  const reader = createReader(source, { readPipe, readKey })
  const program = isAtEnd(reader) ? IDENTITY : reader.readPipe()
  if (!isAtEnd(reader)) reader.fail()
  return program
}

/** A file of definitions and nothing else. */
export function parseDefinitions(source: string): Definition[] {
  const reader = createReader(source, { readPipe, readKey })
  const definitions: Definition[] = []
  while (!isAtEnd(reader)) definitions.push(readDefinition(reader))
  return definitions
}

function isAtEnd(reader: Reader): boolean {
  return reader.peek().kind === 'end'
}

function readPipe(reader: Reader): Node {
  const token = reader.peek()
  if (isWord(token, 'def')) {
    const definition = readDefinition(reader)
    return { kind: 'define', definition, body: readPipe(reader) }
  }
  if (isWord(token, 'import') || isWord(token, 'include')) reader.fail('modules are not available')
  if (reader.take('label')) {
    const name = readVariable(reader)
    reader.expect('|')
    return { kind: 'label', name, body: readPipe(reader) }
  }
  const left = readComma(reader)
  return reader.take('|') ? { kind: 'pipe', left, right: readPipe(reader) } : left
}

function readDefinition(reader: Reader): Definition {
  reader.expect('def')
  const token = reader.advance()
  if (token.kind !== 'name' && token.kind !== 'keyword') return reader.fail('expected a name after def')
  const params: string[] = []
  if (reader.take('(')) {
    do {
      const param = reader.advance()
      if (param.kind === 'variable') params.push(`$${param.text}`)
      else if (param.kind === 'name' || param.kind === 'keyword') params.push(param.text)
      else reader.fail('expected a parameter')
    } while (reader.take(';'))
    reader.expect(')')
  }
  reader.expect(':')
  const body = readPipe(reader)
  reader.expect(';')
  return { name: token.text, params, body }
}

function readComma(reader: Reader): Node {
  let left = readAlternative(reader)
  while (reader.take(',')) left = { kind: 'comma', left, right: readAlternative(reader) }
  return left
}

/** Binds to the right: `a // b // c` is `a // (b // c)`. */
function readAlternative(reader: Reader): Node {
  const left = readUpdate(reader)
  return reader.take('//') ? { kind: 'alternative', left, right: readAlternative(reader) } : left
}

const UPDATES: readonly UpdateOperator[] = ['=', '|=', '//=', '+=', '-=', '*=', '/=', '%=']

function readUpdate(reader: Reader): Node {
  const left = readOr(reader)
  const operator = UPDATES.find((symbol) => reader.take(symbol))
  // What is assigned may be an alternative: `.a = .b // 1`.
  return operator === undefined ? left : { kind: 'update', operator, left, right: readAlternative(reader) }
}

function readOr(reader: Reader): Node {
  let left = readAnd(reader)
  while (reader.take('or')) left = { kind: 'or', left, right: readAnd(reader) }
  return left
}

function readAnd(reader: Reader): Node {
  let left = readComparison(reader)
  while (reader.take('and')) left = { kind: 'and', left, right: readComparison(reader) }
  return left
}

const COMPARISONS: readonly BinaryOperator[] = ['==', '!=', '<=', '>=', '<', '>']
const SUMS: readonly BinaryOperator[] = ['+', '-']
const PRODUCTS: readonly BinaryOperator[] = ['*', '/', '%']

function readComparison(reader: Reader): Node {
  const left = readSum(reader)
  const operator = COMPARISONS.find((symbol) => reader.take(symbol))
  return operator === undefined ? left : { kind: 'binary', operator, left, right: readSum(reader) }
}

function readSum(reader: Reader): Node {
  return readLeft(reader, SUMS, readProduct)
}

function readProduct(reader: Reader): Node {
  return readLeft(reader, PRODUCTS, readNegation)
}

function readLeft(reader: Reader, operators: readonly BinaryOperator[], readOperand: (reader: Reader) => Node): Node {
  let left = readOperand(reader)
  for (;;) {
    const operator = operators.find((symbol) => reader.take(symbol))
    if (operator === undefined) return left
    left = { kind: 'binary', operator, left, right: readOperand(reader) }
  }
}

function readNegation(reader: Reader): Node {
  return reader.take('-') ? { kind: 'negate', body: readNegation(reader) } : readPostfix(reader)
}

/** A term with what follows it: fields, brackets, `?`, and `as` with its body. */
function readPostfix(reader: Reader): Node {
  const term = readSuffixes(reader, readTerm(reader))
  if (!reader.take('as')) return term
  const patterns = readPatterns(reader)
  reader.expect('|')
  return { kind: 'bind', source: term, patterns, body: readPipe(reader) }
}

function readSuffixes(reader: Reader, start: Node): Node {
  let term = start
  for (;;) {
    const token = reader.peek()
    if (token.kind === 'field') {
      reader.advance()
      term = { kind: 'index', target: term, key: { kind: 'literal', value: token.text } }
    } else if (isWord(token, '.')) {
      reader.advance()
      if (reader.peek().kind === 'quote') term = { kind: 'index', target: term, key: readString(reader) }
      else if (!isWord(reader.peek(), '[')) reader.fail()
    } else if (isWord(token, '[')) {
      reader.advance()
      term = readBracket(reader, term)
    } else if (isWord(token, '?')) {
      reader.advance()
      term = optional(term)
    } else {
      return term
    }
  }
}

/** A `?` drops the error of the step before it alone; after anything else, and a second one, of the whole. */
function optional(term: Node): Node {
  if (term.kind === 'index' || term.kind === 'slice' || term.kind === 'iterate') {
    if (term.optional === undefined) return { ...term, optional: true }
  }
  return { kind: 'try', body: term, handler: undefined }
}

function readBracket(reader: Reader, target: Node): Node {
  if (reader.take(']')) return { kind: 'iterate', target }
  if (reader.take(':')) {
    const to = reader.readPipe()
    reader.expect(']')
    return { kind: 'slice', target, from: undefined, to }
  }
  const key = reader.readPipe()
  if (!reader.take(':')) {
    reader.expect(']')
    return { kind: 'index', target, key }
  }
  const to = isWord(reader.peek(), ']') ? undefined : reader.readPipe()
  reader.expect(']')
  return { kind: 'slice', target, from: key, to }
}

function readString(reader: Reader, format?: string): Node {
  if (reader.advance().kind !== 'quote') reader.fail('expected a string')
  return reader.readText(format)
}

function readTerm(reader: Reader): Node {
  const token = reader.peek()
  switch (token.kind) {
    case 'number':
      reader.advance()
      return { kind: 'literal', value: token.value }
    case 'quote':
      return readString(reader)
    case 'field':
      reader.advance()
      return { kind: 'index', target: IDENTITY, key: { kind: 'literal', value: token.text } }
    case 'format':
      reader.advance()
      return reader.peek().kind === 'quote' ? readString(reader, token.text) : { kind: 'format', name: token.text }
    case 'variable':
      reader.advance()
      return token.text === '__loc__'
        ? { kind: 'literal', value: { file: '<top-level>', line: 1 } }
        : { kind: 'variable', name: token.text }
    case 'name':
      reader.advance()
      return readCall(reader, token.text)
    case 'keyword':
      return readKeyword(reader, token.text)
    case 'symbol':
      return readSymbol(reader, token.text)
    default:
      return reader.fail()
  }
}

function readSymbol(reader: Reader, symbol: string): Node {
  switch (symbol) {
    case '.':
      reader.advance()
      return reader.peek().kind === 'quote' ? { kind: 'index', target: IDENTITY, key: readString(reader) } : IDENTITY
    case '..':
      reader.advance()
      return { kind: 'call', name: 'recurse', args: [] }
    case '(': {
      reader.advance()
      const body = reader.readPipe()
      reader.expect(')')
      return body
    }
    case '[': {
      reader.advance()
      if (reader.take(']')) return { kind: 'array', body: undefined }
      const body = reader.readPipe()
      reader.expect(']')
      return { kind: 'array', body }
    }
    case '{':
      reader.advance()
      return readObject(reader)
    case '-':
      return readNegation(reader)
    default:
      return reader.fail()
  }
}

function readCall(reader: Reader, name: string): Node {
  if (name === 'break' && reader.peek().kind === 'variable') return { kind: 'break', name: readVariable(reader) }
  const args: Node[] = []
  if (reader.take('(')) {
    do args.push(reader.readPipe())
    while (reader.take(';'))
    reader.expect(')')
  }
  if (args.length === 0) {
    if (name === 'null') return { kind: 'literal', value: null }
    if (name === 'true' || name === 'false') return { kind: 'literal', value: name === 'true' }
  }
  return { kind: 'call', name, args }
}

function readKeyword(reader: Reader, keyword: string): Node {
  switch (keyword) {
    case 'if':
      reader.advance()
      return readIf(reader)
    case 'try': {
      reader.advance()
      const body = readHandled(reader)
      return { kind: 'try', body, handler: reader.take('catch') ? readHandled(reader) : undefined }
    }
    case 'reduce': {
      reader.advance()
      const [source, patterns] = readSource(reader)
      const [start, update] = readArguments(reader)
      if (start === undefined || update === undefined) return reader.fail('reduce needs (start; update)')
      return { kind: 'reduce', source, patterns, start, update }
    }
    case 'foreach': {
      reader.advance()
      const [source, patterns] = readSource(reader)
      const [start, update, extract = IDENTITY] = readArguments(reader)
      if (start === undefined || update === undefined) return reader.fail('foreach needs (start; update; extract)')
      return { kind: 'foreach', source, patterns, start, update, extract }
    }
    case 'def': {
      const definition = readDefinition(reader)
      return { kind: 'define', definition, body: reader.readPipe() }
    }
    case 'label':
      return reader.readPipe()
    default:
      return reader.fail()
  }
}

/** The body of try and catch: a term with its suffixes, no operators. */
function readHandled(reader: Reader): Node {
  return isWord(reader.peek(), '-') ? readNegation(reader) : readSuffixes(reader, readTerm(reader))
}

function readIf(reader: Reader): Node {
  const condition = reader.readPipe()
  reader.expect('then')
  const consequence = reader.readPipe()
  if (reader.take('elif')) return { kind: 'if', condition, consequence, otherwise: readIf(reader) }
  const otherwise = reader.take('else') ? reader.readPipe() : IDENTITY
  reader.expect('end')
  return { kind: 'if', condition, consequence, otherwise }
}

function readSource(reader: Reader): [Node, ReturnType<typeof readPatterns>] {
  const source = readSuffixes(reader, readTerm(reader))
  reader.expect('as')
  return [source, readPatterns(reader)]
}

function readArguments(reader: Reader): Node[] {
  const args: Node[] = []
  reader.expect('(')
  do args.push(reader.readPipe())
  while (reader.take(';'))
  reader.expect(')')
  return args
}

function readObject(reader: Reader): Node {
  const entries: { key: Node; value: Node }[] = []
  while (!isWord(reader.peek(), '}')) {
    entries.push(readEntry(reader))
    if (!reader.take(',')) break
  }
  reader.expect('}')
  return { kind: 'object', entries }
}

function readEntry(reader: Reader): { key: Node; value: Node } {
  const token = reader.peek()
  if (token.kind === 'variable') {
    reader.advance()
    const value: Node =
      token.text === '__loc__'
        ? { kind: 'literal', value: { file: '<top-level>', line: 1 } }
        : { kind: 'variable', name: token.text }
    return { key: { kind: 'literal', value: token.text }, value }
  }
  const key = readKey(reader)
  if (reader.take(':')) return { key, value: readEntryValue(reader) }
  if (isWord(token, '(')) return reader.fail('an object key in parentheses needs a value')
  return { key, value: { kind: 'index', target: IDENTITY, key } }
}

function readKey(reader: Reader): Node {
  const token = reader.peek()
  if (token.kind === 'name' || token.kind === 'keyword') {
    reader.advance()
    return { kind: 'literal', value: token.text }
  }
  if (token.kind === 'number') {
    reader.advance()
    return { kind: 'literal', value: String(token.value) }
  }
  if (token.kind === 'quote') return readString(reader)
  if (token.kind === 'format') {
    reader.advance()
    return readString(reader, token.text)
  }
  reader.expect('(')
  const key = reader.readPipe()
  reader.expect(')')
  return key
}

/** Without commas, which part the entries; pipes are allowed: `{a: .b | length}`. */
function readEntryValue(reader: Reader): Node {
  const left = readAlternative(reader)
  return reader.take('|') ? { kind: 'pipe', left, right: readEntryValue(reader) } : left
}
