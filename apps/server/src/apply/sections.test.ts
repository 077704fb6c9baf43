import { describe, expect, it } from 'vitest'
import { answeredPaths, sectionOf, sectionStates } from './sections.ts'

describe('sections of an application', () => {
  it.each([
    ['contact.email', 'contact'],
    ['contact.residence.city', 'address'],
    ['contact.residenceCountry', 'address'],
    ['identity.surnames', 'name'],
    ['identity.nationalities[0]', 'nationality'],
    ['identity.pepDeclaration.status', 'publicOffice'],
    ['financial.sourceOfFunds[0].kind', 'finances'],
    ['product', undefined],
  ])('finds that %s belongs to %s', (path, section) => {
    expect(sectionOf(path)).toBe(section)
  })

  it('lists only paths that hold a value', () => {
    expect(
      answeredPaths({
        contact: { email: 'a@b.example', phone: '' },
        relations: [],
        identity: { nationalities: ['DE'] },
      }),
    ).toEqual(['contact.email', 'identity.nationalities[0]'])
  })

  it('tells not started, in progress and done apart', () => {
    const states = sectionStates(
      ['contact.email', 'identity.surnames'],
      [
        { path: 'identity.givenNames', code: 'NAME_REQUIRED', severity: 'error' },
        { path: 'contact.phone', code: 'PHONE_FORMAT', severity: 'warning' },
        { path: 'account.iban', code: 'IBAN_REQUIRED', severity: 'error' },
      ],
    )
    const stateOf = (id: string) => states.find((section) => section.id === id)?.state
    expect([stateOf('contact'), stateOf('name'), stateOf('account')]).toEqual(['done', 'in-progress', 'not-started'])
  })
})
