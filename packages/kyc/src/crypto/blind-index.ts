/** Normal forms for equality search, and the index values of an application. Values go in, keyed digests come out. */
import type { IndexKind } from '../store/ports/work.ts'
import { readPath } from '../store/answers.ts'
import type { TenantKeys } from './tenant-keys.ts'

export interface IndexEntry {
  readonly kind: IndexKind
  readonly digest: string
}

/** Letters and digits only, without accents, lower case: `Müller-Lüdenscheidt` → `mullerludenscheidt`. */
function normalName(value: string): string {
  return value
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase()
}

function normalCode(value: string): string {
  return value
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toUpperCase()
}

const NORMAL: Record<'NATIONAL_ID' | 'DOCUMENT' | 'EMAIL' | 'PHONE' | 'IBAN', (value: string) => string> = {
  NATIONAL_ID: normalCode,
  DOCUMENT: normalCode,
  EMAIL: (value) => value.trim().toLowerCase(),
  PHONE: (value) => value.replace(/[^\d+]/g, ''),
  IBAN: normalCode,
}

export function indexDigest(keys: TenantKeys, kind: keyof typeof NORMAL, value: string): string {
  return keys.digest(`index/${kind}`, NORMAL[kind](value))
}

/** The index entries of an application; absent or empty fields have none. */
export function indexEntries(keys: TenantKeys, answers: Readonly<Record<string, unknown>>): readonly IndexEntry[] {
  const text = (path: string): string => {
    const value = readPath(answers, path)
    return typeof value === 'string' ? value : ''
  }
  const entries: IndexEntry[] = []
  const add = (kind: keyof typeof NORMAL, value: string) => {
    if (NORMAL[kind](value) !== '') entries.push({ kind, digest: indexDigest(keys, kind, value) })
  }
  add('EMAIL', text('contact.email'))
  add('PHONE', text('contact.phone'))
  add('IBAN', text('account.iban'))
  if (text('identity.nationalId.value')) {
    add('NATIONAL_ID', `${text('identity.nationalId.country')}:${text('identity.nationalId.value')}`)
  }
  if (text('document.number')) add('DOCUMENT', `${text('document.issuingState')}:${text('document.number')}`)
  const name = normalName(`${text('identity.givenNames')}${text('identity.surnames')}`)
  const born = text('identity.dateOfBirth')
  if (name && born) {
    entries.push({ kind: 'NAME_DOB', digest: keys.digest('index/NAME_DOB', `${name}|${born}`) })
    const town = normalName(text('identity.birthTown'))
    if (town)
      entries.push({ kind: 'NAME_DOB_TOWN', digest: keys.digest('index/NAME_DOB_TOWN', `${name}|${born}|${town}`) })
  }
  return entries
}

/** Keyed hash over the fields that identity rests on: a good-guy entry holds while it stays the same. */
export function identityHash(keys: TenantKeys, answers: Readonly<Record<string, unknown>>): string {
  const fields = [
    'givenNames',
    'surnames',
    'nameOriginalScript',
    'otherNames',
    'dateOfBirth',
    'birthTown',
    'birthCountry',
    'nationalities',
  ]
  return keys.digest('identity', JSON.stringify(fields.map((field) => readPath(answers, `identity.${field}`) ?? null)))
}
