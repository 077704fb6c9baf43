// Puts values in the place of `${…}` expressions, through maps and lists, types kept.

import { isMap } from '../model/json.ts'
import type { JsonMap } from '../model/json.ts'
import { follow } from './follow.ts'
import { javaText, matchesText } from './java-text.ts'
import { parsePath } from './path.ts'
import type { Path } from './path.ts'
import { parseTemplate } from './template.ts'
import type { Span, Template } from './template.ts'

/** What names can stand at the start of a path. */
export interface Scope {
  /** The value under a root name, or `undefined` when there is none. `steps` lets a root build only what is asked for. */
  root(name: string, next: string | undefined): unknown
}

/** The value with every expression in it replaced. The input is never changed, and shares nothing with the result. */
export function resolve(value: unknown, scope: Scope): unknown {
  if (typeof value === 'string') return resolveText(value, scope)
  if (Array.isArray(value)) return value.map((entry) => resolve(entry, scope))
  if (isMap(value)) return resolveMap(value, scope)
  return value
}

export function resolveMap(map: JsonMap, scope: Scope): JsonMap {
  const resolved: JsonMap = {}
  for (const key of Object.keys(map)) setOwn(resolved, key, resolve(map[key], scope))
  return resolved
}

/** Data may have a key that would otherwise be the map's prototype. */
function setOwn(map: JsonMap, key: string, value: unknown): void {
  if (key !== '__proto__') map[key] = value
  else Object.defineProperty(map, key, { value, writable: true, enumerable: true, configurable: true })
}

function resolveText(text: string, scope: Scope): unknown {
  if (!text.includes('${')) return text
  const template = parseTemplate(text)
  return template.only ? spanValue(template.only, scope) : joinedText(template, scope)
}

function joinedText(template: Template, scope: Scope): string {
  return template.parts.map((part) => (typeof part === 'string' ? part : spanText(part, scope))).join('')
}

function spanText(span: Span, scope: Scope): string {
  const value = spanValue(span, scope)
  return Array.isArray(value) && span.path?.definite === false ? matchesText(value) : javaText(value)
}

// Not known here, these stay as they are: the id of a task where there is no task, and what Conductor's environment names.
const literalRoots: ReadonlySet<string> = new Set(['CPEWF_TASK_ID', 'NETFLIX_ENV', 'NETFLIX_STACK'])

function spanValue(span: Span, scope: Scope): unknown {
  const body = span.inner ? joinedText(span.inner, scope) : span.body
  if (body.trim() === '') return ''
  // A secret stays literal in everything that is stored; it is put in place on the way out.
  if (body.startsWith('workflow.secrets.')) return `\${${body}}`
  const path = span.path ?? parsePath(body)
  const value = path && valueAt(path, scope)
  return value ?? (literalRoots.has(body) ? `\${${body}}` : null)
}

function valueAt(path: Path, scope: Scope): unknown {
  const [next] = path.steps
  const root = scope.root(path.root, next?.kind === 'key' ? next.key : undefined)
  return root === undefined ? undefined : follow(path.steps, path.definite, root)
}

/**
 * Replaces `${workflow.secrets.NAME}` in what is about to leave the engine; an unknown secret becomes null.
 * `$${workflow.secrets.NAME}` is the text without the first `$`: somebody outside has written it, see conceal.ts.
 */
export function revealSecrets(value: unknown, secretOf: (name: string) => string | undefined): unknown {
  if (typeof value === 'string') return value.includes('${workflow.secrets.') ? revealText(value, secretOf) : value
  if (Array.isArray(value)) return value.map((entry) => revealSecrets(entry, secretOf))
  if (!isMap(value)) return value
  const revealed: JsonMap = {}
  for (const key of Object.keys(value)) setOwn(revealed, key, revealSecrets(value[key], secretOf))
  return revealed
}

const secretSpan = /\$?\$\{workflow\.secrets\.([^}.[]+)([^}]*)\}/g

function revealText(text: string, secretOf: (name: string) => string | undefined): unknown {
  const whole = /^\$\{workflow\.secrets\.([^}.[]+)([^}]*)\}$/.exec(text)
  if (whole) return secretAt(whole[1] ?? '', whole[2] ?? '', secretOf)
  return text.replaceAll(secretSpan, (span: string, name: string, rest: string) =>
    span.startsWith('$$') ? span.slice(1) : javaText(secretAt(name, rest, secretOf)),
  )
}

/** A secret that holds JSON can be addressed further: `${workflow.secrets.DB.password}`. */
function secretAt(name: string, rest: string, secretOf: (name: string) => string | undefined): unknown {
  const secret = secretOf(name)
  if (secret === undefined) return null
  if (rest === '') return secret
  const path = parsePath(`secret${rest}`)
  if (!path) return null
  try {
    return follow(path.steps, path.definite, JSON.parse(secret)) ?? null
  } catch {
    return null
  }
}
