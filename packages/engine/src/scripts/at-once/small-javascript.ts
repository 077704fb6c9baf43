/**
 * The JavaScript that most conditions and calculations are made of: operators over values of `$`, no calls, no loops. What
 * it does is bounded by the length of its text, so it needs no sandbox and no thread of its own.
 *
 * It gives what the sandbox gives, or nothing at all: whatever is not certain to come out the same (methods, objects
 * turned into texts, anything that throws) is left to the sandbox.
 */
import type {
  Expression,
  Literal,
  MemberExpression,
  ObjectExpression,
  PrivateIdentifier,
  Program,
  Statement,
} from 'acorn'
import { parse } from 'acorn'
import { isMap } from '../../model/json.ts'
import { binaryOperators, unaryOperators } from './operators.ts'
import type { Compute } from './beyond.ts'
import { beyond } from './beyond.ts'

/** From the parsed input to the value of the program; throws `beyond` for what only the sandbox can tell. */
export function compileSmall(source: string): Compute | undefined {
  const program = parsed(source)
  const [only, ...others] = program?.body ?? []
  // Imports and exports are no statements of a script.
  return only === undefined || others.length > 0 ? undefined : compileStatement(only as Statement)
}

function parsed(source: string): Program | undefined {
  try {
    return parse(source, { ecmaVersion: 2020, sourceType: 'script' })
  } catch {
    return undefined
  }
}

/** The value of a program is that of the statement it ends with. */
function compileStatement(statement: Statement): Compute | undefined {
  switch (statement.type) {
    case 'ExpressionStatement':
      return statement.directive === undefined ? compile(statement.expression) : undefined
    case 'BlockStatement': {
      const [only, ...others] = statement.body
      return only === undefined || others.length > 0 ? undefined : compileStatement(only)
    }
    case 'IfStatement':
      return choice(
        compile(statement.test),
        compileStatement(statement.consequent),
        statement.alternate ? compileStatement(statement.alternate) : () => undefined,
      )
    default:
      return undefined
  }
}

function compile(node: Expression | PrivateIdentifier): Compute | undefined {
  switch (node.type) {
    case 'Literal':
      return literal(node)
    case 'Identifier':
      if (node.name === '$') return (input) => input
      return node.name === 'undefined' ? () => undefined : undefined
    case 'MemberExpression':
      return member(node)
    case 'UnaryExpression': {
      const operator = unaryOperators.get(node.operator)
      const argument = compile(node.argument)
      return operator && argument && ((input) => operator(argument(input)))
    }
    case 'BinaryExpression': {
      const operator = binaryOperators.get(node.operator)
      return both(compile(node.left), compile(node.right), (left, right) => {
        return operator && ((input) => operator(left(input), right(input)))
      })
    }
    case 'LogicalExpression':
      return both(compile(node.left), compile(node.right), (left, right) => {
        if (node.operator === '&&') return (input) => left(input) && right(input)
        return node.operator === '||' ? (input) => left(input) || right(input) : (input) => left(input) ?? right(input)
      })
    case 'ConditionalExpression':
      return choice(compile(node.test), compile(node.consequent), compile(node.alternate))
    case 'ArrayExpression': {
      const items = all(node.elements, (item) =>
        item === null || item.type === 'SpreadElement' ? undefined : compile(item),
      )
      return items && ((input) => items.map((item) => item(input)))
    }
    case 'ObjectExpression':
      return map(node)
    default:
      return undefined
  }
}

/** A text, a number, a boolean or null. */
function literal({ value, regex, bigint }: Literal): Compute | undefined {
  return regex || bigint ? undefined : () => value
}

function choice(
  test: Compute | undefined,
  consequent: Compute | undefined,
  alternate: Compute | undefined,
): Compute | undefined {
  if (!test || !consequent || !alternate) return undefined
  return (input) => (test(input) ? consequent(input) : alternate(input))
}

function both(
  left: Compute | undefined,
  right: Compute | undefined,
  join: (left: Compute, right: Compute) => Compute | undefined,
): Compute | undefined {
  return left && right && join(left, right)
}

/** What becomes of each, unless one of them becomes nothing. */
function all<T, R>(list: readonly T[], turn: (item: T) => R | undefined): R[] | undefined {
  const turned: R[] = []
  for (const item of list) {
    const result = turn(item)
    if (result === undefined) return undefined
    turned.push(result)
  }
  return turned
}

function map(node: ObjectExpression): Compute | undefined {
  const entries = all(node.properties, (property) => {
    if (property.type !== 'Property' || property.kind !== 'init' || property.computed || property.method)
      return undefined
    const key = property.key.type === 'Identifier' ? property.key.name : keyOf(property.key)
    const value = compile(property.value)
    return key === undefined || key === '__proto__' || !value ? undefined : { key, value }
  })
  return entries && ((input) => Object.fromEntries(entries.map(({ key, value }) => [key, value(input)])))
}

function member(node: MemberExpression): Compute | undefined {
  if (node.optional || node.object.type === 'Super') return undefined
  const key = node.computed
    ? keyOf(node.property)
    : node.property.type === 'Identifier'
      ? node.property.name
      : undefined
  const object = compile(node.object)
  if (key === undefined || isInherited(key) || !object) return undefined
  return (input) => valueAt(object(input), key)
}

/** A key that stands in the text. */
function keyOf(node: Expression | PrivateIdentifier): string | number | undefined {
  if (node.type !== 'Literal') return undefined
  return typeof node.value === 'string' || typeof node.value === 'number' ? node.value : undefined
}

function valueAt(holder: unknown, key: string | number): unknown {
  if (Array.isArray(holder) || isMap(holder) || typeof holder === 'string') {
    // Nothing is inherited under this key, and the holder is data: what it does not have itself is not there.
    return Object(holder)[key]
  }
  if (holder === null || holder === undefined) throw beyond
  return undefined
}

const prototypes = [Object.prototype, Array.prototype, String.prototype, Number.prototype, Boolean.prototype]
const inherited: ReadonlySet<string> = new Set(prototypes.flatMap((one) => Object.getOwnPropertyNames(one)))

/** Whether values may have something under this key that is no data. Engines differ in what they add. */
function isInherited(key: string | number): boolean {
  return key !== 'length' && (inherited.has(String(key)) || String(key).startsWith('__'))
}
