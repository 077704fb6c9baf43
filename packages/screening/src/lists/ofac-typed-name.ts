/** OFAC's typed name parts (`Last Name`, `Patronymic`), shared by its enhanced and its advanced XML. */
import type { EntityName, NameKind, NameParts } from '../entity.ts'
import { isOtherScript, nameOfParts, tidy, wholeName } from './person-name.ts'

export interface TypedPart {
  readonly type: string
  readonly value: string
}

/** Undefined when all parts are empty. Names in other scripts are `original`, whatever their place in the list. */
export function typedName(parts: readonly TypedPart[], kind: NameKind): EntityName | undefined {
  const cleaned = parts
    .map(({ type, value }) => ({ type, value: withoutMarks(value) }))
    .filter(({ value }) => value !== '')
  const text = cleaned.map(({ value }) => value).join(' ')
  if (text === '') return undefined
  const realKind = isOtherScript(text) && kind !== 'weak' ? 'original' : kind
  const typed: Partial<Record<keyof NameParts, string>> = {}
  for (const { type, value } of cleaned) {
    const field = partField(type)
    if (field === undefined) return wholeName(text, realKind)
    typed[field] = typed[field] === undefined ? value : `${typed[field]} ${value}`
  }
  return nameOfParts(typed, realKind)
}

/** Undefined for whole names: entity, vessel, aircraft, nickname. */
function partField(type: string): keyof NameParts | undefined {
  switch (type.toLowerCase()) {
    case 'last name':
    case 'matronymic':
      return 'family'
    case 'first name':
      return 'given'
    case 'middle name':
      return 'middle'
    case 'patronymic':
      return 'father'
    case 'maiden name':
      return 'maiden'
    case 'suffix':
      return 'suffix'
    default:
      return undefined
  }
}

/** Bidirectional control characters wrap Arabic names; they are layout, not name. */
function withoutMarks(text: string): string {
  return tidy(text.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, ''))
}

export function aliasKind(isPrimary: boolean, isLowQuality: boolean, type: string | undefined): NameKind {
  if (isLowQuality) return 'weak'
  if (isPrimary) return 'primary'
  return /^f/i.test(type ?? '') ? 'former' : 'alias'
}
