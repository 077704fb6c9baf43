/**
 * Finds the route of a method and path: a tree of path segments, in which a literal one wins over a variable one. So a path
 * that has no variables wins over all others, and is found without the tree.
 */
import type { Route } from './exchange.ts'
import { RequestError } from './request-error.ts'

export interface Match {
  readonly route: Route
  readonly params: Readonly<Record<string, string>>
}

export interface Router {
  /** @throws RequestError 404 for an unknown path, 405 for a method that the path does not have, 400 for bad encoding. */
  find(method: string, path: string): Match
}

interface Node {
  readonly literals: Map<string, Node>
  variable: Node | undefined
  /** By method, with the names of the path's variables in order. */
  readonly routes: Map<string, { route: Route; names: string[] }>
}

export function createRouter(routes: readonly Route[]): Router {
  const root = newNode()
  /** By path and method. */
  const literals = new Map<string, Map<string, Match>>()
  for (const route of routes) {
    insert(root, route)
    if (!route.path.includes('{')) insertLiteral(literals, route)
  }

  function find(method: string, path: string): Match {
    const literal = literals.get(path)?.get(method)
    if (literal !== undefined) return literal
    const segments = path.split('/').slice(1)
    const leaves: { node: Node; values: string[] }[] = []
    collect(root, segments, 0, [], leaves)
    for (const { node, values } of leaves) {
      const found = node.routes.get(method)
      if (found === undefined) continue
      return { route: found.route, params: named(found.names, values) }
    }
    if (leaves.length > 0) throw new RequestError(405, `Request method '${method}' is not supported`)
    throw new RequestError(404, `No static resource ${path.replace(/^\/+/, '')}.`)
  }

  return { find }
}

function insertLiteral(literals: Map<string, Map<string, Match>>, route: Route): void {
  const found = { route, params: {} }
  const methods = literals.get(route.path)
  if (methods) methods.set(route.method, found)
  else literals.set(route.path, new Map([[route.method, found]]))
}

function newNode(): Node {
  return { literals: new Map(), variable: undefined, routes: new Map() }
}

function insert(root: Node, route: Route): void {
  const names: string[] = []
  let node = root
  for (const segment of route.path.split('/').slice(1)) {
    const [, name] = /^\{(.+)\}$/.exec(segment) ?? []
    let next = name === undefined ? node.literals.get(segment) : node.variable
    if (next === undefined) {
      next = newNode()
      if (name === undefined) node.literals.set(segment, next)
      else node.variable = next
    }
    if (name !== undefined) names.push(name)
    node = next
  }
  node.routes.set(route.method, { route, names })
}

/** All nodes with routes that the path leads to, the most literal one first. */
function collect(
  node: Node,
  segments: string[],
  at: number,
  values: string[],
  found: { node: Node; values: string[] }[],
): void {
  const segment = segments[at]
  if (segment === undefined) {
    if (node.routes.size > 0) found.push({ node, values })
    return
  }
  const literal = node.literals.get(segment)
  if (literal !== undefined) collect(literal, segments, at + 1, values, found)
  // An empty segment is a doubled or a trailing slash, never a value.
  if (node.variable !== undefined && segment !== '')
    collect(node.variable, segments, at + 1, [...values, segment], found)
}

function named(names: readonly string[], values: readonly string[]): Record<string, string> {
  const params: Record<string, string> = {}
  for (const [index, name] of names.entries()) params[name] = decoded(values[index] ?? '')
  return params
}

function decoded(segment: string): string {
  if (!segment.includes('%')) return segment
  try {
    return decodeURIComponent(segment)
  } catch {
    throw new RequestError(400, `Malformed percent-encoding in the path: ${segment}`)
  }
}
