/** The one adapter from a test customer to an `Application`: fills in what the file leaves unsaid, always the same way. */
import { ApplicationSchema, type Application } from '../src/application/application.ts'
import type { BusinessActivity } from '../src/application/financial.ts'
import type { TestCustomer } from './test-customer.ts'

type Applicant = TestCustomer['applicant']

/** A moment before the reference date of the file: notices were shown and the certificate signed then. */
const EARLIER = '2026-11-23T08:30:00.000Z'

/** Throws ZodError when the customer does not fit the Application schema. */
export function toApplication({ applicant, document }: TestCustomer): Application {
  return ApplicationSchema.parse({
    product: applicant.product,
    channel: applicant.channel,
    identity: identityOf(applicant),
    contact: {
      residenceCountry: applicant.residenceCountry,
      ...(applicant.address && { residence: applicant.address }),
      addressType: applicant.addressType ?? 'FIXED',
      residenceSince: '2015-01',
      email: applicant.email,
      emailConfirmedAt: EARLIER,
      phone: applicant.phone,
      preferredLanguage: 'en',
    },
    relations: applicant.spouse ? [spouseOf(applicant.spouse)] : [],
    document: {
      type: document.type,
      issuingState: document.issuingState,
      number: document.number,
      expiryDate: document.expiryDate,
      mrz: document.mrz,
      verification: verificationOf(applicant.channel),
    },
    financial: financialOf(applicant),
    account: { iban: applicant.iban, accountHolderName: `${applicant.givenNames} ${applicant.surnames}`.trim() },
    tax: taxOf(applicant),
    consents: {
      privacyNoticeVersion: '1',
      privacyNoticeShownAt: EARLIER,
      termsVersion: '1',
      termsAcceptedAt: EARLIER,
      electronicCommunication: true,
      biometricConsent: true,
    },
  })
}

function identityOf(applicant: Applicant) {
  const whole = `${applicant.givenNames} ${applicant.surnames}`.trim()
  const latin = /^[\p{Script=Latin}\p{P}\s\p{M}]*$/u.test(whole)
  return {
    givenNames: applicant.givenNames,
    surnames: applicant.surnames,
    mononym: applicant.givenNames === '',
    ...(!latin && { nameOriginalScript: whole }),
    dateOfBirth: applicant.dateOfBirth,
    sexOnDocument: applicant.sex,
    birthTown: applicant.birthTown,
    birthCountry: applicant.birthCountry,
    nationalities: applicant.nationalities.map((code) => (code === 'XXB' ? 'REFUGEE' : code)),
    pepDeclaration: {
      status: applicant.pep,
      ...(applicant.pepEndDate !== undefined && { endedOn: applicant.pepEndDate }),
      ...(applicant.pep !== 'NONE' && { country: applicant.residenceCountry }),
    },
  }
}

function spouseOf(name: string) {
  const [givenNames = '', ...surnames] = name.split(' ')
  return { relation: 'SPOUSE' as const, givenNames, surnames: surnames.join(' '), pepDeclared: true }
}

const VERIFICATIONS: Readonly<Record<string, { method: string; level: string }>> = {
  BRANCH: { method: 'ORIGINAL_SEEN', level: 'HIGH' },
  REMOTE_EID: { method: 'EID', level: 'HIGH' },
  REMOTE_DOC_LIVENESS: { method: 'DOC_LIVENESS', level: 'SUBSTANTIAL' },
  INTRODUCER: { method: 'ORIGINAL_SEEN', level: 'SUBSTANTIAL' },
  REMOTE_DOC_ONLY: { method: 'DOC_ONLY', level: 'LOW' },
}

function verificationOf(channel: string) {
  return { ...VERIFICATIONS[channel], provider: 'demo', evidenceRef: 'demo-evidence', at: EARLIER }
}

const OCCUPATIONS: Readonly<Record<Applicant['occupationRisk'], { iscoCode: string; activity?: BusinessActivity }>> = {
  LOW: { iscoCode: '4110' },
  MEDIUM: { iscoCode: '1120' },
  HIGH: { iscoCode: '4212' },
  VERY_HIGH: { iscoCode: '3311', activity: 'VIRTUAL_ASSET_DEALING' },
}

const EMPLOYMENT: Readonly<Record<string, string>> = { PENSION: 'PENSIONER', BUSINESS_INCOME: 'SELF_EMPLOYED' }

function financialOf(applicant: Applicant) {
  const monthlyIn = Math.floor((applicant.annualIncome * 100) / 12)
  const { explainedWealth = 0, assetsHandled } = applicant
  return {
    employmentStatus: EMPLOYMENT[applicant.sourceOfFunds] ?? 'EMPLOYED',
    occupation: OCCUPATIONS[applicant.occupationRisk],
    employer: 'Beispiel GmbH',
    industry: '62.10',
    annualIncome: euros(applicant.annualIncome),
    wealth: euros(applicant.wealth),
    debt: euros(applicant.debt),
    ...(assetsHandled !== undefined && { assetsHandled: euros(assetsHandled) }),
    sourceOfFunds: [{ kind: applicant.sourceOfFunds }],
    sourceOfWealth:
      explainedWealth > 0
        ? [{ kind: 'ASSET_SALE', amount: euros(explainedWealth), evidenceRef: 'demo-sale-contract' }]
        : [],
    purpose: { kind: 'SALARY_AND_HOUSEHOLD' },
    expectedTurnover: {
      monthlyIn: { minor: monthlyIn, currency: 'EUR' },
      monthlyOut: { minor: monthlyIn, currency: 'EUR' },
      cashSharePercent: 5,
    },
  }
}

function taxOf(applicant: Applicant) {
  const countries = applicant.taxResidences ?? [applicant.residenceCountry]
  return {
    taxResidences: countries.map((country) =>
      country === 'US'
        ? { country, ...(applicant.usTin && { tin: applicant.usTin }) }
        : { country, noTinReason: 'B', noTinExplanation: 'number applied for' },
    ),
    usPerson: applicant.usPerson ?? false,
    signedAt: EARLIER,
    signature: `${applicant.givenNames} ${applicant.surnames}`.trim(),
  }
}

function euros(amount: number) {
  return { minor: Math.round(amount * 100), currency: 'EUR' }
}
