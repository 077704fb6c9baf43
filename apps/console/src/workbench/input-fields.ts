/** The form of a workflow's input: from its JSON schema, else from the names it uses, with types guessed from past runs. */
import type { WorkflowDef } from '../api/conductor.ts'
import { formatJson, isJsonObject, type Json, type JsonObject, parseJson } from '../api/json.ts'

export type FieldKind = 'text' | 'number' | 'boolean' | 'date' | 'choice' | 'json'

export interface InputField {
  readonly name: string
  readonly kind: FieldKind
  readonly required: boolean
  readonly hint: string | undefined
  readonly choices: readonly string[]
}

/** @param samples inputs of past runs, newest first */
export function inputFields(definition: WorkflowDef, samples: readonly JsonObject[]): readonly InputField[] {
  const schema = definition.inputSchema?.data
  if (isJsonObject(schema) && isJsonObject(schema['properties'])) return fieldsOfSchema(schema, schema['properties'])
  const names = definition.inputParameters.length > 0 ? definition.inputParameters : namesUsed(definition)
  return names.map((name) => ({
    name,
    kind: guessKind(name, [...samples, definition.inputTemplate ?? {}]),
    required: false,
    hint: undefined,
    choices: [],
  }))
}

function fieldsOfSchema(schema: JsonObject, properties: JsonObject): readonly InputField[] {
  const required = Array.isArray(schema['required']) ? schema['required'] : []
  return Object.entries(properties).map(([name, property]) => ({
    name,
    kind: kindOfProperty(property),
    required: required.includes(name),
    hint: isJsonObject(property) && typeof property['description'] === 'string' ? property['description'] : undefined,
    choices:
      isJsonObject(property) && Array.isArray(property['enum'])
        ? property['enum'].filter((item) => typeof item === 'string')
        : [],
  }))
}

function kindOfProperty(property: Json): FieldKind {
  if (!isJsonObject(property)) return 'json'
  if (Array.isArray(property['enum']) && property['enum'].every((item) => typeof item === 'string')) return 'choice'
  switch (property['type']) {
    case 'string':
      return property['format'] === 'date' ? 'date' : 'text'
    case 'integer':
    case 'number':
      return 'number'
    case 'boolean':
      return 'boolean'
    default:
      return 'json'
  }
}

/** Names after `${workflow.input.` anywhere in the definition, in the order of their first use. */
function namesUsed(definition: WorkflowDef): readonly string[] {
  const text = formatJson([definition.tasks, definition.outputParameters ?? {}], 0)
  return [...new Set([...text.matchAll(/\$\{workflow\.input\.([A-Za-z_][\w-]*)/g)].map((match) => match[1] ?? ''))]
}

function guessKind(name: string, samples: readonly JsonObject[]): FieldKind {
  const sample = samples.map((input) => input[name]).find((value) => value !== undefined && value !== null)
  switch (typeof sample) {
    case 'number':
    case 'bigint':
      return 'number'
    case 'boolean':
      return 'boolean'
    case 'object':
      return 'json'
    default:
      return 'text'
  }
}

export type FieldValues = Readonly<Record<string, string>>

/** What a field shows for a value of the input. */
export const toFieldText = (value: Json | undefined): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : formatJson(value)

export type FieldProblem =
  | { readonly kind: 'required' }
  | { readonly kind: 'notNumber' }
  | { readonly kind: 'notJson'; readonly message: string }

export interface ReadInput {
  readonly input: JsonObject
  readonly problems: ReadonlyMap<string, FieldProblem>
}

/** The input that the fields say. An empty field is left out, unless it is required. */
export function readFields(fields: readonly InputField[], values: FieldValues): ReadInput {
  const entries: [string, Json][] = []
  const problems = new Map<string, FieldProblem>()
  for (const field of fields) {
    const text = values[field.name] ?? ''
    if (text.trim() === '') {
      if (field.required) problems.set(field.name, { kind: 'required' })
      continue
    }
    const read = readValue(field.kind, text)
    if ('problem' in read) problems.set(field.name, read.problem)
    else entries.push([field.name, read.value])
  }
  return { input: Object.fromEntries(entries), problems }
}

function readValue(kind: FieldKind, text: string): { readonly value: Json } | { readonly problem: FieldProblem } {
  switch (kind) {
    case 'text':
    case 'date':
    case 'choice':
      return { value: text }
    case 'boolean':
      return { value: text === 'true' }
    case 'number':
      return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text.trim())
        ? { value: parseJson(text.trim().replace(/^(-?)0+(?=\d)/, '$1')) }
        : { problem: { kind: 'notNumber' } }
    case 'json':
      try {
        return { value: parseJson(text) }
      } catch (error) {
        return { problem: { kind: 'notJson', message: error instanceof Error ? error.message : String(error) } }
      }
  }
}
