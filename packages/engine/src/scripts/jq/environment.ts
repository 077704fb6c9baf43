/** What names mean at a place of a program: variables, functions and the arguments of functions. */
import type { Definition, Node } from './syntax.ts'

export type Binding =
  | { readonly kind: 'variable'; readonly value: unknown }
  /** A function sees itself: its environment is the one that begins with its own binding. */
  | { readonly kind: 'function'; readonly definition: Definition }
  /** An argument: a program with the environment of the caller. */
  | { readonly kind: 'argument'; readonly node: Node; readonly env: Environment }
  | { readonly kind: 'label'; readonly mark: object }

export interface Environment {
  /** `$x` for a variable, `f/1` for a function, `*out` for a label. */
  readonly name: string
  readonly binding: Binding
  readonly outer: Environment | undefined
}

export function bind(outer: Environment | undefined, name: string, binding: Binding): Environment {
  return { name, binding, outer }
}

/** The innermost meaning of the name, and where it was given. */
export function lookup(env: Environment | undefined, name: string): Environment | undefined {
  for (let scope = env; scope !== undefined; scope = scope.outer) if (scope.name === name) return scope
  return undefined
}
