/** Evaluates a jq program: each node turns one value into none, one or many. */
import { isMap, type JsonMap } from '../../model/json.ts'
import { bindPatterns } from './bind-patterns.ts'
import { BUILTINS } from './builtins.ts'
import { bind, type Environment, lookup } from './environment.ts'
import { collect, isSingle, one, variable } from './evaluate-one.ts'
import { type Evaluation, extend, made, type Out, type Outs, unplaced, values } from './evaluation.ts'
import { formatValue } from './formats.ts'
import { ENTRY_BYTES, type Meter } from './meter.ts'
import { applyOperator } from './operators.ts'
import { indexValue, sliceValue } from './paths.ts'
import type { Definition, Node } from './syntax.ts'
import { isTrue, JqError, setEntry, shown } from './value.ts'

/** `break $label`: passes through everything up to its label. */
class Break extends Error {
  readonly mark: object

  constructor(mark: object) {
    super('break')
    this.mark = mark
  }
}

/** @param plainCalls false when the program gives names of built-in functions another meaning. */
export function createEvaluation(
  meter: Meter,
  library: ReadonlyMap<string, Definition>,
  plainCalls: boolean,
): Evaluation {
  const evaluation: Evaluation = {
    meter,
    library,
    plainCalls,
    run: (node, input, env) => run(node, input, env, evaluation),
  }
  return evaluation
}

function run(node: Node, input: Out, env: Environment | undefined, evaluation: Evaluation): Outs {
  return isSingle(node, evaluation.plainCalls)
    ? [one(node, input, env, evaluation)]
    : runMany(node, input, env, evaluation)
}

function* runMany(node: Node, input: Out, env: Environment | undefined, evaluation: Evaluation): Generator<Out> {
  const { meter } = evaluation
  meter.step()
  switch (node.kind) {
    case 'identity':
      yield input
      return
    case 'literal':
      yield made(node.value, input)
      return
    case 'text':
      for (const text of joinParts(node.parts, node.format, input, env, evaluation)) yield made(text, input)
      return
    case 'format':
      yield made(formatValue(node.name, input.value), input)
      return
    case 'variable':
      yield made(variable(node.name, env), input)
      return
    case 'index':
      for (const key of values(node.key, input, env, evaluation)) {
        for (const target of run(node.target, input, env, evaluation)) yield* step(node, () => at(target, key))
      }
      return
    case 'slice':
      yield* slices(node, input, env, evaluation)
      return
    case 'iterate':
      for (const target of run(node.target, input, env, evaluation)) {
        if (node.optional === undefined || isIterable(target.value)) yield* iterate(target)
      }
      return
    case 'array':
      yield made(node.body === undefined ? [] : collect(node.body, input, env, evaluation), input)
      return
    case 'object':
      for (const map of objects(node.entries, 0, {}, input, env, evaluation)) yield made(map, input)
      return
    case 'negate':
      for (const { value } of run(node.body, unplaced(input), env, evaluation)) {
        if (typeof value !== 'number') throw new JqError(`${shown(value)} cannot be negated`)
        yield made(-value, input)
      }
      return
    case 'pipe':
      for (const out of run(node.left, input, env, evaluation)) yield* run(node.right, out, env, evaluation)
      return
    case 'comma':
      yield* run(node.left, input, env, evaluation)
      yield* run(node.right, input, env, evaluation)
      return
    case 'alternative':
      yield* alternative(node.left, node.right, input, env, evaluation)
      return
    case 'and':
    case 'or':
      for (const left of values(node.left, input, env, evaluation)) {
        if (isTrue(left) === (node.kind === 'or')) yield made(node.kind === 'or', input)
        else for (const right of values(node.right, input, env, evaluation)) yield made(isTrue(right), input)
      }
      return
    case 'binary':
      // The right side varies slowest.
      for (const right of values(node.right, input, env, evaluation)) {
        for (const left of values(node.left, input, env, evaluation))
          yield made(applyOperator(node.operator, left, right, meter), input)
      }
      return
    case 'update': {
      const update = BUILTINS[`_update${node.operator}/2`]
      if (update !== undefined) yield* update([node.left, node.right], input, env, evaluation)
      return
    }
    case 'if':
      for (const condition of values(node.condition, input, env, evaluation)) {
        yield* run(isTrue(condition) ? node.consequence : node.otherwise, input, env, evaluation)
      }
      return
    case 'try':
      yield* attempt(node.body, node.handler, input, env, evaluation)
      return
    case 'bind':
      for (const value of values(node.source, input, env, evaluation)) {
        yield* bindPatterns(node.patterns, value, input, env, evaluation, (inner) =>
          run(node.body, input, inner, evaluation),
        )
      }
      return
    case 'reduce':
    case 'foreach':
      yield* fold(node, input, env, evaluation)
      return
    case 'label': {
      const mark = {}
      try {
        yield* run(node.body, input, bind(env, `*${node.name}`, { kind: 'label', mark }), evaluation)
      } catch (error) {
        if (!(error instanceof Break && error.mark === mark)) throw error
      }
      return
    }
    case 'break': {
      const found = lookup(env, `*${node.name}`)?.binding
      if (found?.kind !== 'label') throw new JqError(`$*label-${node.name} is not defined`)
      throw new Break(found.mark)
    }
    case 'define':
      yield* run(node.body, input, define(env, node.definition), evaluation)
      return
    case 'call':
      yield* call(node.name, node.args, input, env, evaluation)
  }
}

