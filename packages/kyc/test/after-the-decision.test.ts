/** What the notes in the file of test customers promise about the time after a person, or the applicant, has acted. */
import { parse } from 'mrz'
import { describe, expect, it } from 'vitest'
import { readMrz } from '../src/mrz/read-mrz.ts'
import { defaultOnboardingPolicy } from '../src/policy/onboarding-policy.ts'
import { shippedReferenceData } from '../src/reference/reference-data.ts'
import { assessRisk } from '../src/risk/assess-risk.ts'
import { defaultRiskPolicy } from '../src/risk/default-policy.ts'
import { toRiskInputs } from '../src/risk/risk-inputs.ts'
import { validateApplication } from '../src/application/validate-application.ts'
import { AS_OF, loadTestCustomers, toApplication, type TestCustomer } from '../testing/index.ts'

const customers = loadTestCustomers()

function customer(id: string): TestCustomer {
  const found = customers?.find((candidate) => candidate.id === id)
  if (!found) throw new TypeError(`No test customer ${id}`)
  return found
}

const facts = (asOf = '2026-11-23') => ({ asOf, dataRevision: 2 })
const errorsOf = (application: ReturnType<typeof toApplication>) =>
  validateApplication(application, { asOf: AS_OF, policy: defaultOnboardingPolicy, acceptIncomplete: true })
    .filter(({ severity }) => severity === 'error')
    .map(({ code }) => code)

describe.skipIf(!customers)('after the decision', () => {
  it('C24: an evidenced inheritance brings the ratio under 2 and lifts the floor', () => {
    const application = toApplication(customer('C24'))
    application.financial.sourceOfWealth.push({
      kind: 'INHERITANCE_GIFT',
      amount: { minor: 395_000_000, currency: 'EUR' },
      evidenceRef: 'certificate-of-inheritance',
    })
    const { floors, plausibility, final } = assessRisk(
      toRiskInputs(application, facts(), shippedReferenceData),
      defaultRiskPolicy,
      shippedReferenceData,
    )
    expect(plausibility.ratioHundredths).toBeLessThan(200)
    expect(floors).toEqual([])
    expect(final).toBe('LOW')
  })

  it('C24: without an answer the floor is HIGH', () => {
    const inputs = toRiskInputs(
      toApplication(customer('C24')),
      { ...facts(), wealthEvidenceUnanswered: true },
      shippedReferenceData,
    )
    expect(assessRisk(inputs, defaultRiskPolicy, shippedReferenceData).final).toBe('HIGH')
  })

  it('C09: the floor holds to the last day of the twelve months', () => {
    const finalOn = (asOf: string) =>
      assessRisk(
        toRiskInputs(toApplication(customer('C09')), facts(asOf), shippedReferenceData),
        defaultRiskPolicy,
        shippedReferenceData,
      ).final
    expect([finalOn('2027-03-22'), finalOn('2027-03-23')]).toEqual(['HIGH', 'LOW'])
  })

  it('C15, C19, C26, C27: the corrected data has no error left', () => {
    const iban = toApplication(customer('C15'))
    iban.account.iban = 'DE72370400440532013015'
    const birth = toApplication(customer('C19'))
    birth.identity.dateOfBirth = '1992-01-13'
    const tin = toApplication(customer('C26'))
    for (const residence of tin.tax.taxResidences) if (residence.country === 'US') residence.tin = '123-45-6789'
    const born = toApplication(customer('C27'))
    born.tax.usCure = { kind: 'LOSS_OF_NATIONALITY', evidenceRef: 'certificate' }
    expect([iban, birth, tin, born].map(errorsOf)).toEqual([[], [], [], []])
  })

  it('reads every machine-readable zone as an independent reader does', () => {
    for (const { document } of customers ?? []) {
      const ours = readMrz(document.mrz)
      const theirs = parse(document.mrz)
      expect(ours).toMatchObject({
        documentNumber: theirs.fields.documentNumber,
        nationality: theirs.fields.nationality,
        birthDate: theirs.fields.birthDate,
        expiryDate: theirs.fields.expirationDate,
        name: {
          surnames: theirs.fields.lastName?.split(' '),
          givenNames: theirs.fields.firstName?.split(' ').filter(Boolean),
        },
      })
      expect(ours?.wrongCheckDigits.length === 0).toBe(theirs.valid)
    }
  })
})
