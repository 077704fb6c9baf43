import { describe, expect, it } from 'vitest'
import { blacklistHits, mediaAnswer, pepAnswer, sanctionsAnswer } from '../../testing/outside-world.ts'
import { sampleApplication, sampleWith } from '../../testing/sample-application.ts'
import { toContext } from '../application/validate-application.ts'
import { defaultOnboardingPolicy as policy } from '../policy/onboarding-policy.ts'
import { isSuppressedBy, raisesAlert, type GoodGuy, type GoodGuyContext } from './alert-lines.ts'
import { checkAccount } from './check-account.ts'
import { checkDuplicates } from './check-duplicates.ts'
import { checkIdentityDocument } from './check-identity-document.ts'
import { checkNames } from './check-names.ts'
import { checkPepMedia, mediaStageFromHits, pepStatusFromHits } from './check-pep-media.ts'
import type { DuplicateFact } from './check-result.ts'
import { checkSanctions, type SanctionsInputs } from './check-sanctions.ts'
import { checkTax } from './check-tax.ts'
import { completeness, eligibility } from './eligibility.ts'
import type { ScreeningAnswer, ScreeningHit } from './screening-hit.ts'
import { fieldError } from '../application/field-error.ts'

const AT = '2026-11-23T09:00:00.000Z'
const context = toContext({ asOf: AT, policy })

function hitsOf(answer: ScreeningAnswer): readonly ScreeningHit[] {
  return answer.status === 'ANSWERED' ? answer.hits : []
}
function onlyHit(answer: ScreeningAnswer): ScreeningHit {
  const [hit] = hitsOf(answer)
  if (!hit) throw new TypeError('fixture without a hit')
  return hit
}

const HIT = onlyHit(sanctionsAnswer('C06'))
const sanctions = (change: Partial<SanctionsInputs>) =>
  checkSanctions({ answer: sanctionsAnswer('C06'), policy, at: AT, goodGuys: [], identityHash: 'hmac:1', ...change })

describe('alerts', () => {
  it.each<[string, Partial<ScreeningHit>, boolean]>([
    ['at the line', { score: 75, nameScore: 80 }, true],
    ['under the line', { score: 74.9, nameScore: 80 }, false],
    ['strong name, everything else against', { score: 61, nameScore: 90 }, true],
    ['weak alias without a second feature', { score: 90, nameScore: 95, weakAlias: true, features: [] }, false],
    [
      'weak alias with one',
      {
        score: 90,
        weakAlias: true,
        features: [
          { ...HIT.features[0], feature: 'birthDate', agreement: 'agrees' } as ScreeningHit['features'][number],
        ],
      },
      true,
    ],
  ])('%s', (_what, change, alert) => {
    expect(raisesAlert({ ...HIT, ...change }, policy.screening)).toBe(alert)
  })
})

describe('sanctions', () => {
  it('keeps hits between store and alert without an alert', () => {
    const answer = sanctionsAnswer('C06')
    const weaker = {
      ...answer,
      hits: [
        { ...HIT, score: 62, nameScore: 70 },
        { ...HIT, score: 59.9, nameScore: 70 },
      ],
    }
    expect(sanctions({ answer: weaker as ScreeningAnswer })).toMatchObject({
      result: 'CLEAR',
      alerts: [],
      hits: [{ score: 62 }],
      topScore: 62,
    })
  })

  it.each<[string, Partial<SanctionsInputs>, string]>([
    ['lists that cannot be read', { answer: sanctionsAnswer('C37') }, 'LISTS_UNREADABLE'],
    ['a list that is missing', { policy: { ...policy, screeningLists: ['UN', 'CH'] } }, 'LIST_MISSING'],
    ['a list of yesterday', { at: '2026-11-24T06:00:00.001Z' }, 'LIST_STALE'],
    [
      'no list at all',
      {
        policy: { ...policy, screeningLists: [] },
        answer: { status: 'ANSWERED', hits: [], snapshots: [], matcherConfigId: 'm' },
      },
      'LIST_MISSING',
    ],
  ])('are never CLEAR with %s', (_what, change, unavailableReason) => {
    expect(sanctions(change)).toMatchObject({ result: 'UNAVAILABLE', unavailableReason })
  })

  const GOOD_GUY: GoodGuy = {
    listId: HIT.listId,
    entryId: HIT.entryId,
    entryContentHash: HIT.entryContentHash,
    identityHash: 'hmac:1',
    matcherConfigId: 'fixture',
    scoreWhenCleared: HIT.score,
    expiresAt: '2027-11-23T09:00:00.000Z',
  }

  it('stores and counts a suppressed hit, without an alert', () => {
    expect(sanctions({ goodGuys: [GOOD_GUY] })).toMatchObject({
      result: 'CLEAR',
      alerts: [],
      suppressed: [{ entryId: HIT.entryId }],
      hits: [{ entryId: HIT.entryId }],
    })
  })

  it.each<[string, Partial<GoodGuy>, Partial<GoodGuyContext>, boolean]>([
    ['as it was', {}, {}, true],
    ['another entry', { entryId: '1' }, {}, false],
    ['another list', { listId: 'UN' }, {}, false],
    ['entry changed', { entryContentHash: 'sha256:x' }, {}, false],
    ['customer changed', {}, { identityHash: 'hmac:2' }, false],
    ['expired', { expiresAt: AT }, {}, false],
    ['new matcher, same score', {}, { matcherConfigId: 'new' }, true],
    ['new matcher, ten points more', { scoreWhenCleared: HIT.score - 10 }, { matcherConfigId: 'new' }, false],
    ['same matcher, ten points more', { scoreWhenCleared: HIT.score - 10 }, {}, true],
  ])('a good-guy entry: %s', (_what, change, now, holds) => {
    const situation = { identityHash: 'hmac:1', matcherConfigId: 'fixture', at: AT, ...now }
    expect(isSuppressedBy(HIT, { ...GOOD_GUY, ...change }, situation)).toBe(holds)
  })
})