/** One step along a path; an optional one that fails leads nowhere. */
function step({ optional }: { readonly optional?: true }, take: () => Out): Outs {
  if (optional === undefined) return [take()]
  try {
    return [take()]
  } catch (error) {
    if (error instanceof JqError) return []
    throw error
  }
}

function isIterable(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}

function at(target: Out, key: unknown): Out {
  return { value: indexValue(target.value, key), path: extend(target, key) }
}

function* slices(
  node: Extract<Node, { kind: 'slice' }>,
  input: Out,
  env: Environment | undefined,
  evaluation: Evaluation,
): Generator<Out> {
  const ends = node.to === undefined ? [null] : values(node.to, input, env, evaluation)
  for (const end of ends) {
    const starts = node.from === undefined ? [null] : values(node.from, input, env, evaluation)
    for (const start of starts) {
      for (const target of evaluation.run(node.target, input, env)) {
        yield* step(node, () => ({
          value: sliceValue(target.value, start, end),
          path: extend(target, { start, end }),
        }))
      }
    }
  }
}

function* iterate(target: Out): Generator<Out> {
  const { value } = target
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield { value: item, path: extend(target, index) }
  } else if (isMap(value)) {
    for (const key of Object.keys(value)) yield { value: value[key], path: extend(target, key) }
  } else {
    throw new JqError(`Cannot iterate over ${value === null ? 'null' : shown(value)}`)
  }
}

function* joinParts(
  parts: readonly (string | Node)[],
  format: string | undefined,
  input: Out,
  env: Environment | undefined,
  evaluation: Evaluation,
): Generator<string> {
  // The last part varies slowest, as in jq.
  const last = parts.at(-1)
  if (last === undefined) {
    yield ''
    return
  }
  const ends =
    typeof last === 'string'
      ? [last]
      : [...values(last, input, env, evaluation)].map((value) => formatValue(format ?? 'text', value))
  for (const end of ends) {
    for (const start of joinParts(parts.slice(0, -1), format, input, env, evaluation)) {
      evaluation.meter.make((start.length + end.length) * 2)
      yield start + end
    }
  }
}

function* objects(
  entries: readonly { readonly key: Node; readonly value: Node }[],
  from: number,
  made: JsonMap,
  input: Out,
  env: Environment | undefined,
  evaluation: Evaluation,
): Generator<JsonMap> {
  const entry = entries[from]
  if (entry === undefined) {
    yield made
    return
  }
  for (const key of values(entry.key, input, env, evaluation)) {
    if (typeof key !== 'string') throw new JqError(`Object keys must be strings, not ${shown(key)}`)
    for (const value of values(entry.value, input, env, evaluation)) {
      evaluation.meter.make((from + 1) * ENTRY_BYTES)
      const next = { ...made }
      setEntry(next, key, value)
      yield* objects(entries, from + 1, next, input, env, evaluation)
    }
  }
}

/** The true values of the left side, errors dropped; the right side when there are none. */
function* alternative(
  left: Node,
  right: Node,
  input: Out,
  env: Environment | undefined,
  evaluation: Evaluation,
): Generator<Out> {
  let hasAny = false
  let outs: Iterator<Out> | undefined
  for (;;) {
    let next: IteratorResult<Out>
    try {
      outs ??= evaluation.run(left, input, env)[Symbol.iterator]()
      next = outs.next()
    } catch (error) {
      if (!(error instanceof JqError)) throw error
      break
    }
    if (next.done === true) break
    if (!isTrue(next.value.value)) continue
    hasAny = true
    yield next.value
  }
  if (!hasAny) yield* evaluation.run(right, input, env)
}

