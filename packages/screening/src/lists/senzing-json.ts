/** Senzing JSON lines, one of the formats in which OpenSanctions publishes; used for PEP lists. */
import type { Entity, EntityName, ListedDocument } from '../entity.ts'
import { finishEntity } from '../entity-hash.ts'
import { countryCodesIn } from './countries.ts'
import { defined } from './defined.ts'
import { documentKind } from './document-kind.ts'
import { ListError } from './list-error.ts'
import type { ParseRequest } from './list-input.ts'
import { parseListedDate } from './listed-date.ts'
import { genderOf } from './gender.ts'
import { isOtherScript, nameOfParts, wholeName } from './person-name.ts'
import { isObject, readJsonLines, textOf } from './read-json-lines.ts'

type Group = Readonly<Record<string, unknown>>

export async function* parseSenzingJson(request: ParseRequest): AsyncGenerator<Entity> {
  const { listId } = request
  for (const file of request.files) {
    for await (const { value, line, offset } of readJsonLines(file, listId)) {
      const place = { list: listId, file: file.name, line }
      const record = isObject(value) ? value : {}
      const entryId = textOf(record['RECORD_ID'])
      const groups = (name: string): Group[] => {
        const found = record[name]
        return Array.isArray(found) ? found.filter(isObject) : []
      }
      const texts = (name: string, field: string) =>
        groups(name)
          .map((group) => textOf(group[field]))
          .filter((text) => text !== undefined)
      const names = groups('NAMES')
        .map(nameOf)
        .filter((name) => name !== undefined)
      if (entryId === undefined || names.length === 0) {
        throw new ListError('INVALID_ENTRY', place, 'the record lacks RECORD_ID or a name')
      }
      yield finishEntity(
        defined({
          listId,
          entryId,
          schema: textOf(record['RECORD_TYPE']) === 'PERSON' ? 'Person' : 'Organization',
          names,
          birthDates: texts('DATES', 'DATE_OF_BIRTH').flatMap(listedDates),
          deathDates: texts('DATES', 'DATE_OF_DEATH').flatMap(listedDates),
          nationalities: [...texts('COUNTRIES', 'NATIONALITY'), ...texts('COUNTRIES', 'CITIZENSHIP')].flatMap(
            countryCodesIn,
          ),
          countries: [
            ...texts('COUNTRIES', 'COUNTRY_OF_ASSOCIATION'),
            ...texts('COUNTRIES', 'REGISTRATION_COUNTRY'),
          ].flatMap(countryCodesIn),
          gender: genderOf(texts('GENDERS', 'GENDER')[0]),
          documents: groups('IDENTIFIERS').flatMap(documentOf),
          topics: texts('RISKS', 'TOPIC'),
          sourceUrls: [textOf(record['URL'])].filter((url) => url !== undefined),
          raw: { file: file.name, line, offset },
        }),
      )
    }
  }
}

function nameOf(group: Group): EntityName | undefined {
  const isPrimary = textOf(group['NAME_TYPE']) === 'PRIMARY'
  const full = textOf(group['NAME_FULL']) ?? textOf(group['NAME_ORG'])
  if (full !== undefined) return wholeName(full, isPrimary ? 'primary' : isOtherScript(full) ? 'original' : 'alias')
  const given = textOf(group['NAME_FIRST'])
  const middle = textOf(group['NAME_MIDDLE'])
  return nameOfParts(defined({ given, middle, family: textOf(group['NAME_LAST']) }), isPrimary ? 'primary' : 'alias')
}

function listedDates(text: string) {
  const date = parseListedDate(text)
  return date === undefined ? [] : [date]
}

/** Ids that only say which record this is in a knowledge base prove nothing about a person. */
function documentOf(group: Group): ListedDocument[] {
  const passport = textOf(group['PASSPORT_NUMBER'])
  if (passport !== undefined) return [{ kind: 'passport', number: passport }]
  const label = textOf(group['OTHER_ID_TYPE'])
  const number = textOf(group['OTHER_ID_NUMBER'])
  if (label === undefined || number === undefined || label === 'OPEN_SANCTIONS') return []
  return [{ kind: documentKind(label), number, label }]
}
