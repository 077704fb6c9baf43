/** Which jq programs take no longer than their text is long: those that neither call nor repeat anything. */
import { parseJq } from '../jq/parser.ts'
import type { BinaryOperator, Node } from '../jq/syntax.ts'

export function isSmallJq(source: string): boolean {
  try {
    return isSmall(parseJq(source))
  } catch {
    return false
  }
}

function isSmall(node: Node): boolean {
  switch (node.kind) {
    case 'identity':
    case 'literal':
      return true
    case 'index':
      return isSmall(node.target) && isSmall(node.key)
    case 'array':
      return node.body === undefined || isSmallList(node.body)
    case 'object':
      return node.entries.every(({ key, value }) => isSmall(key) && isSmall(value))
    case 'negate':
      return isSmall(node.body)
    case 'pipe':
    case 'alternative':
    case 'and':
    case 'or':
      return isSmall(node.left) && isSmall(node.right)
    case 'binary':
      return isLinear(node.operator, node.left, node.right) && isSmall(node.left) && isSmall(node.right)
    case 'if':
      return isSmall(node.condition) && isSmall(node.consequence) && isSmall(node.otherwise)
    default:
      return false
  }
}

function isSmallList(node: Node): boolean {
  return node.kind === 'comma' ? isSmallList(node.left) && isSmallList(node.right) : isSmall(node)
}

/** A text times a number repeats it; a list less a list looks for each of the one in the other. */
function isLinear(operator: BinaryOperator, left: Node, right: Node): boolean {
  return operator !== '*' && (operator !== '-' || left.kind === 'literal' || right.kind === 'literal')
}
