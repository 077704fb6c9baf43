/**
 * Plain lists of names as JSON: an array of objects with an id, a name and further names, and little else. Enough to
 * screen names against, with nothing to tell people of the same name apart.
 */
import type { Entity, EntityName, EntitySchema } from '../entity.ts'
import { finishEntity } from '../entity-hash.ts'
import { ListError } from './list-error.ts'
import type { ParseRequest } from './list-input.ts'
import { schemaOf } from './ofac-csv.ts'
import { familyFirstName, isOtherScript, wholeName } from './person-name.ts'
import { readJsonArray } from './read-json-array.ts'
import { isObject, textOf, textsOf } from './read-json-lines.ts'

const keys = ['id', 'uid']
const names = ['full_name', 'name']
const furtherNames = ['aliases', 'alternateNames']

export async function* parseNamesJson(request: ParseRequest): AsyncGenerator<Entity> {
  const { listId } = request
  for (const file of request.files) {
    for await (const { value, line, offset } of readJsonArray(file, listId, 'entries')) {
      const record = isObject(value) ? value : {}
      const field = (fields: readonly string[]) =>
        fields.map((name) => textOf(record[name])).find((text) => text !== undefined)
      const entryId = field(keys)
      const name = field(names)
      if (entryId === undefined || name === undefined) {
        const place = { list: listId, file: file.name, line }
        throw new ListError(
          'INVALID_ENTRY',
          place,
          `an object needs one of ${keys.join(', ')} and one of ${names.join(', ')}`,
        )
      }
      const type = textOf(record['type'])
      const schema: EntitySchema = type === undefined ? 'LegalEntity' : schemaOf(type)
      const others = furtherNames.flatMap((further) => furtherNamesOf(record[further]))
      yield finishEntity({
        listId,
        entryId,
        schema,
        names: [nameOf(name, 'primary', schema), ...others.map((other) => nameOf(other, 'alias', schema))],
        topics: ['sanction'],
        programmes: textsOf(record['programs']),
        raw: { file: file.name, line, offset },
      })
    }
  }
}

/** Texts, or objects that hold the text as `name`. */
function furtherNamesOf(value: unknown): string[] {
  const values = Array.isArray(value) ? value : [value]
  return values.map((item) => textOf(isObject(item) ? item['name'] : item)).filter((text) => text !== undefined)
}

function nameOf(text: string, kind: 'primary' | 'alias', schema: EntitySchema): EntityName {
  if (schema === 'Person') return familyFirstName(text, kind)
  return wholeName(text, kind === 'alias' && isOtherScript(text) ? 'original' : kind)
}
