/** Reads a column mapping from configuration; the one place where an unknown value becomes a mapping. */
import type { EntitySchema } from '../entity.ts'
import { type CsvMapping, type MappedColumn, mappedProperties } from './csv-mapping.ts'
import { ListError } from './list-error.ts'
import { isObject, textOf, textsOf } from './read-json-lines.ts'
import { screenedSchema } from './screened-schema.ts'

/** Throws `WRONG_FORMAT` naming the field that is missing or not understood. */
export function parseCsvMapping(value: unknown, listId: string): CsvMapping {
  const fields = isObject(value) ? value : {}
  const fail = (reason: string) => new ListError('WRONG_FORMAT', { list: listId }, `mapping: ${reason}`)
  const key =
    isObject(fields['key']) && fields['key']['rowNumbers'] === true
      ? { rowNumbers: true as const }
      : textsOf(fields['key'])
  if (Array.isArray(key) && key.length === 0)
    throw fail('key must name at least one column, or be {"rowNumbers": true}')
  const columns = Array.isArray(fields['columns']) ? fields['columns'] : []
  const mapped = columns.map((column: unknown) => mappedColumn(column, fail))
  if (!mapped.some(({ property }) => property === 'name' || property === 'lastName')) {
    throw fail('columns must fill name or lastName')
  }
  const delimiter = textOf(fields['delimiter'])
  return {
    key,
    schema: schemaOf(fields['schema'], fail),
    columns: mapped,
    required: textsOf(fields['required']),
    carry: textsOf(fields['carry']),
    topics: textsOf(fields['topics']),
    programmes: textsOf(fields['programmes']),
    strict: fields['strict'] === true,
    ...(delimiter === undefined ? {} : { delimiter }),
  }
}

type Fail = (reason: string) => ListError

function mappedColumn(value: unknown, fail: Fail): MappedColumn {
  const fields = isObject(value) ? value : {}
  const column = textOf(fields['column'])
  const property = mappedProperties.find((known) => known === fields['property'])
  if (column === undefined || property === undefined) {
    throw fail(`a column needs column and a property out of ${mappedProperties.join(', ')}`)
  }
  // A separator may be a space or a line end, so it is not trimmed as other texts are.
  const split = typeof fields['split'] === 'string' && fields['split'] !== '' ? fields['split'] : undefined
  return { column, property, ...(split === undefined ? {} : { split }) }
}

function schemaOf(value: unknown, fail: Fail): CsvMapping['schema'] {
  if (!isObject(value)) return oneSchema(value ?? 'Person', fail)
  const column = textOf(value['column'])
  if (column === undefined) throw fail('schema needs a column')
  const values = isObject(value['values']) ? Object.entries(value['values']) : []
  return {
    column,
    values: Object.fromEntries(values.map(([text, schema]) => [text, oneSchema(schema, fail)])),
    otherwise: oneSchema(value['otherwise'] ?? 'Person', fail),
  }
}

function oneSchema(value: unknown, fail: Fail): EntitySchema {
  const schema = screenedSchema(textOf(value) ?? '')
  if (schema === undefined) throw fail(`"${textOf(value) ?? ''}" is no schema that is screened`)
  return schema
}