describe('names', () => {
  const names = (customerId: string, application = sampleApplication()) =>
    checkNames({ application, context, blacklistHits: blacklistHits(customerId), blacklistSnapshotId: 's' }).result

  it('tells a hit on the own list from a near one', () => {
    expect([names('C01'), names('C13'), names('C14')]).toEqual(['CLEAR', 'BLACKLIST_HIT', 'BLACKLIST_POSSIBLE'])
  })

  it('finds a name that is none', () => {
    expect(names('C01', sampleWith({ identity: { givenNames: 'Test' } }))).toBe('QUALITY_ISSUE')
    expect(names('C01', sampleWith({ identity: { givenNames: 'Beispiel' } }))).toBe('CLEAR')
  })
})

describe('PEP and media', () => {
  const check = (change: Partial<Parameters<typeof checkPepMedia>[0]>) =>
    checkPepMedia({
      application: sampleApplication(),
      pepAnswer: pepAnswer('C01'),
      mediaAnswer: null,
      policy,
      ...change,
    })

  it('says when no source is connected', () => {
    expect(check({})).toMatchObject({ media: 'CLEAR', coverage: { pep: 'LISTS', media: 'NONE' }, available: true })
  })

  it('has no result while a connected source is down', () => {
    expect(check({ mediaAnswer: { status: 'UNAVAILABLE', reason: 'down' } }).available).toBe(false)
  })

  it('believes a yes about oneself or a relative', () => {
    const self = sampleWith({ identity: { pepDeclaration: { status: 'CURRENT' } } })
    const spouse = {
      ...sampleApplication(),
      relations: [{ relation: 'SPOUSE' as const, givenNames: 'A', surnames: 'B', pepDeclared: true }],
    }
    for (const application of [self, spouse])
      expect(check({ application })).toMatchObject({ pep: 'POTENTIAL_MATCH', selfDeclared: true })
  })

  it('reads status and stage from confirmed hits', () => {
    const status = (customerId: string, asOf = '2026-11-23') => pepStatusFromHits(hitsOf(pepAnswer(customerId)), asOf)
    expect([status('C01'), status('C07'), status('C08'), status('C09'), status('C09', '2027-03-23')]).toEqual([
      'NONE',
      'CURRENT',
      'RCA',
      'FORMER_UNDER_12M',
      'FORMER_OVER_12M',
    ])
    expect(mediaStageFromHits(hitsOf(mediaAnswer('C30')))).toBe('PROCEEDINGS')
    expect(mediaStageFromHits([])).toBe('NONE')
  })
})

