/** The short way for nodes that always give exactly one value, which most are: plain calls in place of generators. */
import { BUILTINS } from './builtins.ts'
import { type Environment, lookup } from './environment.ts'
import { type Evaluation, extend, made, type Out, unplaced, values } from './evaluation.ts'
import { formatValue } from './formats.ts'
import { ENTRY_BYTES } from './meter.ts'
import { applyOperator } from './operators.ts'
import { indexValue } from './paths.ts'
import type { Node } from './syntax.ts'
import { isTrue, JqError, setEntry, shown } from './value.ts'

const known = new WeakMap<Node, boolean>()

/** @param plainCalls false when the program gives names of built-in functions another meaning. */
export function isSingle(node: Node, plainCalls: boolean): boolean {
  const cached = known.get(node)
  if (cached !== undefined) return cached
  const single = judge(node, (inner) => isSingle(inner, plainCalls), plainCalls)
  known.set(node, single)
  return single
}

function judge(node: Node, single: (node: Node) => boolean, plainCalls: boolean): boolean {
  switch (node.kind) {
    case 'identity':
    case 'literal':
    case 'variable':
    case 'format':
    case 'array':
      return true
    case 'index':
      return node.optional === undefined && single(node.target) && single(node.key)
    case 'negate':
      return single(node.body)
    case 'pipe':
    case 'binary':
    case 'and':
    case 'or':
      return single(node.left) && single(node.right)
    case 'if':
      return single(node.condition) && single(node.consequence) && single(node.otherwise)
    case 'object':
      return node.entries.every(({ key, value }) => single(key) && single(value))
    case 'call':
      return plainCalls && builtinOf(node.name, node.args.length)?.plain !== undefined && node.args.every(single)
    default:
      return false
  }
}

function builtinOf(name: string, arity: number) {
  const signature = `${name}/${arity}`
  return Object.hasOwn(BUILTINS, signature) ? BUILTINS[signature] : undefined
}

/** The one value of a node that `isSingle`. */
export function one(node: Node, input: Out, env: Environment | undefined, evaluation: Evaluation): Out {
  const { meter } = evaluation
  meter.step()
  const valueOf = (inner: Node) => one(inner, unplaced(input), env, evaluation).value
  switch (node.kind) {
    case 'identity':
      return input
    case 'literal':
      return made(node.value, input)
    case 'variable':
      return made(variable(node.name, env), input)
    case 'format':
      return made(formatValue(node.name, input.value), input)
    case 'array':
      return made(node.body === undefined ? [] : collect(node.body, input, env, evaluation), input)
    case 'index': {
      const key = valueOf(node.key)
      const target = one(node.target, input, env, evaluation)
      return { value: indexValue(target.value, key), path: extend(target, key) }
    }
    case 'negate': {
      const value = valueOf(node.body)
      if (typeof value !== 'number') throw new JqError(`${shown(value)} cannot be negated`)
      return made(-value, input)
    }
    case 'pipe':
      return one(node.right, one(node.left, input, env, evaluation), env, evaluation)
    case 'binary': {
      const right = valueOf(node.right)
      return made(applyOperator(node.operator, valueOf(node.left), right, meter), input)
    }
    case 'and':
      return made(isTrue(valueOf(node.left)) && isTrue(valueOf(node.right)), input)
    case 'or':
      return made(isTrue(valueOf(node.left)) || isTrue(valueOf(node.right)), input)
    case 'if':
      return one(isTrue(valueOf(node.condition)) ? node.consequence : node.otherwise, input, env, evaluation)
    case 'object': {
      meter.make(node.entries.length * ENTRY_BYTES)
      const map = {}
      for (const entry of node.entries) {
        const key = valueOf(entry.key)
        if (typeof key !== 'string') throw new JqError(`Object keys must be strings, not ${shown(key)}`)
        setEntry(map, key, valueOf(entry.value))
      }
      return made(map, input)
    }
    case 'call': {
      const plain = builtinOf(node.name, node.args.length)?.plain
      if (plain !== undefined) return made(plain(input.value, node.args.map(valueOf), meter), input)
    }
  }
  // `isSingle` admits no other kind.
  throw new JqError(`${node.kind} gives no single value`)
}

/** All values of a node as a list. */
export function collect(node: Node, input: Out, env: Environment | undefined, evaluation: Evaluation): unknown[] {
  const list: unknown[] = []
  for (const value of values(node, input, env, evaluation)) {
    evaluation.meter.make(ENTRY_BYTES)
    list.push(value)
  }
  return list
}

export function variable(name: string, env: Environment | undefined): unknown {
  const found = lookup(env, `$${name}`)?.binding
  if (found?.kind === 'variable') return found.value
  if (name === 'ENV' || name === '__prog_args') return {}
  throw new JqError(`$${name} is not defined`)
}
