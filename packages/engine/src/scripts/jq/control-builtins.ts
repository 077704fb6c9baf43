/** Errors, generators and loops. */
import type { Environment } from './environment.ts'
import { type Builtin, type Evaluation, made, type Out, type Outs, values } from './evaluation.ts'
import { combinations, ofInput } from './plain-builtin.ts'
import type { Node } from './syntax.ts'
import { isTrue, JqError, shown, typeOf } from './value.ts'

export const controlBuiltins: Readonly<Record<string, Builtin>> = {
  'empty/0': () => [],
  'error/0': (_args, { value }) => fail(value),
  'error/1': function* (args, input, env, evaluation) {
    for (const value of values(args[0], input, env, evaluation)) yield fail(value)
  },
  'halt_error/0': (_args, { value }) => fail(value),
  'halt_error/1': (_args, { value }) => fail(value),
  'not/0': ofInput((input) => !isTrue(input)),
  'type/0': ofInput(typeOf),
  'range/2': function* (args, input, env, evaluation) {
    for (const [from, to] of combinations(args, input, env, evaluation)) yield* range(from, to, 1, input, evaluation)
  },
  'range/3': function* (args, input, env, evaluation) {
    for (const [from, to, by] of combinations(args, input, env, evaluation))
      yield* range(from, to, by, input, evaluation)
  },
  'first/1': function* ([source], input, env, evaluation) {
    if (source === undefined) return
    for (const out of evaluation.run(source, input, env)) {
      yield out
      return
    }
  },
  'isempty/1': function* ([source], input, env, evaluation) {
    const next = values(source, input, env, evaluation).next()
    yield made(next.done === true, input)
  },
  'limit/2': function* ([count, source], input, env, evaluation) {
    for (const limit of values(count, input, env, evaluation)) {
      if (typeof limit !== 'number') throw new JqError(`Invalid limit: ${shown(limit)}`)
      yield* take(source, limit, input, env, evaluation)
    }
  },
  'skip/2': function* ([count, source], input, env, evaluation) {
    for (const limit of values(count, input, env, evaluation)) {
      if (typeof limit !== 'number' || limit < 0)
        throw new JqError('Invalid arguments: skip count must not be negative')
      let left = limit
      if (source !== undefined) for (const out of evaluation.run(source, input, env)) if (left-- <= 0) yield out
    }
  },
  // Loops keep their own stack: a program may turn them a million times.
  'recurse/0': (_args, input, env, evaluation) =>
    descend(input, (out) => evaluation.run(CHILDREN, out, env), evaluation),
  'recurse/1': ([step], input, env, evaluation) =>
    descend(input, (out) => runOrNone(step, out, env, evaluation), evaluation),
  'repeat/1': ([step], input, env, evaluation) =>
    descend(input, (out) => runOrNone(step, out, env, evaluation), evaluation),
  'while/2': ([condition, step], input, env, evaluation) => {
    const goesOn = (out: Out) => isTrue(values(condition, out, env, evaluation).next().value)
    return descend(input, (out) => runOrNone(step, out, env, evaluation), evaluation, goesOn)
  },
  'until/2': function* ([condition, step], input, env, evaluation) {
    const stack: Iterator<Out>[] = [[input].values()]
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      evaluation.meter.step()
      const next = top.next()
      if (next.done === true) stack.pop()
      else if (isTrue(values(condition, next.value, env, evaluation).next().value)) yield next.value
      else stack.push(runOrNone(step, next.value, env, evaluation)[Symbol.iterator]())
    }
  },
  'env/0': ofInput(() => ({})),
  'input/0': () => fail('No more inputs'),
  'inputs/0': () => [],
  'debug/0': (_args, input) => [input],
  'debug/1': (_args, input) => [input],
  'stderr/0': (_args, input) => [input],
  'input_filename/0': ofInput(() => null),
  'input_line_number/0': ofInput(() => 0),
  'halt/0': () => fail('halt is not available'),
  'builtins/0': ofInput(() => []),
  'have_literal_numbers/0': ofInput(() => true),
  'have_decnum/0': ofInput(() => false),
}

const CHILDREN: Node = {
  kind: 'try',
  body: { kind: 'iterate', target: { kind: 'identity' } },
  handler: undefined,
}

function fail(value: unknown): never {
  throw new JqError(value)
}

function runOrNone(node: Node | undefined, input: Out, env: Environment | undefined, evaluation: Evaluation): Outs {
  return node === undefined ? [] : evaluation.run(node, input, env)
}

function* range(from: unknown, to: unknown, by: unknown, input: Out, evaluation: Evaluation): Generator<Out> {
  if (typeof from !== 'number' || typeof to !== 'number' || typeof by !== 'number')
    throw new JqError('Range bounds must be numeric')
  for (let at = from; by > 0 ? at < to : by < 0 ? at > to : from < to; at += by) {
    evaluation.meter.step()
    yield made(at, input)
  }
}

function* take(
  source: Node | undefined,
  limit: number,
  input: Out,
  env: Environment | undefined,
  evaluation: Evaluation,
): Generator<Out> {
  let left = limit
  if (left <= 0 || source === undefined) return
  for (const out of evaluation.run(source, input, env)) {
    yield out
    if (--left <= 0) return
  }
}

/** The input and all that the step makes of it, of that, and so on: each before its own offspring. */
function* descend(
  input: Out,
  step: (out: Out) => Outs,
  evaluation: Evaluation,
  goesOn: (out: Out) => boolean = () => true,
): Generator<Out> {
  const stack: Iterator<Out>[] = [[input].values()]
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    evaluation.meter.step()
    const next = top.next()
    if (next.done === true) {
      stack.pop()
    } else if (goesOn(next.value)) {
      yield next.value
      evaluation.meter.make(64)
      stack.push(step(next.value)[Symbol.iterator]())
    }
  }
}
