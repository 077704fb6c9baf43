/** Paths, and the assignments that work by them. */
import type { Environment } from './environment.ts'
import { type Builtin, type Evaluation, made, type Out, values } from './evaluation.ts'
import { ENTRY_BYTES } from './meter.ts'
import { applyOperator } from './operators.ts'
import { deletePaths, getPath, type Path, setPath } from './paths.ts'
import { combinations, ofArguments } from './plain-builtin.ts'
import type { BinaryOperator, Node } from './syntax.ts'
import { isTrue, JqError, shown, toJson } from './value.ts'

export const pathBuiltins: Readonly<Record<string, Builtin>> = {
  'path/1': function* ([target], input, env, evaluation) {
    for (const path of pathsOf(target, input, env, evaluation)) yield made(path, input)
  },
  'getpath/1': function* (args, input, env, evaluation) {
    for (const [keys] of combinations(args, input, env, evaluation)) {
      const path = toPath(keys)
      // The missing steps of a longer path are no error when the path itself is what is wanted.
      const value = input.path === undefined ? getPath(input.value, path) : getPathOrNull(input.value, path)
      yield { value, path: input.path === undefined ? undefined : extendBy(input, path) }
    }
  },
  'setpath/2': ofArguments((input, [path, value], meter) => setPath(input, toPath(path), value, meter)),
  'delpaths/1': ofArguments((input, [paths], meter) => {
    if (!Array.isArray(paths)) throw new JqError('Paths must be specified as an array')
    return deletePaths(input, paths.map(toPath), meter)
  }),
  'del/1': function* ([target], input, env, evaluation) {
    yield made(deletePaths(input.value, [...pathsOf(target, input, env, evaluation)], evaluation.meter), input)
  },
  'to_entries/0': function* (_args, input, _env, { meter }) {
    const { value } = input
    if (typeof value !== 'object' || value === null) throw new JqError(`${shown(value)} has no keys`)
    const keyed: (readonly [string | number, unknown])[] = Array.isArray(value)
      ? [...value.entries()]
      : Object.entries(value)
    const entries = keyed.map(([key, item]) => ({ key, value: item }))
    meter.make(entries.length * 3 * ENTRY_BYTES)
    yield made(entries, input)
  },
  'pick/1': function* ([target], input, env, evaluation) {
    let picked: unknown = null
    for (const path of pathsOf(target, input, env, evaluation))
      picked = setPath(picked, path, getPathOrNull(input.value, path), evaluation.meter)
    yield made(picked, input)
  },
  '_update=/2': function* ([target, source], input, env, evaluation) {
    for (const value of values(source, input, env, evaluation)) {
      yield made(
        changeAll(target, input, env, evaluation, () => value),
        input,
      )
    }
  },
  '_update|=/2': function* ([target, source], input, env, evaluation) {
    const { meter } = evaluation
    const emptied: Path[] = []
    let current = input.value
    for (const path of pathsOf(target, input, env, evaluation)) {
      const next = values(source, { value: getPath(current, path), path: undefined }, env, evaluation).next()
      if (next.done === true) emptied.push(path)
      else current = setPath(current, path, next.value, meter)
    }
    yield made(emptied.length === 0 ? current : deletePaths(current, emptied, meter), input)
  },
  '_update//=/2': function* ([target, source], input, env, evaluation) {
    for (const value of values(source, input, env, evaluation)) {
      yield made(
        changeAll(target, input, env, evaluation, (old) => (isTrue(old) ? old : value)),
        input,
      )
    }
  },
  ...Object.fromEntries(
    (['+', '-', '*', '/', '%'] as const).map((operator) => [`_update${operator}=/2`, arithmeticUpdate(operator)]),
  ),
}

function arithmeticUpdate(operator: BinaryOperator): Builtin {
  return function* ([target, source], input, env, evaluation) {
    for (const value of values(source, input, env, evaluation)) {
      yield made(
        changeAll(target, input, env, evaluation, (old) => applyOperator(operator, old, value, evaluation.meter)),
        input,
      )
    }
  }
}

function changeAll(
  target: Node | undefined,
  input: Out,
  env: Environment | undefined,
  evaluation: Evaluation,
  change: (old: unknown) => unknown,
): unknown {
  let current = input.value
  for (const path of pathsOf(target, input, env, evaluation)) {
    current = setPath(current, path, change(getPath(current, path)), evaluation.meter)
  }
  return current
}

function* pathsOf(
  target: Node | undefined,
  input: Out,
  env: Environment | undefined,
  evaluation: Evaluation,
): Generator<Path> {
  if (target === undefined) return
  for (const { path, value } of evaluation.run(target, { value: input.value, path: [] }, env)) {
    if (path === null || path === undefined)
      throw new JqError(`Invalid path expression with result ${toJson(value).slice(0, 30)}`)
    evaluation.meter.make((path.length + 1) * ENTRY_BYTES)
    yield path
  }
}

function toPath(keys: unknown): Path {
  if (!Array.isArray(keys)) throw new JqError('Path must be specified as an array')
  return keys
}

function getPathOrNull(value: unknown, path: Path): unknown {
  try {
    return getPath(value, path)
  } catch (error) {
    if (error instanceof JqError) return null
    throw error
  }
}

function extendBy({ path, value }: Out, more: Path): Path | null {
  if (path === null || path === undefined)
    throw new JqError(`Invalid path expression with result ${toJson(value).slice(0, 30)}`)
  return [...path, ...more]
}
