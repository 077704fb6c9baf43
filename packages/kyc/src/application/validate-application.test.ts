import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sampleApplication, sampleWith } from '../../testing/sample-application.ts'
import { defaultOnboardingPolicy } from '../policy/onboarding-policy.ts'
import { ApplicationSchema, type Application } from './application.ts'
import { blocksSubmission, dispositionOf, ERROR_CODES } from './field-error.ts'
import { validateApplication, type ValidateOptions } from './validate-application.ts'

const OPTIONS: ValidateOptions = { asOf: '2026-11-23T09:00:00.000Z', policy: defaultOnboardingPolicy }

function findings(application: Application, options: ValidateOptions = OPTIONS): readonly string[] {
  return validateApplication(application, options).map(({ code, path }) => `${code} ${path}`)
}

const identity = (fields: Partial<Application['identity']>) => sampleWith({ identity: fields })
const contact = (fields: Partial<Application['contact']>) => sampleWith({ contact: fields })
const financial = (fields: Partial<Application['financial']>) => sampleWith({ financial: fields })
const tax = (fields: Partial<Application['tax']>) => sampleWith({ tax: fields })
const document = (fields: Partial<NonNullable<Application['document']>>) => sampleWith({ document: fields })
const eur = (minor: number) => ({ minor, currency: 'EUR' })
const berlin = { street: 'Musterstraße 1', city: 'Berlin', postalCode: '10115', country: 'DE' }

