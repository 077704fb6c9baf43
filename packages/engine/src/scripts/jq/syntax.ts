/** A jq program as a tree. */

export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '==' | '!=' | '<' | '<=' | '>' | '>='
export type UpdateOperator = '=' | '|=' | '//=' | '+=' | '-=' | '*=' | '/=' | '%='

export type Pattern =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'array'; readonly items: readonly Pattern[] }
  | { readonly kind: 'object'; readonly entries: readonly PatternEntry[] }

export interface PatternEntry {
  /** `{$name: …}` and `{$name}` bind the entry itself too. */
  readonly variable?: string
  readonly key: Node
  readonly value?: Pattern
}

export interface Definition {
  readonly name: string
  /** With `$` in front where the parameter is a value too. */
  readonly params: readonly string[]
  readonly body: Node
}

export type Node =
  | { readonly kind: 'identity' }
  | { readonly kind: 'literal'; readonly value: unknown }
  | { readonly kind: 'text'; readonly format: string | undefined; readonly parts: readonly (string | Node)[] }
  | { readonly kind: 'format'; readonly name: string }
  | { readonly kind: 'variable'; readonly name: string }
  /** `optional`: with a `?` behind, which drops the error of this step alone. */
  | { readonly kind: 'index'; readonly target: Node; readonly key: Node; readonly optional?: true }
  | {
      readonly kind: 'slice'
      readonly target: Node
      readonly from: Node | undefined
      readonly to: Node | undefined
      readonly optional?: true
    }
  | { readonly kind: 'iterate'; readonly target: Node; readonly optional?: true }
  | { readonly kind: 'array'; readonly body: Node | undefined }
  | { readonly kind: 'object'; readonly entries: readonly { readonly key: Node; readonly value: Node }[] }
  | { readonly kind: 'negate'; readonly body: Node }
  | { readonly kind: 'pipe' | 'comma' | 'alternative' | 'and' | 'or'; readonly left: Node; readonly right: Node }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Node; readonly right: Node }
  | { readonly kind: 'update'; readonly operator: UpdateOperator; readonly left: Node; readonly right: Node }
  | { readonly kind: 'if'; readonly condition: Node; readonly consequence: Node; readonly otherwise: Node }
  | { readonly kind: 'try'; readonly body: Node; readonly handler: Node | undefined }
  | { readonly kind: 'bind'; readonly source: Node; readonly patterns: readonly Pattern[]; readonly body: Node }
  | {
      readonly kind: 'reduce'
      readonly source: Node
      readonly patterns: readonly Pattern[]
      readonly start: Node
      readonly update: Node
    }
  | {
      readonly kind: 'foreach'
      readonly source: Node
      readonly patterns: readonly Pattern[]
      readonly start: Node
      readonly update: Node
      readonly extract: Node
    }
  | { readonly kind: 'label'; readonly name: string; readonly body: Node }
  | { readonly kind: 'break'; readonly name: string }
  | { readonly kind: 'define'; readonly definition: Definition; readonly body: Node }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Node[] }

export const IDENTITY: Node = { kind: 'identity' }

/** The program cannot be read. */
export class JqSyntaxError extends Error {
  constructor(message: string, source: string, at: number) {
    const line = source.slice(0, at).split('\n').length
    super(`jq: syntax error, ${message} at line ${line}, column ${at - source.lastIndexOf('\n', at - 1)}`)
    this.name = 'JqSyntaxError'
  }
}
