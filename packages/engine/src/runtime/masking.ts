// Hides the values of fields that a definition wants kept from readers. Workers still get them.

import { javaText } from '../expressions/java-text.ts'
import type { Path } from '../expressions/path.ts'
import { resolve } from '../expressions/resolve.ts'
import type { Scope } from '../expressions/resolve.ts'
import { parseTemplate } from '../expressions/template.ts'
import type { Span } from '../expressions/template.ts'
import { isMap } from '../model/json.ts'
import type { JsonMap } from '../model/json.ts'

const hidden = '***'
/** Hidden with the others wherever a definition hides something. */
const always = ['_secrets', '_masked']

/** Where a map comes from: what the definition says of it, and what that is about. */
export interface Written {
  readonly parameters: JsonMap
  readonly scope: Scope
}

/**
 * The map with the values of those keys replaced, at any depth, and what an expression that names such a key has put
 * under another. The same map when nothing is to be hidden.
 */
export function mask(map: JsonMap, fields: readonly string[], written?: Written): JsonMap {
  if (fields.length === 0) return map
  const names = new Set([...always, ...fields])
  return maskMap(map, names, written?.parameters, written?.scope)
}

function maskMap(map: JsonMap, fields: ReadonlySet<string>, written: unknown, scope: Scope | undefined): JsonMap {
  const masked: JsonMap = {}
  for (const key of Object.keys(map)) {
    const source = isMap(written) && Object.hasOwn(written, key) ? written[key] : undefined
    masked[key] = fields.has(key) ? hidden : maskValue(map[key], fields, source, scope)
  }
  return masked
}

function maskValue(value: unknown, fields: ReadonlySet<string>, written: unknown, scope: Scope | undefined): unknown {
  if (scope && typeof written === 'string' && written.includes('${'))
    return maskExpression(value, fields, written, scope)
  if (Array.isArray(value)) {
    const sources: readonly unknown[] = Array.isArray(written) ? written : []
    return value.map((entry, at) => maskValue(entry, fields, sources[at], scope))
  }
  return isMap(value) ? maskMap(value, fields, written, scope) : value
}

/** In a text, only what the expressions have put there: the rest was written for everybody. */
function maskExpression(value: unknown, fields: ReadonlySet<string>, written: string, scope: Scope): unknown {
  const spans = parseTemplate(written).parts.filter((part): part is Span => typeof part !== 'string')
  const secret = spans.filter((span) => names(span, fields))
  if (secret.length === 0) return maskValue(value, fields, undefined, undefined)
  if (typeof value !== 'string' || parseTemplate(written).only) return hidden
  const parts = secret.map(({ body }) => javaText(resolve(`\${${body}}`, scope)))
  // It may have been another when the text was made.
  if (parts.some((part) => part === '' || !value.includes(part))) return hidden
  // One may be part of another.
  const longestFirst = parts.toSorted((a, b) => b.length - a.length)
  return longestFirst.reduce((text, part) => text.replaceAll(part, hidden), value)
}

function names({ body, path, inner }: Span, fields: ReadonlySet<string>): boolean {
  if (path) return namesField(path, fields)
  if (inner?.parts.some((part) => typeof part !== 'string' && names(part, fields))) return true
  return [...fields].some((field) => body.includes(field))
}

function namesField({ steps }: Path, fields: ReadonlySet<string>): boolean {
  return steps.some((step) => step.kind === 'key' && fields.has(step.key))
}
