// Checks data against the JSON Schema that a definition names. Schemas without `data`, and those of other kinds than JSON,
// check nothing.

import { createContext, Script } from 'node:vm'
import { Validator } from '@cfworker/json-schema'
import type { SchemaDef } from '../model/definition.ts'
import type { JsonMap } from '../model/json.ts'

type Check = Pick<Validator, 'validate'>

/** Prepared schemas, by the object that a definition holds. */
const prepared = new WeakMap<JsonMap, Check>()

const mostShown = 3

/** What is wrong with the data, as one sentence; undefined when nothing is. A schema that cannot be applied is wrong too. */
export function schemaViolation(schema: SchemaDef | undefined, data: unknown, subject: string): string | undefined {
  if (!schema?.data || (schema.type ?? 'JSON') !== 'JSON') return undefined
  const name = schema.name === '' ? 'its schema' : `the schema ${schema.name}`
  try {
    const { valid, errors } = validatorFor(schema.data).validate(data)
    if (valid) return undefined
    // The first errors only say that a part, somewhere below, did not fit: the innermost ones say why.
    const innermost = errors.filter(({ keyword }) => !wrappers.has(keyword))
    const shown = (innermost.length > 0 ? innermost : errors).slice(0, mostShown)
    const details = shown.map(({ instanceLocation, error }) => `${instanceLocation}: ${error}`).join(' ')
    return `${subject} does not match ${name}: ${details}`
  } catch (error) {
    return `${subject} cannot be checked against ${name}: ${error instanceof Error ? error.message : String(error)}`
  }
}

const wrappers: ReadonlySet<string> = new Set(['properties', 'items', 'additionalProperties', '$ref', 'allOf', 'anyOf'])

function validatorFor(schema: JsonMap): Check {
  const known = prepared.get(schema)
  if (known) return known
  const validator = new Validator(schema, draftOf(schema), false)
  const check = /"pattern(Properties)?":/.test(JSON.stringify(schema)) ? inTime(validator) : validator
  prepared.set(schema, check)
  return check
}

const patternMs = 500

/** An author's pattern may look at a text for ever, and nothing else would run: only a script of `vm` can be ended. */
function inTime(validator: Validator): Check {
  const context = createContext({ run: () => undefined })
  return {
    validate(data) {
      context['run'] = () => validator.validate(data)
      // The script's value is that of the function just given to it.
      return script.runInContext(context, { timeout: patternMs }) as ReturnType<Check['validate']>
    },
  }
}

const script = new Script('run()')

/** The newest draft, unless the schema names an older one. */
function draftOf({ $schema: named }: JsonMap): '4' | '7' | '2019-09' | '2020-12' {
  if (typeof named !== 'string') return '2020-12'
  if (named.includes('draft-04')) return '4'
  if (named.includes('draft-06') || named.includes('draft-07')) return '7'
  return named.includes('2019-09') ? '2019-09' : '2020-12'
}
