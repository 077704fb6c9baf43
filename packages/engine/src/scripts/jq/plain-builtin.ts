/** Makes builtins of plain functions: of the input alone, or of the input and the values of the arguments. */
import type { Environment } from './environment.ts'
import { type Builtin, type Evaluation, made, type Out, values } from './evaluation.ts'
import type { Meter } from './meter.ts'
import type { Node } from './syntax.ts'

export function ofInput(apply: (input: unknown, meter: Meter) => unknown): Builtin {
  const builtin: Builtin = function* (_args, input, _env, { meter }) {
    yield made(apply(input.value, meter), input)
  }
  return Object.assign(builtin, {
    plain: (input: unknown, _args: readonly unknown[], meter: Meter) => apply(input, meter),
  })
}

/** Called once for each combination of the arguments' values. */
export function ofArguments(apply: (input: unknown, args: readonly unknown[], meter: Meter) => unknown): Builtin {
  const builtin: Builtin = function* (args, input, env, evaluation) {
    for (const combination of combinations(args, input, env, evaluation))
      yield made(apply(input.value, combination, evaluation.meter), input)
  }
  return Object.assign(builtin, { plain: apply })
}

/** Every combination; the first argument varies slowest. */
export function* combinations(
  args: readonly Node[],
  input: Out,
  env: Environment | undefined,
  evaluation: Evaluation,
): Generator<unknown[]> {
  const [first, ...rest] = args
  if (first === undefined) {
    yield []
    return
  }
  for (const value of values(first, input, env, evaluation)) {
    for (const others of combinations(rest, input, env, evaluation)) yield [value, ...others]
  }
}
