/** Field rules for declared relatives: enough to recognise one, nothing more. */
import { parsePartialDate } from '../../iso-date.ts'
import type { Application } from '../application.ts'
import { fieldError, type FieldError } from '../field-error.ts'
import { hasOnlyNameCharacters } from './name-rules.ts'

export function validateRelations(application: Application): readonly FieldError[] {
  return application.relations.flatMap((relation, index) => {
    const path = `relations[${index}]`
    const name = `${relation.givenNames} ${relation.surnames}`
    if (name.trim() === '') return [fieldError('RELATION_INCOMPLETE', `${path}.surnames`)]
    if (!hasOnlyNameCharacters(name)) return [fieldError('NAME_CHARACTERS', `${path}.surnames`)]
    const badDate = relation.dateOfBirth !== undefined && !parsePartialDate(relation.dateOfBirth)
    return badDate ? [fieldError('DOB_INVALID', `${path}.dateOfBirth`)] : []
  })
}
