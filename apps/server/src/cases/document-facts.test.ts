import type { Application } from '@gatehouse/kyc'
import { sampleApplication } from '@gatehouse/kyc/testing'
import { describe, expect, it } from 'vitest'
import { documentFacts } from './document-facts.ts'

/** The specimen of ICAO 9303-4. */
const zone = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10']

function applicant(identity: Partial<Application['identity']>, document: object = {}, mrz = zone): Application {
  const sample = sampleApplication()
  return {
    ...sample,
    identity: {
      ...sample.identity,
      givenNames: 'Anna Maria',
      surnames: 'Eriksson',
      dateOfBirth: '1974-08-12',
      sexOnDocument: 'F',
      nationalities: ['DE'],
      ...identity,
    },
    document: {
      type: 'PASSPORT',
      issuingState: 'DE',
      images: [],
      number: 'L898902C3',
      expiryDate: '2012-04-15',
      mrz,
      ...document,
    },
  }
}

describe('the facts of a document', () => {
  it('stand beside each answer', () => {
    expect(Object.fromEntries(documentFacts(applicant({})))).toEqual({
      'identity.surnames': { fromDocument: 'ERIKSSON', agreement: 'agrees' },
      'identity.givenNames': { fromDocument: 'ANNA MARIA', agreement: 'agrees' },
      'identity.dateOfBirth': { fromDocument: '1974-08-12', agreement: 'agrees' },
      'identity.sexOnDocument': { fromDocument: 'F', agreement: 'agrees' },
      'identity.nationalities[0]': { fromDocument: 'UTO', agreement: 'unknown' },
      'document.number': { fromDocument: 'L898902C3', agreement: 'agrees' },
      'document.expiryDate': { fromDocument: '2012-04-15', agreement: 'agrees' },
    })
  })

  it.each<[string, Partial<Application['identity']>, string, string]>([
    ['another year', { dateOfBirth: '1975-08-12' }, 'identity.dateOfBirth', 'differs'],
    ['a year alone', { dateOfBirth: '1974', dobPrecision: 'YEAR' }, 'identity.dateOfBirth', 'agrees'],
    ['one letter', { surnames: 'Erikson' }, 'identity.surnames', 'close'],
    ['another name', { surnames: 'Meyer', givenNames: 'Paul' }, 'identity.surnames', 'differs'],
    ['another sex', { sexOnDocument: 'M' }, 'identity.sexOnDocument', 'differs'],
  ])('tell %s', (_title, identity, path, agreement) => {
    expect(documentFacts(applicant(identity)).get(path)?.agreement).toBe(agreement)
  })

  it('name the nationality that the document is of', () => {
    const german = zone.map((line) => line.replace('UTO', 'D<<'))
    const facts = documentFacts(applicant({ nationalities: ['FR', 'DE'] }, {}, german))
    expect(facts.get('identity.nationalities[1]')).toEqual({ fromDocument: 'DE', agreement: 'agrees' })
    expect(facts.has('identity.nationalities[0]')).toBe(false)
    const other = documentFacts(applicant({ nationalities: ['FR'] }, {}, german))
    expect(other.get('identity.nationalities[0]')).toEqual({ fromDocument: 'DE', agreement: 'differs' })
  })

  it('say nothing by a field whose check digit is wrong', () => {
    const misread = [zone[0] ?? '', (zone[1] ?? '').replace('7408122', '7408123')]
    expect(documentFacts(applicant({}, {}, misread)).get('identity.dateOfBirth')?.agreement).toBe('unknown')
  })

  it('are none without a zone', () => {
    expect(documentFacts(applicant({}, { mrz: [] })).size).toBe(0)
    expect(documentFacts(applicant({}, { mrz: ['nonsense'] })).size).toBe(0)
  })
})
