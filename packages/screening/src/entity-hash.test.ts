import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EntityDraft } from './entity.ts'
import { isInForce, purposesOf, splitEntityId } from './entity.ts'
import { finishEntity } from './entity-hash.ts'

const draft: EntityDraft = {
  listId: 'UN',
  entryId: 'QDi.135',
  schema: 'Person',
  names: [
    { full: 'Dawood Ibrahim Kaskar', kind: 'primary' },
    { full: 'Hizrat', kind: 'weak' },
  ],
  birthDates: [{ value: '1955-12-26', precision: 'day', circa: false }],
  birthPlaces: [{ text: 'Ratnagiri, India', city: 'Ratnagiri', country: 'in' }],
  nationalities: ['in'],
  documents: [{ kind: 'passport', number: 'A-333602', country: 'in', label: 'Passport' }],
  programmes: ['Al-Qaida'],
  remarks: ['Review concluded in 2020.'],
  raw: { file: 'un.xml', line: 10 },
}

const entity = finishEntity(draft)

describe('the content hash of an entry', () => {
  it.each<[string, Partial<EntityDraft>]>([
    ['another name', { names: [...draft.names, { full: 'Dawood Ebrahim', kind: 'alias' }] }],
    [
      'another quality of an alias',
      {
        names: [
          { full: 'Dawood Ibrahim Kaskar', kind: 'primary' },
          { full: 'Hizrat', kind: 'alias' },
        ],
      },
    ],
    [
      'an alternative birth date',
      { birthDates: [...(draft.birthDates ?? []), { value: '1955-12-31', precision: 'day', circa: false }] },
    ],
    ['a birth date that became circa', { birthDates: [{ value: '1955-12-26', precision: 'day', circa: true }] }],
    ['another birth place', { birthPlaces: [{ text: 'Mumbai, India', city: 'Mumbai', country: 'in' }] }],
    ['another nationality', { nationalities: ['in', 'pk'] }],
    ['a document', { documents: [{ kind: 'passport', number: 'G-866537', country: 'pk' }] }],
    ['a programme', { programmes: ['Al-Qaida', 'Taliban'] }],
    ['a gender', { gender: 'male' }],
    ['the schema', { schema: 'Organization' }],
    ['the end of its validity', { validTo: '2030-01-01' }],
  ])('changes with %s', (_, change) => {
    expect(finishEntity({ ...draft, ...change }).contentHash).not.toBe(entity.contentHash)
  })

  it.each<[string, Partial<EntityDraft>]>([
    ['remarks', { remarks: ['Review concluded in 2025.'] }],
    ['the source address', { sourceUrls: ['https://example.org'] }],
    ['the place in the file', { raw: { file: 'un-new.xml', line: 99 } }],
    [
      "the publisher's word for a document",
      { documents: [{ kind: 'passport', number: 'A-333602', country: 'in', label: 'PASSPORT' }] },
    ],
    ['the order of names', { names: draft.names.toReversed() }],
    ['a value given twice', { names: [...draft.names, ...draft.names] }],
    ['the text before clean-up', { names: draft.names.map((name) => ({ ...name, text: name.full.toUpperCase() })) }],
  ])('does not change with %s', (_, change) => {
    expect(finishEntity({ ...draft, ...change }).contentHash).toBe(entity.contentHash)
  })

  it('leaves the display hash to tell about remarks, and neither to tell about the file', () => {
    expect(finishEntity({ ...draft, remarks: [] }).displayHash).not.toBe(entity.displayHash)
    expect(finishEntity({ ...draft, raw: { line: 99 } }).displayHash).toBe(entity.displayHash)
  })

  it('is the same in whatever order a source writes its values', () => {
    const aliases = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 8 })
    const hashOf = (texts: readonly string[]) =>
      finishEntity({ ...draft, names: texts.map((full) => ({ full, kind: 'alias' as const })), programmes: texts })
        .contentHash
    const isSame = fc.property(aliases, fc.integer(), (texts, seed) => {
      const turned = texts.toSorted((a, b) => ((a.length * seed) % 7) - ((b.length * seed) % 7))
      return (
        hashOf(texts) === hashOf(turned) &&
        hashOf(texts.map((text) => text.normalize('NFD'))) === hashOf(texts.map((text) => text.normalize('NFC')))
      )
    })
    expect(fc.check(isSame).failed).toBe(false)
  })
})

describe('ids and topics', () => {
  it('splits an id at the first colon only', () => {
    expect(splitEntityId('CA:Russia|1, Part 1|6')).toEqual({ listId: 'CA', entryId: 'Russia|1, Part 1|6' })
    expect(splitEntityId('OS:urn:x:1')).toEqual({ listId: 'OS', entryId: 'urn:x:1' })
  })

  it.each([
    [['sanction'], ['sanctions']],
    [
      ['sanction.linked', 'crime.terror'],
      ['sanctions', 'adverse-media'],
    ],
    [['role.pep.natl'], ['pep']],
    [['role.rca'], ['pep']],
    [['crime.fraud'], ['adverse-media']],
    [['wanted', 'reg.warn'], ['adverse-media']],
    [['internal.blacklist'], ['blacklist']],
    [['gov.national'], []],
  ])('%s serve %s', (topics, purposes) => {
    expect(purposesOf(topics)).toEqual(purposes)
  })
})

describe('the term of an entry', () => {
  it.each([
    [{}, '2026-11-23', true],
    [{ validFrom: '2026-11-23', validTo: '2026-11-23' }, '2026-11-23', true],
    [{ validFrom: '2026-11-24' }, '2026-11-23', false],
    [{ validTo: '2025-11-30' }, '2026-11-23', false],
    [{ validTo: '2026' }, '2026-11-23', true],
  ])('%o on %s: %s', (term, day, expected) => {
    expect(isInForce(term, day)).toBe(expected)
  })
})
