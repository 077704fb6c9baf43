// The filters of a JSONPath: `?(@.kind == 'passport' && @.score > 3)`. A small grammar of its own; nothing is evaluated
// as code.

export type Operand =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  /** Keys below the entry under test (`@`). */
  | { readonly kind: 'member'; readonly keys: readonly string[] }

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=' | '=~' | 'in' | 'nin'

export type Filter =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Filter[] }
  | { readonly kind: 'not'; readonly part: Filter }
  | { readonly kind: 'exists'; readonly keys: readonly string[] }
  | { readonly kind: 'compare'; readonly left: Operand; readonly by: Comparison; readonly right: Operand }

/** The filter inside `?(…)`, parentheses included, or undefined when it cannot be read. */
export function parseFilter(text: string): Filter | undefined {
  const tokens = tokenise(text)
  if (!tokens) return undefined
  const parser = new FilterParser(tokens)
  const filter = parser.parseOr()
  return filter && parser.isAtEnd() ? filter : undefined
}

/** Whether an entry passes. A missing member is never equal, greater or less. */
export function passes(filter: Filter, entry: unknown): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.parts.every((part) => passes(part, entry))
    case 'or':
      return filter.parts.some((part) => passes(part, entry))
    case 'not':
      return !passes(filter.part, entry)
    case 'exists':
      return memberOf(entry, filter.keys) !== undefined
    case 'compare':
      return compare(valueOf(filter.left, entry), filter.by, valueOf(filter.right, entry))
  }
}

function valueOf(operand: Operand, entry: unknown): unknown {
  return operand.kind === 'literal' ? operand.value : memberOf(entry, operand.keys)
}

function memberOf(entry: unknown, keys: readonly string[]): unknown {
  let value: unknown = entry
  for (const key of keys) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Record<string, unknown>)[key] // any object may be read by key
  }
  return value
}

function compare(left: unknown, by: Comparison, right: unknown): boolean {
  switch (by) {
    case '==':
      return left === right
    case '!=':
      return left !== right
    case '=~':
      return typeof left === 'string' && left === right
    case 'in':
      return Array.isArray(right) && right.includes(left)
    case 'nin':
      return Array.isArray(right) && !right.includes(left)
    default:
      return isOrdered(left, by, right)
  }
}

function isOrdered(left: unknown, by: '<' | '<=' | '>' | '>=', right: unknown): boolean {
  const comparable =
    (typeof left === 'number' && typeof right === 'number') || (typeof left === 'string' && typeof right === 'string')
  if (!comparable) return false
  if (by === '<') return left < right
  if (by === '<=') return left <= right
  return by === '>' ? left > right : left >= right
}

type Token =
  | { readonly kind: 'symbol'; readonly text: string }
  | { readonly kind: 'operand'; readonly operand: Operand }

const tokenPattern =
  /\s*(?:(&&|\|\||==|!=|<=|>=|=~|<|>|!|\(|\)|\bin\b|\bnin\b)|('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null)\b|@((?:\.[\w$-]+|\['[^']*'\]|\["[^"]*"\]|\[\d+\])*))/y

function tokenise(text: string): Token[] | undefined {
  const tokens: Token[] = []
  const source = text.trimEnd()
  tokenPattern.lastIndex = 0
  while (tokenPattern.lastIndex < source.length) {
    const found = tokenPattern.exec(source)
    if (!found) return undefined
    tokens.push(toToken(found))
  }
  return tokens
}

function toToken(found: RegExpExecArray): Token {
  const [, symbol, quoted, number, word, member] = found
  if (symbol !== undefined) return { kind: 'symbol', text: symbol }
  if (quoted !== undefined) return literal(quoted.slice(1, -1).replaceAll(/\\(.)/g, '$1'))
  if (number !== undefined) return literal(Number(number))
  if (word !== undefined) return literal(word === 'null' ? null : word === 'true')
  return { kind: 'operand', operand: { kind: 'member', keys: memberKeys(member ?? '') } }
}

function literal(value: string | number | boolean | null): Token {
  return { kind: 'operand', operand: { kind: 'literal', value } }
}

function memberKeys(text: string): string[] {
  return [...text.matchAll(/\.([\w$-]+)|\['([^']*)'\]|\["([^"]*)"\]|\[(\d+)\]/g)].map(
    (found) => found[1] ?? found[2] ?? found[3] ?? found[4] ?? '',
  )
}

const comparisons: ReadonlySet<string> = new Set<Comparison>(['==', '!=', '<', '<=', '>', '>=', '=~', 'in', 'nin'])

class FilterParser {
  private readonly tokens: readonly Token[]
  private at = 0

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens
  }

  isAtEnd(): boolean {
    return this.at === this.tokens.length
  }

  parseOr(): Filter | undefined {
    return this.parseChain('||', 'or', () => this.parseChain('&&', 'and', () => this.parseOne()))
  }

  private parseChain(symbol: string, kind: 'and' | 'or', parsePart: () => Filter | undefined): Filter | undefined {
    const parts: Filter[] = []
    do {
      const part = parsePart()
      if (!part) return undefined
      parts.push(part)
    } while (this.take(symbol))
    const [first] = parts
    return parts.length === 1 ? first : { kind, parts }
  }

  private parseOne(): Filter | undefined {
    if (this.take('!')) {
      const part = this.parseOne()
      return part ? { kind: 'not', part } : undefined
    }
    if (this.take('(')) {
      const inner = this.parseOr()
      return inner && this.take(')') ? inner : undefined
    }
    return this.parseComparison()
  }

  private parseComparison(): Filter | undefined {
    const left = this.takeOperand()
    if (!left) return undefined
    const next = this.tokens[this.at]
    if (next?.kind !== 'symbol' || !comparisons.has(next.text)) {
      return left.kind === 'member' ? { kind: 'exists', keys: left.keys } : undefined
    }
    this.at += 1
    const right = this.takeOperand()
    return right ? { kind: 'compare', left, by: next.text as Comparison, right } : undefined // checked just above
  }

  private take(symbol: string): boolean {
    const next = this.tokens[this.at]
    if (next?.kind !== 'symbol' || next.text !== symbol) return false
    this.at += 1
    return true
  }

  private takeOperand(): Operand | undefined {
    const next = this.tokens[this.at]
    if (next?.kind !== 'operand') return undefined
    this.at += 1
    return next.operand
  }
}
