/** The synthetic applicants, each from raw data to the point where automation stops, with exact expected results. */
import { describe, expect, it } from 'vitest'
import { loadTestCustomers, runCustomer, type CustomerRun, type TestCustomer } from '../testing/index.ts'

const customers = loadTestCustomers()
if (!customers) console.info('Left out: the file of test customers is not here (GATEHOUSE_SHARED).')

describe.skipIf(!customers)('test customers', () => {
  it('are 38', () => {
    expect(customers).toHaveLength(38)
  })

  it.each((customers ?? []).map((customer) => [customer.id, customer.title, customer] as const))(
    '%s %s: stops where it should, with exact findings, risk and class',
    (_id, _title, customer) => {
      const run = runCustomer(customer)
      expect(answersOf(run, customer.expected)).toEqual(customer.expected)
    },
  )

  it.each(
    (customers ?? []).filter((customer) => customer.expected.knockouts.length > 0).map((c) => [c.id, c] as const),
  )('%s is knocked out with the expected reason once a person has confirmed', (_id, customer) => {
    const open = runCustomer(customer).evaluation?.openFindings ?? []
    const confirmed = open.map((finding) => ({ findingId: finding.id, resolution: 'CONFIRMED' as const }))
    const { evaluation } = runCustomer(customer, confirmed)
    expect(evaluation?.outcome).toBe('KNOCKOUT')
    expect(evaluation?.acceptance).toBe('no_customer')
    expect(evaluation?.knockouts).toEqual(customer.expected.knockouts)
    expect(evaluation?.reasonCode).toBe(customer.expected.reasonCode)
  })
})

type Expected = TestCustomer['expected']

/** What the run answers to every machine-made expectation that the file states; the rest is taken over as it stands. */
function answersOf(run: CustomerRun, expected: Expected): Expected {
  const { results } = run
  return {
    ...expected,
    fieldErrors: run.fieldErrors.filter((error) => error.severity === 'error').map((error) => error.code),
    names: results?.validate_names.result ?? 'NOT_RUN',
    sanctions: results?.validate_sanctions.result ?? 'NOT_RUN',
    account: results?.validate_account.result ?? 'NOT_RUN',
    identity: results?.validate_identity_document.result ?? 'NOT_RUN',
    duplicate: results?.validate_duplicates.result ?? 'NOT_RUN',
    stopsAt: run.stopsAt,
    humanTasks: [...run.humanTasks],
    pepScreening: expected.pepScreening && results?.validate_pep_media.pep,
    adverseMedia: expected.adverseMedia && results?.validate_pep_media.media,
    bestHit: expected.bestHit && results?.validate_sanctions.alerts.map((hit) => `${hit.listId}:${hit.entryId}`),
    risk: expected.risk && riskWords(run),
    customerClass: expected.customerClass && run.classAssignment.customerClass,
    duplicateOf: expected.duplicateOf && results?.validate_duplicates.candidates[0]?.customerOrCaseId,
  }
}

function riskWords({ assessment }: CustomerRun) {
  return {
    factorScores: Object.fromEntries(assessment.factors.map(({ id, value }) => [id, value])),
    geoDriver: assessment.factors.find(({ id }) => id === 'geography')?.driver ?? '',
    rawSum: assessment.raw,
    score: assessment.scoreTenths / 10,
    scoreClass: assessment.classByScore,
    floors: assessment.floors.map(({ id, effect }) => `${id}:${effect}`),
    riskClass: assessment.final,
    cddLevel: assessment.cddLevel,
    reviewMonths: assessment.reviewMonths,
    plausibilityRatio: assessment.plausibility.ratioHundredths / 100,
  }
}