function* attempt(
  body: Node,
  handler: Node | undefined,
  input: Out,
  env: Environment | undefined,
  evaluation: Evaluation,
): Generator<Out> {
  let outs: Iterator<Out> | undefined
  for (;;) {
    let next: IteratorResult<Out>
    // Only the body's own errors are caught, not those of what its values are piped into.
    try {
      outs ??= evaluation.run(body, input, env)[Symbol.iterator]()
      next = outs.next()
    } catch (error) {
      if (!(error instanceof JqError)) throw error
      if (handler !== undefined) yield* evaluation.run(handler, made(error.value, input), env)
      return
    }
    if (next.done === true) return
    yield next.value
  }
}

type Fold = Extract<Node, { kind: 'reduce' | 'foreach' }>

function* fold(node: Fold, input: Out, env: Environment | undefined, evaluation: Evaluation): Generator<Out> {
  for (const start of evaluation.run(node.start, input, env)) {
    let state: Out | undefined = start
    for (const value of values(node.source, input, env, evaluation)) {
      const from: Out = state ?? made(null, input)
      if (node.kind === 'reduce') {
        // The last value counts; none makes the state null.
        state = undefined
        for (const out of bindPatterns(node.patterns, value, input, env, evaluation, (inner) =>
          evaluation.run(node.update, from, inner),
        ))
          state = out
        state ??= made(null, input)
      } else {
        yield* bindPatterns(node.patterns, value, input, env, evaluation, function* (inner) {
          for (const out of evaluation.run(node.update, from, inner)) {
            state = out
            yield* evaluation.run(node.extract, out, inner)
          }
        })
      }
    }
    if (node.kind === 'reduce' && state !== undefined) yield state
  }
}

function define(env: Environment | undefined, definition: Definition): Environment {
  return bind(env, `${definition.name}/${definition.params.length}`, { kind: 'function', definition })
}

function* call(
  name: string,
  args: readonly Node[],
  input: Out,
  env: Environment | undefined,
  evaluation: Evaluation,
): Generator<Out> {
  const signature = `${name}/${args.length}`
  const scope = lookup(env, signature)
  if (scope?.binding.kind === 'argument') {
    yield* evaluation.run(scope.binding.node, input, scope.binding.env)
    return
  }
  if (scope?.binding.kind === 'function') {
    yield* apply(scope.binding.definition, scope, args, input, env, evaluation)
    return
  }
  const builtin = Object.hasOwn(BUILTINS, signature) ? BUILTINS[signature] : undefined
  if (builtin !== undefined) {
    yield* builtin(args, input, env, evaluation)
    return
  }
  const definition = evaluation.library.get(signature)
  if (definition === undefined) throw new JqError(`${signature} is not defined`)
  yield* apply(definition, undefined, args, input, env, evaluation)
}

/** @param home the environment of the definition. */
function apply(
  definition: Definition,
  home: Environment | undefined,
  args: readonly Node[],
  input: Out,
  env: Environment | undefined,
  evaluation: Evaluation,
): Outs {
  return bindArguments(0, home)

  function* bindArguments(from: number, inner: Environment | undefined): Generator<Out> {
    const param = definition.params[from]
    const node = args[from]
    if (param === undefined || node === undefined) {
      yield* evaluation.run(definition.body, input, inner)
      return
    }
    // A program without environment would mean the library's, so the caller's is always given a place of its own.
    const callerEnv = env ?? NOWHERE
    if (!param.startsWith('$')) {
      yield* bindArguments(from + 1, bind(inner, `${param}/0`, { kind: 'argument', node, env: callerEnv }))
      return
    }
    for (const value of values(node, input, env, evaluation)) {
      const named = bind(inner, `${param.slice(1)}/0`, {
        kind: 'argument',
        node: { kind: 'literal', value },
        env: callerEnv,
      })
      yield* bindArguments(from + 1, bind(named, param, { kind: 'variable', value }))
    }
  }
}

const NOWHERE: Environment = bind(undefined, '', { kind: 'variable', value: null })
