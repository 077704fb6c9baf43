/** Every function that is no jq program itself, by `name/arity`. The rest is in library.ts. */
import { controlBuiltins } from './control-builtins.ts'
import type { Builtin } from './evaluation.ts'
import { listBuiltins } from './list-builtins.ts'
import { mathBuiltins } from './math-builtins.ts'
import { pathBuiltins } from './path-builtins.ts'
import { textBuiltins } from './text-builtins.ts'
import { timeBuiltins } from './time-builtins.ts'

export const BUILTINS: Readonly<Record<string, Builtin>> = {
  ...controlBuiltins,
  ...pathBuiltins,
  ...listBuiltins,
  ...textBuiltins,
  ...mathBuiltins,
  ...timeBuiltins,
}
