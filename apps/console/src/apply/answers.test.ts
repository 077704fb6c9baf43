import { describe, expect, it } from 'vitest'
import { toSet } from './answer-groups.ts'
import { overlaps, readAnswer, writeAnswer } from './answer-path.ts'
import { questionOf, questions, questionsAbout, shownQuestions } from './questions.ts'

describe('answers by path', () => {
  it('writes without changing what was there, and removes with undefined', () => {
    const before = { contact: { email: 'a@b.example' } }
    const after = writeAnswer(before, 'contact.previousAddresses[0].street', 'Weg')
    expect(before).toEqual({ contact: { email: 'a@b.example' } })
    expect(readAnswer(after, 'contact.previousAddresses[0].street')).toBe('Weg')
    expect(writeAnswer(after, 'contact.email', undefined)).toEqual({
      contact: { previousAddresses: [{ street: 'Weg' }] },
    })
  })

  it('reads nothing off prototypes', () => {
    expect(readAnswer({}, 'constructor.name')).toBeUndefined()
  })

  it.each([
    ['identity', 'identity.surnames', true],
    ['identity.nationalities[0]', 'identity.nationalities', true],
    ['identity.name', 'identity.names', false],
  ])('%s and %s overlap: %s', (a, b, expected) => {
    expect(overlaps(a, b)).toBe(expected)
  })
})

describe('what is sent', () => {
  it('sends a field of an address with its siblings', () => {
    expect(toSet({ contact: { residence: { street: 'Weg' } } }, ['contact.residence.street'])).toEqual({
      'contact.residence': { street: 'Weg', city: '', country: '' },
    })
  })

  it('waits with a group until the answer that it hangs on is there', () => {
    expect(toSet({ document: { number: 'C01' } }, ['document.number'])).toEqual({})
    expect(toSet({ document: { number: 'C01', type: 'PASSPORT' } }, ['document.number', 'document.type'])).toEqual({
      document: { type: 'PASSPORT', issuingState: '', number: 'C01' },
    })
  })

  it('sends null for what was emptied', () => {
    expect(toSet({ contact: {} }, ['contact.phone'])).toEqual({ 'contact.phone': null })
  })
})

describe('questions', () => {
  it.each([
    ['document', 'documentType'],
    ['contact.residenceCountry', 'residenceCountry'],
    ['identity.nationalities[1]', 'nationalities'],
    ['tax.taxResidences[0].tin', 'taxResidences'],
    ['financial.purpose', 'purpose'],
    ['financial.expectedTurnover', 'monthlyIn'],
    ['consents.termsVersion', 'terms'],
  ])('a problem at %s is shown at %s', (path, id) => {
    expect(questionOf(Object.values(questions).flat(), path)?.id).toBe(id)
  })

  it('asks for an address before when the present one is young', () => {
    const asked = { answers: { contact: { residenceSince: '2025-01' } }, problems: [], today: '2026-11-24' }
    expect(shownQuestions(questions.address, asked).map(({ id }) => id)).toContain('previousStreet')
  })

  it('asks a request by the questions of its path, and for a file when no question knows it', () => {
    expect(questionsAbout('account').map(({ id }) => id)).toEqual(['iban', 'accountHolderName'])
    expect(questionsAbout('contact.proofOfAddress').map(({ kind }) => kind)).toEqual(['files'])
    expect(questionsAbout('something.else').map(({ kind }) => kind)).toEqual(['files'])
  })
})
