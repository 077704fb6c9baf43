/** Members of parliaments in EveryPolitician's data, one JSON object a line: names in many languages. */
import type { Entity } from '../entity.ts'
import { finishEntity } from '../entity-hash.ts'
import { countryCode } from './countries.ts'
import { defined } from './defined.ts'
import { ListError } from './list-error.ts'
import type { ParseRequest } from './list-input.ts'
import { parseListedDate } from './listed-date.ts'
import { genderOf } from './gender.ts'
import { isOtherScript, wholeName } from './person-name.ts'
import { isObject, readJsonLines, textOf } from './read-json-lines.ts'

export async function* parseEveryPolitician(request: ParseRequest): AsyncGenerator<Entity> {
  const { listId } = request
  for (const file of request.files) {
    for await (const { value, line, offset } of readJsonLines(file, listId)) {
      const place = { list: listId, file: file.name, line }
      const person = isObject(value) ? value : {}
      const entryId = textOf(person['id'])
      const name = textOf(person['name'])
      if (entryId === undefined || name === undefined) {
        throw new ListError('INVALID_ENTRY', place, 'the line lacks id or name')
      }
      const others = Array.isArray(person['other_names']) ? person['other_names'].filter(isObject) : []
      const legislature = textOf(person['legislature'])
      const country = countryCode(textOf(person['country']))
      const birthDate = parseListedDate(textOf(person['birth_date']))
      yield finishEntity(
        defined({
          listId,
          entryId,
          schema: 'Person',
          names: [
            wholeName(name, 'primary'),
            ...others.flatMap((other) => {
              const text = textOf(other['name'])
              if (text === undefined) return []
              return [wholeName(text, isOtherScript(text) ? 'original' : 'alias', textOf(other['lang']))]
            }),
          ],
          birthDates: birthDate === undefined ? [] : [birthDate],
          countries: country === undefined ? [] : [country],
          gender: knownGender(textOf(person['gender'])),
          positions:
            legislature === undefined ? [] : [defined({ title: `Member, ${legislature}`, level: 'national', country })],
          topics: ['role.pep'],
          raw: { file: file.name, line, offset },
        }),
      )
    }
  }
}

/** Crowd-gathered data: what is no gender is a slip, not a third one. */
function knownGender(text: string | undefined) {
  const gender = genderOf(text)
  return gender === 'other' ? undefined : gender
}
