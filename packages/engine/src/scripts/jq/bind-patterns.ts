/** Destructuring: `. as [$a, {b: $c}] ?// $d | …` */
import { bind, type Environment } from './environment.ts'
import { type Evaluation, made, type Out, type Outs } from './evaluation.ts'
import { variablesOf } from './pattern-parser.ts'
import { indexValue } from './paths.ts'
import type { Pattern } from './syntax.ts'
import { isMap } from '../../model/json.ts'
import { JqError, shown, typeOf } from './value.ts'

/** Runs the body with the variables of the first pattern that fits; an error of the body makes the next one be tried. */
export function* bindPatterns(
  patterns: readonly Pattern[],
  value: unknown,
  input: Out,
  env: Environment | undefined,
  evaluation: Evaluation,
  body: (env: Environment | undefined) => Outs,
): Generator<Out> {
  const [only] = patterns
  if (patterns.length === 1 && only !== undefined) {
    for (const inner of bindOne(only, value, input, env, evaluation)) yield* body(inner)
    return
  }
  // Every variable of every alternative exists; those of the others are null.
  const cleared = patterns
    .flatMap(variablesOf)
    .reduce<Environment | undefined>((outer, name) => bind(outer, `$${name}`, { kind: 'variable', value: null }), env)
  for (const [index, pattern] of patterns.entries()) {
    try {
      for (const inner of bindOne(pattern, value, input, cleared, evaluation)) yield* body(inner)
      return
    } catch (error) {
      if (!(error instanceof JqError) || index === patterns.length - 1) throw error
    }
  }
}

function* bindOne(
  pattern: Pattern,
  value: unknown,
  input: Out,
  env: Environment | undefined,
  evaluation: Evaluation,
): Generator<Environment | undefined> {
  switch (pattern.kind) {
    case 'variable':
      yield bind(env, `$${pattern.name}`, { kind: 'variable', value })
      return
    case 'array':
      if (value !== null && !Array.isArray(value)) throw new JqError(`Cannot index ${typeOf(value)} with number`)
      yield* bindItems(pattern.items, 0, value, input, env, evaluation)
      return
    case 'object':
      if (value !== null && !isMap(value)) throw new JqError(`Cannot index ${typeOf(value)} with string`)
      yield* bindEntries(pattern, 0, value, input, env, evaluation)
  }
}

function* bindItems(
  items: readonly Pattern[],
  from: number,
  list: unknown,
  input: Out,
  env: Environment | undefined,
  evaluation: Evaluation,
): Generator<Environment | undefined> {
  const item = items[from]
  if (item === undefined) {
    yield env
    return
  }
  for (const inner of bindOne(item, indexValue(list, from), input, env, evaluation)) {
    yield* bindItems(items, from + 1, list, input, inner, evaluation)
  }
}

function* bindEntries(
  pattern: Extract<Pattern, { kind: 'object' }>,
  from: number,
  map: unknown,
  input: Out,
  env: Environment | undefined,
  evaluation: Evaluation,
): Generator<Environment | undefined> {
  const entry = pattern.entries[from]
  if (entry === undefined) {
    yield env
    return
  }
  for (const { value: key } of evaluation.run(entry.key, made(input.value, input), env)) {
    if (typeof key !== 'string') throw new JqError(`Cannot index object with ${shown(key)}`)
    const value = indexValue(map, key)
    const named = entry.variable === undefined ? env : bind(env, `$${entry.variable}`, { kind: 'variable', value })
    const inners = entry.value === undefined ? [named] : bindOne(entry.value, value, input, named, evaluation)
    for (const inner of inners) yield* bindEntries(pattern, from + 1, map, input, inner, evaluation)
  }
}