describe('validating an application', () => {
  it('has no objection to a complete one', () => {
    expect(findings(sampleApplication())).toEqual([])
  })

  it.each<[string, Application, string[]]>([
    [
      'no surname',
      identity({ surnames: ' ' }),
      ['NAME_REQUIRED identity.surnames', 'MRZ_DATA_MISMATCH_NAME identity.surnames'],
    ],
    [
      'no given name',
      identity({ givenNames: '' }),
      ['NAME_REQUIRED identity.givenNames', 'MRZ_NAME_CLOSE identity.surnames'],
    ],
    [
      'digits in a name',
      identity({ otherNames: [{ value: 'Ann4', kind: 'ALIAS' }] }),
      ['NAME_CHARACTERS identity.otherNames[0].value'],
    ],
    ['a bidi control', identity({ nameOriginalScript: 'Anna‮' }), ['NAME_CHARACTERS identity.nameOriginalScript']],
    ['an emoji', identity({ nameOriginalScript: 'Anna😀' }), ['NAME_CHARACTERS identity.nameOriginalScript']],
    [
      'two alphabets in one word',
      identity({ nameOriginalScript: 'Аnna Beispiel' }),
      ['NAME_MIXED_SCRIPT identity.nameOriginalScript'],
    ],
    ['two alphabets in two words', identity({ nameOriginalScript: 'Анна Beispiel' }), []],
    ['a placeholder', identity({ nameOriginalScript: 'qwertz' }), ['NAME_PLACEHOLDER identity.nameOriginalScript']],
    [
      'a name too long',
      identity({ otherNames: [{ value: 'ab '.repeat(200), kind: 'ALIAS' }] }),
      ['NAME_TOO_LONG identity.otherNames[0].value'],
    ],
    [
      'no birth date',
      identity({ dateOfBirth: undefined }),
      ['DOB_REQUIRED identity.dateOfBirth', 'MRZ_DATA_MISMATCH_DATE_OF_BIRTH identity.dateOfBirth'],
    ],
    [
      'no real date',
      identity({ dateOfBirth: '1990-02-30' }),
      ['DOB_INVALID identity.dateOfBirth', 'MRZ_DATA_MISMATCH_DATE_OF_BIRTH identity.dateOfBirth'],
    ],
    ['a partial date said to be full', identity({ dateOfBirth: '1990-05' }), ['DOB_INVALID identity.dateOfBirth']],
    ['a partial date said to be partial', identity({ dateOfBirth: '1990-05', dobPrecision: 'MONTH' }), []],
    [
      'a birth to come',
      identity({ dateOfBirth: '2027-01-01' }),
      ['DOB_FUTURE identity.dateOfBirth', 'MRZ_DATA_MISMATCH_DATE_OF_BIRTH identity.dateOfBirth'],
    ],
    [
      'an age of 130',
      identity({ dateOfBirth: '1896-01-01' }),
      ['DOB_IMPLAUSIBLE identity.dateOfBirth', 'MRZ_DATA_MISMATCH_DATE_OF_BIRTH identity.dateOfBirth'],
    ],
    [
      'a minor',
      identity({ dateOfBirth: '2008-11-24' }),
      ['AGE_BELOW_MINIMUM identity.dateOfBirth', 'MRZ_DATA_MISMATCH_DATE_OF_BIRTH identity.dateOfBirth'],
    ],
    [
      'a year of birth that may make a minor',
      identity({ dateOfBirth: '2008', dobPrecision: 'YEAR' }),
      ['AGE_BELOW_MINIMUM identity.dateOfBirth', 'MRZ_DATA_MISMATCH_DATE_OF_BIRTH identity.dateOfBirth'],
    ],
    [
      'an unknown sex',
      identity({ sexOnDocument: 'Q' }),
      ['SEX_INVALID identity.sexOnDocument', 'MRZ_DATA_MISMATCH_SEX identity.sexOnDocument'],
    ],
    ['no birth town', identity({ birthTown: '' }), ['BIRTH_PLACE_REQUIRED identity.birthTown']],
    ['a former birth country', identity({ birthCountry: 'DD' }), []],
    ['no country of birth', identity({ birthCountry: 'QQ' }), ['COUNTRY_UNKNOWN identity.birthCountry']],
    [
      'no nationality',
      identity({ nationalities: [] }),
      ['NATIONALITY_REQUIRED identity.nationalities', 'MRZ_DATA_MISMATCH_NATIONALITY identity.nationalities'],
    ],
    [
      'a wrong second nationality',
      identity({ nationalities: ['DE', 'DD'] }),
      ['COUNTRY_UNKNOWN identity.nationalities[1]'],
    ],
    [
      'a national number with a wrong check digit',
      identity({ nationalId: { country: 'PL', value: '44051401358' } }),
      ['NATIONAL_ID_CHECK identity.nationalId.value'],
    ],
    ['a right one', identity({ nationalId: { country: 'PL', value: '44051401359' } }), []],
    ['no address', contact({ residence: undefined }), ['ADDRESS_REQUIRED contact.residence']],
    [
      'a wrong postal code',
      contact({ residence: { ...berlin, postalCode: '1011' } }),
      ['POSTAL_CODE_FORMAT contact.residence.postalCode'],
    ],
    [
      'a post box',
      contact({ residence: { ...berlin, street: 'Postfach 12' } }),
      ['ADDRESS_PO_BOX contact.residence.street'],
    ],
    ['a postal address only', contact({ addressType: 'POSTAL_ONLY' }), ['ADDRESS_NEEDS_REVIEW contact.addressType']],
    ['a short stay', contact({ residenceSince: '2025-01' }), ['ADDRESS_HISTORY_GAP contact.previousAddresses']],
    ['a short stay with history', contact({ residenceSince: '2025-01', previousAddresses: [berlin] }), []],
    [
      'an old proof',
      contact({ proofOfAddress: { blobId: 'b', issuedOn: '2026-07-01' } }),
      ['POA_TOO_OLD contact.proofOfAddress'],
    ],
    [
      'a proof of another',
      contact({ proofOfAddress: { blobId: 'b', printedName: 'Otto Muster' } }),
      ['POA_NAME_MISMATCH contact.proofOfAddress'],
    ],
    [
      'a proof as a program',
      contact({ proofOfAddress: { blobId: 'b', mediaType: 'text/html' } }),
      ['FILE_TYPE contact.proofOfAddress'],
    ],
    ['no e-mail address', contact({ email: 'anna@' }), ['EMAIL_FORMAT contact.email']],
    ['an unconfirmed one', contact({ emailConfirmedAt: undefined }), ['EMAIL_UNCONFIRMED contact.email']],
    ['no phone number', contact({ phone: '12' }), ['PHONE_FORMAT contact.phone']],
    ['a national phone number', contact({ phone: '030 23125010' }), []],
    ['an unconfirmed sign-in phone', contact({ phoneUsedForSignIn: true }), ['PHONE_UNCONFIRMED contact.phone']],
    ['a language not offered', contact({ preferredLanguage: 'fr' }), ['LANGUAGE_UNKNOWN contact.preferredLanguage']],
    [
      'a nameless relative',
      { ...sampleApplication(), relations: [{ relation: 'CHILD', givenNames: '', surnames: '' }] },
      ['RELATION_INCOMPLETE relations[0].surnames'],
    ],
    ['no document', { ...sampleApplication(), document: undefined }, ['DOC_REQUIRED document']],
    ['a driving licence in the EU', document({ type: 'DRIVING_LICENCE' }), ['DOC_TYPE_NOT_ACCEPTED document.type']],
    ['an unknown state', document({ issuingState: 'QQQ' }), ['DOC_STATE_UNKNOWN document.issuingState']],
    ['an expired document', document({ expiryDate: '2026-11-22', mrz: [] }), ['DOC_EXPIRED document.expiryDate']],
    [
      'a document expiring today',
      document({ expiryDate: '2026-11-23', mrz: [] }),
      ['DOC_EXPIRES_SOON document.expiryDate'],
    ],
    ['a document of tomorrow', document({ issueDate: '2026-11-24' }), ['DOC_NOT_YET_VALID document.issueDate']],
    ['half a zone', document({ mrz: ['P<D<<BEISPIEL<<ANNA'] }), ['MRZ_FORMAT document.mrz']],
    ['another number', document({ number: 'C01X00002' }), ['MRZ_DATA_MISMATCH_NUMBER document.number']],
    ['another expiry', document({ expiryDate: '2031-07-30' }), ['MRZ_DATA_MISMATCH_EXPIRY_DATE document.expiryDate']],
    ['no employer', financial({ employer: '' }), ['EMPLOYER_REQUIRED financial.employer']],
    ['a student without one', financial({ employmentStatus: 'STUDENT', employer: undefined }), []],
    ['no occupation', financial({ occupation: {} }), ['OCCUPATION_UNKNOWN financial.occupation']],
    ['no status', financial({ employmentStatus: undefined }), ['EMPLOYMENT_REQUIRED financial.employmentStatus']],
    ['a negative amount', financial({ debt: eur(-1) }), ['AMOUNT_NEGATIVE financial.debt']],
    [
      'a currency not taken',
      financial({ wealth: { minor: 1, currency: 'XTS' } }),
      ['CURRENCY_UNKNOWN financial.wealth'],
    ],
    ['no source of funds', financial({ sourceOfFunds: [] }), ['SOF_REQUIRED financial.sourceOfFunds']],
    ['no purpose', financial({ purpose: undefined }), ['PURPOSE_REQUIRED financial.purpose']],
    ['no turnover', financial({ expectedTurnover: undefined }), ['TURNOVER_REQUIRED financial.expectedTurnover']],
    [
      'too much turnover',
      financial({ annualIncome: eur(1_000_000) }),
      ['TURNOVER_IMPLAUSIBLE financial.expectedTurnover.monthlyIn'],
    ],
    ['no IBAN', sampleWith({ account: { iban: undefined } }), ['IBAN_REQUIRED account.iban']],
    ['no IBAN at all', sampleWith({ account: { iban: '12' } }), ['IBAN_FORMAT account.iban']],
    [
      'an unknown IBAN country',
      sampleWith({ account: { iban: 'QQ62370400440532013001' } }),
      ['IBAN_COUNTRY account.iban'],
    ],
    ['a short IBAN', sampleWith({ account: { iban: 'DE6237040044053201300' } }), ['IBAN_LENGTH account.iban']],
    ['a mistyped IBAN', sampleWith({ account: { iban: 'DE62370400440532013002' } }), ['IBAN_CHECKSUM account.iban']],
    ['an IBAN in groups', sampleWith({ account: { iban: 'de62 3704 0044 0532 0130 01' } }), []],
    ['a wrong BIC', sampleWith({ account: { bic: 'COBADE' } }), ['BIC_FORMAT account.bic']],
    ['a foreign BIC', sampleWith({ account: { bic: 'BNPAFRPP' } }), ['BIC_COUNTRY_MISMATCH account.bic']],
    ['a fitting BIC', sampleWith({ account: { bic: 'COBADEFFXXX' } }), []],
    ['no tax residence', tax({ taxResidences: [] }), ['TAX_RESIDENCE_REQUIRED tax.taxResidences']],
    ['no number and no reason', tax({ taxResidences: [{ country: 'DE' }] }), ['TIN_REQUIRED tax.taxResidences[0].tin']],
    [
      'a reason without words',
      tax({ taxResidences: [{ country: 'DE', noTinReason: 'B' }] }),
      ['TIN_REQUIRED tax.taxResidences[0].tin'],
    ],
    ['a right German number', tax({ taxResidences: [{ country: 'DE', tin: '86095742719' }] }), []],
    [
      'a wrong German number',
      tax({ taxResidences: [{ country: 'DE', tin: '86095742718' }] }),
      ['TIN_FORMAT tax.taxResidences[0].tin'],
    ],
    [
      'a US person without a number',
      tax({ usPerson: true, taxResidences: [{ country: 'DE', noTinReason: 'A' }] }),
      ['US_TIN_REQUIRED tax.taxResidences'],
    ],
    ['an answer missing', tax({ usPerson: undefined }), ['US_PERSON_REQUIRED tax.usPerson']],
    ['an unsigned certificate', tax({ signature: '' }), ['SELF_CERT_UNSIGNED tax.signature']],
    [
      'another country than lived in',
      tax({ taxResidences: [{ country: 'FR', noTinReason: 'A' }] }),
      ['SELF_CERT_UNREASONABLE tax.taxResidences'],
    ],
    ['a US birth denied', identity({ birthCountry: 'US' }), ['FATCA_INDICIUM_UNCURED tax.usCure']],
    [
      'no notice',
      sampleWith({ consents: { privacyNoticeVersion: undefined } }),
      ['PRIVACY_NOTICE_REQUIRED consents.privacyNoticeVersion'],
    ],
    ['no terms', sampleWith({ consents: { termsAcceptedAt: undefined } }), ['TERMS_REQUIRED consents.termsVersion']],
    [
      'biometrics refused',
      sampleWith({ consents: { biometricConsent: false } }),
      ['BIOMETRIC_CONSENT_REQUIRED consents.biometricConsent'],
    ],
  ])('%s', (_what, application, expected) => {
    expect(findings(application)).toEqual(expected)
  })

  it('cures a US birthplace by a certificate of loss or an explanation, and nothing else', () => {
    const cured = (usCure: Application['tax']['usCure']) =>
      findings({ ...identity({ birthCountry: 'US' }), tax: { ...sampleApplication().tax, usCure } })
    expect(cured({ kind: 'LOSS_OF_NATIONALITY', evidenceRef: 'doc-1' })).toEqual([])
    expect(cured({ kind: 'REASONABLE_EXPLANATION', text: 'born to diplomats' })).toEqual([])
    expect(cured({ kind: 'LOSS_OF_NATIONALITY' })).toEqual(['FATCA_INDICIUM_UNCURED tax.usCure'])
    expect(cured({ kind: 'NON_US_DOCUMENT', evidenceRef: 'doc-1' })).toEqual(['FATCA_INDICIUM_UNCURED tax.usCure'])
  })

  it('counts age in the home zone of the bank', () => {
    const applicant = identity({ dateOfBirth: '2008-11-24' })
    const lateEvening = { ...OPTIONS, asOf: '2026-11-23T23:30:00.000Z' }
    expect(findings(applicant, lateEvening)).not.toContain('AGE_BELOW_MINIMUM identity.dateOfBirth')
    expect(findings(applicant, { ...lateEvening, timeZone: 'UTC' })).toContain('AGE_BELOW_MINIMUM identity.dateOfBirth')
  })

  it('asks for no confirmations at intake by a partner', () => {
    const application = contact({ emailConfirmedAt: undefined, phoneUsedForSignIn: true })
    expect(findings(application, { ...OPTIONS, acceptIncomplete: true })).toEqual([])
  })

  it('refuses a product that is not offered', () => {
    const policy = { ...defaultOnboardingPolicy, offeredProducts: ['SAVINGS' as const] }
    expect(findings(sampleApplication(), { ...OPTIONS, policy })).toEqual(['PRODUCT_NOT_OFFERED product'])
  })

  it('lets warnings through and stops at errors', () => {
    const of = (application: Application) => blocksSubmission(validateApplication(application, OPTIONS))
    expect(of(sampleApplication())).toBe(false)
    expect(of(contact({ addressType: 'POSTAL_ONLY' }))).toBe(false)
    expect(of(contact({ email: '' }))).toBe(true)
  })

  it('never throws, and never puts a value into code or path', () => {
    const text = fc.string({ maxLength: 12, unit: 'grapheme' })
    const anything = fc.record({ name: text, date: text, country: text, iban: text, phone: text, email: text })
    fc.assert(
      fc.property(anything, ({ name, date, country, iban, phone, email }) => {
        const application = ApplicationSchema.parse({
          product: 'SAVINGS',
          channel: 'BRANCH',
          identity: {
            givenNames: name,
            surnames: name,
            dateOfBirth: date.slice(0, 10),
            birthCountry: country.slice(0, 8),
          },
          contact: {
            phone,
            email,
            residence: { street: name, city: name, postalCode: country, country: country.slice(0, 2) },
          },
          document: { type: 'PASSPORT', issuingState: country.slice(0, 3), number: iban, mrz: [name, iban] },
          financial: {},
          account: { iban },
          tax: { taxResidences: [{ country: country.slice(0, 2), tin: iban }] },
          consents: {},
        })
        for (const error of validateApplication(application, OPTIONS)) {
          expect(ERROR_CODES).toContain(error.code)
          expect(error.path).toMatch(/^[a-zA-Z]+(\[\d+\])?(\.[a-zA-Z]+(\[\d+\])?)*$/)
        }
      }),
    )
  })

  it('says of every code what becomes of it', () => {
    expect(ERROR_CODES.map(dispositionOf)).not.toContain(undefined)
  })
})
