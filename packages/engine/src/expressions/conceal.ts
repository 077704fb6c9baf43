// The way back of `revealSecrets`: what comes in from those who were given secrets must not bring them into the store,
// and what only looks like the name of a secret is none: else a sender could have any secret put into the next call.

import { isMap } from '../model/json.ts'
import type { NamedValues } from '../ports.ts'

/** Shorter ones would be found in what has nothing to do with them. */
const shortest = 8

/** What `revealSecrets` would take for the name of a secret. */
const written = /\$\{workflow\.secrets\.[^}.[]+[^}]*\}/g

interface Known {
  readonly value: string
  readonly expression: string
}

/**
 * The value with every secret in its texts put back as the expression that names it. A task that reads it later gets
 * the secret again, on the way out. An expression that was there already was written by whoever sent the value: it gets
 * another `$` before it, and leaves again as it came. The same value when there is nothing to hide.
 */
export function concealSecrets<T>(value: T, secrets: NamedValues): T {
  const names = secrets.names()
  if (names.length === 0) return value
  const known = names
    .flatMap((name) =>
      [secrets.get(name), ...(secrets.former?.(name) ?? [])].flatMap((v) => partsOf(`workflow.secrets.${name}`, v)),
    )
    .filter((part) => part.value.length >= shortest)
    // A whole before its parts.
    .toSorted((a, b) => b.value.length - a.value.length)
  return conceal(value, known) as T // the same shape, with other texts
}

/** A secret that holds a JSON map is also known by each text in it. */
function partsOf(path: string, secret: string | undefined): Known[] {
  if (secret === undefined) return []
  const whole = { value: secret, expression: `\${${path}}` }
  return secret.startsWith('{') ? [whole, ...leavesOf(path, parsed(secret))] : [whole]
}

function leavesOf(path: string, value: unknown): Known[] {
  if (typeof value === 'string') return [{ value, expression: `\${${path}}` }]
  if (!isMap(value)) return []
  return Object.entries(value).flatMap(([key, part]) =>
    leavesOf(/^\w+$/.test(key) ? `${path}.${key}` : `${path}['${key}']`, part),
  )
}

function conceal(value: unknown, known: readonly Known[]): unknown {
  if (typeof value === 'string') return concealText(value, known)
  if (Array.isArray(value)) {
    const entries = value.map((entry) => conceal(entry, known))
    return entries.some((entry, at) => entry !== value[at]) ? entries : value
  }
  if (!isMap(value)) return value
  let changed = false
  const entries = Object.entries(value).map(([key, part]): [string, unknown] => {
    // Keys too: a script may have made a map of them.
    const entry: [string, unknown] = [concealText(key, known), conceal(part, known)]
    changed ||= entry[0] !== key || entry[1] !== part
    return entry
  })
  return changed ? Object.fromEntries(entries) : value
}

function concealText(text: string, known: readonly Known[]): string {
  let concealed = text.includes('${workflow.secrets.') ? text.replaceAll(written, '$$$&') : text
  for (const { value, expression } of known) {
    if (concealed.includes(value)) concealed = concealed.replaceAll(value, () => expression)
  }
  return concealed
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