describe('account, document, duplicates, tax', () => {
  it.each([
    ['MATCH', 'VALID'],
    ['CLOSE_MATCH', 'NAME_CLOSE_MATCH'],
    ['NO_MATCH', 'NAME_NO_MATCH'],
    ['NOT_POSSIBLE', 'NAME_NOT_CHECKED'],
  ] as const)('a payee answer of %s is %s', (answer, result) => {
    expect(checkAccount(sampleApplication().account, answer).result).toBe(result)
    expect(checkAccount({ iban: 'DE00' }, answer).result).toBe('INVALID')
  })

  it.each([
    ['verified', sampleApplication(), 'VERIFIED', []],
    ['never verified', sampleWith({ document: { verification: undefined } }), 'MANUAL', ['IDENTITY_NOT_VERIFIED']],
    ['name nearly right', sampleWith({ identity: { givenNames: 'Anne' } }), 'MANUAL', []],
    [
      'wrong birth date',
      sampleWith({ identity: { dateOfBirth: '1990-05-15' } }),
      'MISMATCH',
      ['MRZ_DATA_MISMATCH_DATE_OF_BIRTH'],
    ],
    ['wrong type', sampleWith({ document: { type: 'DRIVING_LICENCE' } }), 'FAILED', ['DOC_TYPE_NOT_ACCEPTED']],
    ['none', { ...sampleApplication(), document: undefined }, 'FAILED', ['DOC_REQUIRED']],
  ])('a document: %s', (_what, application, result, errors) => {
    expect(checkIdentityDocument(application, context)).toMatchObject({ result, errors })
  })

  it.each<[DuplicateFact[], string]>([
    [[], 'NONE'],
    [['birthTown'], 'NONE'],
    [['nationalId'], 'STRONG'],
    [['documentNumberAndState'], 'STRONG'],
    [['nameAndBirthDate'], 'WEAK'],
    [['nameAndBirthDate', 'device'], 'WEAK'],
    [['nameAndBirthDate', 'birthTown'], 'STRONG'],
    [['nameAndBirthDate', 'iban'], 'STRONG'],
    [['phone', 'email', 'iban'], 'WEAK'],
    [['device'], 'WEAK'],
  ])('equal %j is %s', (equal, result) => {
    expect(checkDuplicates([{ customerOrCaseId: 'x', equal }]).result).toBe(result)
  })

  it.each([
    ['at home', sampleApplication(), 'OK', []],
    [
      'abroad',
      sampleWith({
        tax: {
          taxResidences: [
            { country: 'DE', noTinReason: 'A' },
            { country: 'FR', noTinReason: 'A' },
          ],
        },
      }),
      'OK',
      ['CRS_REPORTABLE'],
    ],
    [
      'US person',
      sampleWith({
        tax: {
          usPerson: true,
          taxResidences: [
            { country: 'DE', noTinReason: 'A' },
            { country: 'US', tin: '123-45-6789' },
          ],
        },
      }),
      'OK',
      ['FATCA_REPORTABLE'],
    ],
    ['US born', sampleWith({ identity: { birthCountry: 'US' } }), 'INDICIUM', ['FATCA_INDICIUM']],
    [
      'US born, cured',
      {
        ...sampleWith({ identity: { birthCountry: 'US' } }),
        tax: { ...sampleApplication().tax, usCure: { kind: 'LOSS_OF_NATIONALITY' as const, evidenceRef: 'd' } },
      },
      'OK',
      ['FATCA_INDICIUM_CURED'],
    ],
    ['unsigned', sampleWith({ tax: { signedAt: undefined } }), 'INCOMPLETE', []],
  ])('tax: %s', (_what, application, result, flags) => {
    expect(checkTax(application, context)).toMatchObject({ result, flags })
  })
})

describe('the gate', () => {
  it('refuses age before product, and nothing else', () => {
    const age = fieldError('AGE_BELOW_MINIMUM', 'identity.dateOfBirth')
    const product = fieldError('PRODUCT_NOT_OFFERED', 'product')
    expect(eligibility([product, age])).toEqual({ eligible: false, reasonCode: 'NOT_ELIGIBLE_AGE' })
    expect(eligibility([product])).toEqual({ eligible: false, reasonCode: 'NOT_ELIGIBLE_PRODUCT' })
    expect(eligibility([fieldError('DOC_EXPIRED', 'document.expiryDate')])).toEqual({ eligible: true })
  })

  it('can check without an address, not without a name', () => {
    const address = fieldError('ADDRESS_REQUIRED', 'contact.residence')
    const name = fieldError('NAME_REQUIRED', 'identity.surnames')
    expect(completeness([address])).toEqual({ complete: false, missingFields: ['contact.residence'], checkable: true })
    expect(completeness([address, name]).checkable).toBe(false)
    expect(completeness([address], ['financial', 'tax'])).toEqual({
      complete: true,
      missingFields: [],
      checkable: true,
    })
  })
})
