/** Which jq programs take no longer than their text and what they copy are long: those that call and repeat nothing. */
import { parseJq } from '../jq/parser.ts'
import type { BinaryOperator, Node } from '../jq/syntax.ts'

/**
 * How many times the program may make, give or compare as much as its input and its text together; undefined for one
 * that is not small. Each step of a pipe may double what the one before it gives: `[., .] | [., .]` is four times.
 */
export function jqCopies(source: string): number | undefined {
  try {
    return copies(parseJq(source))
  } catch {
    return undefined
  }
}

function copies(node: Node): number | undefined {
  switch (node.kind) {
    case 'identity':
    case 'literal':
      return 1
    case 'index':
      // A list as the key would be looked for at each place of the other.
      return isLiteral(node.key) ? copies(node.target) : undefined
    case 'array':
      return node.body === undefined ? 1 : listCopies(node.body)
    case 'object':
      return sum([1, ...node.entries.flatMap(({ key, value }) => [isLiteral(key) ? 0 : copies(key), copies(value)])])
    case 'negate':
      return copies(node.body)
    case 'pipe': {
      const [left, right] = [copies(node.left), copies(node.right)]
      return left === undefined || right === undefined ? undefined : left * right
    }
    case 'alternative':
    case 'and':
    case 'or':
      return sum([copies(node.left), copies(node.right)])
    case 'binary':
      return isLinear(node.operator, node.left, node.right) ? sum([copies(node.left), copies(node.right)]) : undefined
    case 'if':
      return sum([node.condition, node.consequence, node.otherwise].map(copies))
    default:
      return undefined
  }
}

function listCopies(node: Node): number | undefined {
  return node.kind === 'comma' ? sum([listCopies(node.left), listCopies(node.right)]) : copies(node)
}

function sum(parts: readonly (number | undefined)[]): number | undefined {
  let total = 0
  for (const part of parts) {
    if (part === undefined) return undefined
    total += part
  }
  return total
}

function isLiteral(node: Node): boolean {
  return node.kind === 'literal' || (node.kind === 'negate' && node.body.kind === 'literal')
}

/** A text times a number repeats it; a list less a list looks for each of the one in the other. */
function isLinear(operator: BinaryOperator, left: Node, right: Node): boolean {
  return operator !== '*' && (operator !== '-' || left.kind === 'literal' || right.kind === 'literal')
}
