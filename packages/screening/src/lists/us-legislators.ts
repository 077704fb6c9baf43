/** Members of the United States Congress, from the public domain files of the congress-legislators project. */
import type { Entity, EntityName, ListedPosition } from '../entity.ts'
import { finishEntity } from '../entity-hash.ts'
import { defined } from './defined.ts'
import { ListError } from './list-error.ts'
import type { ParseRequest } from './list-input.ts'
import { isoDate, parseListedDate } from './listed-date.ts'
import { genderOf } from './gender.ts'
import { nameOfParts, wholeName } from './person-name.ts'
import { isObject, textOf } from './read-json-lines.ts'
import { readYamlItems } from './read-yaml-items.ts'

export async function* parseUsLegislators(request: ParseRequest): AsyncGenerator<Entity> {
  const { listId } = request
  for (const file of request.files) {
    for await (const { value, line } of readYamlItems(file, listId)) {
      const person = isObject(value) ? value : {}
      const id = isObject(person['id']) ? textOf(person['id']['bioguide']) : undefined
      const names = namesOf(isObject(person['name']) ? person['name'] : {})
      if (id === undefined || names.length === 0) {
        throw new ListError('INVALID_ENTRY', { list: listId, file: file.name, line }, 'no bioguide id or no name')
      }
      const bio = isObject(person['bio']) ? person['bio'] : {}
      const birthDate = parseListedDate(textOf(bio['birthday']))
      const terms = Array.isArray(person['terms']) ? person['terms'] : []
      yield finishEntity(
        defined({
          listId,
          entryId: id,
          schema: 'Person',
          names,
          birthDates: birthDate === undefined ? [] : [birthDate],
          nationalities: ['us'],
          gender: genderOf(textOf(bio['gender'])),
          positions: terms.filter(isObject).map(positionOf).toReversed(),
          topics: ['role.pep', 'role.pep.natl'],
          raw: { file: file.name, line },
        }),
      )
    }
  }
}

/** The official full name leads; the nickname is how voters, and account forms, know many of them. */
function namesOf(name: Readonly<Record<string, unknown>>): EntityName[] {
  const field = (key: string) => textOf(name[key])
  const [given, middle, family, suffix] = [field('first'), field('middle'), field('last'), field('suffix')]
  const official = field('official_full')
  const parted = nameOfParts(defined({ given, middle, family, suffix }), official === undefined ? 'primary' : 'alias')
  const nickname = field('nickname')
  const known = nickname === undefined ? undefined : nameOfParts(defined({ given: nickname, family }), 'alias')
  return [official === undefined ? undefined : wholeName(official, 'primary'), parted, known].filter(
    (found) => found !== undefined,
  )
}

/** The newest term comes first in an entity, and last in the file. */
function positionOf(term: Readonly<Record<string, unknown>>): ListedPosition {
  const house = textOf(term['type']) === 'sen' ? 'Senate' : 'House of Representatives'
  const state = textOf(term['state'])
  return defined({
    title: `Member of the United States ${house}${state === undefined ? '' : ` (${state})`}`,
    level: 'national',
    country: 'us',
    from: isoDate(textOf(term['start'])),
    to: isoDate(textOf(term['end'])),
  })
}
