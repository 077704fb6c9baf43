import { describe, expect, it } from 'vitest'
import { sanctionsAnswer } from '../../testing/outside-world.ts'
import { sampleApplication } from '../../testing/sample-application.ts'
import { fieldError } from '../application/field-error.ts'
import { toContext } from '../application/validate-application.ts'
import { defaultOnboardingPolicy as policy } from '../policy/onboarding-policy.ts'
import { checkAccount } from './check-account.ts'
import { checkDuplicates } from './check-duplicates.ts'
import { checkIdentityDocument } from './check-identity-document.ts'
import { checkNames } from './check-names.ts'
import { checkPepMedia } from './check-pep-media.ts'
import type { CheckResults } from './check-result.ts'
import { checkSanctions } from './check-sanctions.ts'
import { checkTax } from './check-tax.ts'
import { evaluateValidations, type EvaluationInputs } from './evaluate-validations.ts'
import type { FindingResolution } from './finding.ts'
import type { ScreeningAnswer } from './screening-hit.ts'

const AT = '2026-11-23T09:00:00.000Z'
const application = sampleApplication()
const context = toContext({ asOf: AT, policy })

function sanctions(answer: ScreeningAnswer) {
  return checkSanctions({ answer, policy, at: AT, goodGuys: [], identityHash: 'hmac:1' })
}

const CLEAN: CheckResults = {
  validate_names: checkNames({ application, context, blacklistHits: [], blacklistSnapshotId: 's' }),
  validate_sanctions: sanctions(sanctionsAnswer('C01')),
  validate_account: checkAccount(application.account, 'MATCH'),
  validate_identity_document: checkIdentityDocument(application, context),
  validate_pep_media: checkPepMedia({ application, pepAnswer: null, mediaAnswer: null, policy }),
  validate_duplicates: checkDuplicates([]),
  validate_tax: checkTax(application, context),
}

const HIT = { validate_sanctions: sanctions(sanctionsAnswer('C03')) }
const BAD_IBAN = { validate_account: checkAccount({ iban: 'DE00' }, 'MATCH') }

function evaluate(results: Partial<CheckResults>, change: Partial<EvaluationInputs> = {}) {
  return evaluateValidations({
    results: { ...CLEAN, ...results },
    fieldErrors: [],
    unservedResidence: false,
    wealth: 'NOT_TESTED',
    resolutions: [],
    ...change,
  })
}

function resolveAll(results: Partial<CheckResults>, resolution: FindingResolution['resolution']) {
  return evaluate(results).openFindings.map(({ id }): FindingResolution => ({ findingId: id, resolution }))
}

