/** What evaluating a jq program works with: values with their places, and the running program. */
import type { Environment } from './environment.ts'
import type { Meter } from './meter.ts'
import type { Path } from './paths.ts'
import type { Definition, Node } from './syntax.ts'
import { JqError, toJson } from './value.ts'

/** A value, and where it stands in the input when paths are asked for. */
export interface Out {
  readonly value: unknown
  /** Undefined when nobody asks for paths; null when the value stands nowhere in the input. */
  readonly path: Path | null | undefined
}

export type Outs = Iterable<Out>

export interface Evaluation {
  readonly meter: Meter
  readonly run: (node: Node, input: Out, env: Environment | undefined) => Outs
  /** False when the program gives names of built-in functions another meaning. */
  readonly plainCalls: boolean
  /** The definitions that every program may use, by `name/arity`. */
  readonly library: ReadonlyMap<string, Definition>
}

/** A function of the language that is no jq program itself. */
export interface Builtin {
  (args: readonly Node[], input: Out, env: Environment | undefined, evaluation: Evaluation): Outs
  /** The same as a function of plain values, where it gives exactly one for each combination of arguments. */
  readonly plain?: (input: unknown, args: readonly unknown[], meter: Meter) => unknown
}

/** A value that stands nowhere in the input. */
export function made(value: unknown, input: Out): Out {
  return { value, path: input.path === undefined ? undefined : null }
}

/** The plain values of a node, where their place does not matter. */
export function* values(
  node: Node | undefined,
  input: Out,
  env: Environment | undefined,
  evaluation: Evaluation,
): Generator<unknown> {
  if (node === undefined) return
  for (const { value } of evaluation.run(node, unplaced(input), env)) yield value
}

export function unplaced(input: Out): Out {
  return input.path === undefined ? input : { value: input.value, path: undefined }
}

/** The path of what stands at the key. A made value has no place that a key could lead on from. */
export function extend({ value, path }: Out, key: unknown): Path | undefined {
  if (path === undefined) return undefined
  if (path === null) throw new JqError(`Invalid path expression with result ${toJson(value).slice(0, 30)}`)
  return [...path, key]
}
