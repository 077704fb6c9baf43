import { describe, expect, it } from 'vitest'
import { ApplicationSchema } from './application.ts'
import { fieldRule, mayUseFor } from './field-class.ts'

describe('the class of a field', () => {
  it('is stated for every section of the application', () => {
    for (const section of Object.keys(ApplicationSchema.shape)) expect(fieldRule(section).purposes).not.toEqual([])
  })

  it.each([
    ['contact.email', 'P1'],
    ['contact.residence.street', 'P2'],
    ['identity.nationalities[1]', 'P2'],
    ['identity.pepDeclaration.status', 'P3'],
    ['tax.taxResidences[0].tin', 'P3'],
    ['product', 'P0'],
    ['somethingNew', 'P3'],
    ['contact.emailBackup', 'P2'],
  ])('%s is %s', (path, fieldClass) => {
    expect(fieldRule(path).class).toBe(fieldClass)
  })

  it('keeps what was collected against money laundering away from offers', () => {
    const closed = [
      'financial.wealth',
      'financial.sourceOfFunds',
      'identity.pepDeclaration',
      'relations[0]',
      'document.mrz',
      'tax.usPerson',
    ]
    expect(closed.filter((path) => mayUseFor('OFFERS', path))).toEqual([])
    expect(mayUseFor('AML', 'somethingNew')).toBe(false)
  })
})