describe('evaluating the checks', () => {
  it('accepts when nothing was found', () => {
    expect(evaluate({})).toEqual({
      outcome: 'CLEAR',
      acceptance: 'customer',
      openFindings: [],
      knockouts: [],
      pendingKnockouts: [],
      reasonCode: null,
    })
  })

  it('sends people before the applicant', () => {
    const { outcome, acceptance, openFindings } = evaluate({ ...HIT, ...BAD_IBAN })
    expect([outcome, acceptance]).toEqual(['REVIEW', 'no_customer'])
    expect(openFindings.map(({ route }) => route)).toEqual(['REVIEW', 'RFI'])
  })

  it('holds while a result is missing, whatever else was found', () => {
    const down = { validate_sanctions: sanctions(sanctionsAnswer('C37')) }
    expect(evaluate({ ...down, ...BAD_IBAN }).outcome).toBe('HOLD')
    // Nobody can decide away a check that has no result.
    expect(evaluate(down, { resolutions: resolveAll(down, 'CLEARED') }).outcome).toBe('HOLD')
  })

  it('makes one finding of one person on two lists', () => {
    const [finding, ...others] = evaluate(HIT).openFindings
    expect(others).toEqual([])
    expect(finding?.hitKeys).toEqual(['UN:QDi.135', 'OFAC-SDN:9758'])
  })

  it('goes on when a hit was cleared and ends when it was confirmed', () => {
    expect(evaluate(HIT, { resolutions: resolveAll(HIT, 'CLEARED') }).outcome).toBe('CLEAR')
    expect(evaluate(HIT, { resolutions: resolveAll(HIT, 'CONFIRMED') })).toMatchObject({
      outcome: 'KNOCKOUT',
      acceptance: 'no_customer',
      knockouts: ['K-SANCTION'],
      reasonCode: 'SANCTIONS_TRUE_MATCH',
    })
  })

  it('opens a hit again when the entry changed or the customer agrees with it in other ways', () => {
    const resolutions = resolveAll(HIT, 'CLEARED')
    const answer = sanctionsAnswer('C03')
    if (answer.status !== 'ANSWERED') throw new TypeError('fixture without an answer')
    const changed = answer.hits.map((hit) => ({ ...hit, entryContentHash: 'sha256:new' }))
    const agreeing = answer.hits.map((hit) => ({
      ...hit,
      features: hit.features.map((feature) => ({ ...feature, agreement: 'close' as const })),
    }))
    for (const hits of [changed, agreeing]) {
      const again = { validate_sanctions: sanctions({ ...answer, hits }) }
      expect(evaluate(again, { resolutions }).outcome).toBe('REVIEW')
    }
  })

  it('takes a confirmed PEP as a fact for the risk class, not as a refusal', () => {
    const pep = {
      validate_pep_media: { ...CLEAN.validate_pep_media, pep: 'POTENTIAL_MATCH' as const, selfDeclared: true },
    }
    expect(evaluate(pep).outcome).toBe('REVIEW')
    expect(evaluate(pep, { resolutions: resolveAll(pep, 'CONFIRMED') })).toMatchObject({
      outcome: 'CLEAR',
      reasonCode: null,
    })
  })

  it('names fraud when the reviewer did', () => {
    const twice = { validate_duplicates: checkDuplicates([{ customerOrCaseId: 'x', equal: ['nationalId'] }]) }
    const resolutions = resolveAll(twice, 'CONFIRMED').map((one) => ({ ...one, rejection: 'FRAUD_SUSPECTED' as const }))
    expect(evaluate(twice, { resolutions }).reasonCode).toBe('FRAUD_SUSPECTED')
  })

  it.each([
    [
      'a missing address',
      { fieldErrors: [fieldError('ADDRESS_REQUIRED', 'contact.residence')] },
      'RFI',
      'MISSING_OR_INVALID_DATA',
    ],
    [
      'a postal address',
      { fieldErrors: [fieldError('ADDRESS_NEEDS_REVIEW', 'contact.addressType')] },
      'REVIEW',
      'ADDRESS_REVIEW',
    ],
    ['an unserved country', { unservedResidence: true }, 'REVIEW', 'POLICY_RESIDENCE'],
    ['unexplained wealth', { wealth: 'UNEXPLAINED' as const }, 'RFI', 'WEALTH_UNEXPLAINED'],
  ])('%s', (_what, change, outcome, kind) => {
    expect(evaluate({}, change)).toMatchObject({ outcome, openFindings: [{ kind }] })
  })

  it('shows elevated wealth, warnings and weak duplicates without stopping', () => {
    const weak = { validate_duplicates: checkDuplicates([{ customerOrCaseId: 'x', equal: ['phone'] }]) }
    const fieldErrors = [
      fieldError('DOC_EXPIRES_SOON', 'document.expiryDate'),
      fieldError('SELF_CERT_UNREASONABLE', 'tax.taxResidences'),
    ]
    expect(evaluate(weak, { fieldErrors, wealth: 'ELEVATED' }).outcome).toBe('CLEAR')
  })

  it('puts no personal value into a finding', () => {
    const text = JSON.stringify(evaluate({ ...HIT, ...BAD_IBAN }).openFindings)
    for (const value of ['Kaskar', 'Dawood', '1955', 'DE00', 'Beispiel']) expect(text).not.toContain(value)
  })
})
