/** An application without any objection, to change one thing of in a test. */
import { ApplicationSchema, type Application } from '../src/application/application.ts'

const EARLIER = '2026-11-23T08:30:00.000Z'

/** Invented person with a passport, an account and a tax number that all pass. */
export function sampleApplication(): Application {
  return ApplicationSchema.parse({
    product: 'CURRENT_ACCOUNT',
    channel: 'REMOTE_DOC_LIVENESS',
    identity: {
      givenNames: 'Anna',
      surnames: 'Beispiel',
      dateOfBirth: '1990-05-14',
      sexOnDocument: 'F',
      birthTown: 'Hamburg',
      birthCountry: 'DE',
      nationalities: ['DE'],
      pepDeclaration: { status: 'NONE' },
    },
    contact: {
      residenceCountry: 'DE',
      residence: { street: 'Musterstraße', houseNumber: '1', postalCode: '10115', city: 'Berlin', country: 'DE' },
      residenceSince: '2015-01',
      email: 'anna.beispiel@example.com',
      emailConfirmedAt: EARLIER,
      phone: '+493023125010',
      preferredLanguage: 'de',
    },
    document: {
      type: 'PASSPORT',
      issuingState: 'DE',
      number: 'C01X00001',
      expiryDate: '2031-06-30',
      mrz: ['P<D<<BEISPIEL<<ANNA<<<<<<<<<<<<<<<<<<<<<<<<<', 'C01X000017D<<9005145F3106305<<<<<<<<<<<<<<<4'],
      verification: {
        method: 'DOC_LIVENESS',
        provider: 'demo',
        level: 'SUBSTANTIAL',
        evidenceRef: 'evidence-1',
        at: EARLIER,
      },
    },
    financial: {
      employmentStatus: 'EMPLOYED',
      occupation: { iscoCode: '4110' },
      employer: 'Beispiel GmbH',
      annualIncome: { minor: 4_800_000, currency: 'EUR' },
      wealth: { minor: 3_000_000, currency: 'EUR' },
      debt: { minor: 0, currency: 'EUR' },
      sourceOfFunds: [{ kind: 'SALARY' }],
      purpose: { kind: 'SALARY_AND_HOUSEHOLD' },
      expectedTurnover: {
        monthlyIn: { minor: 300_000, currency: 'EUR' },
        monthlyOut: { minor: 250_000, currency: 'EUR' },
        cashSharePercent: 5,
      },
    },
    account: { iban: 'DE62370400440532013001', accountHolderName: 'Anna Beispiel' },
    tax: {
      taxResidences: [{ country: 'DE', noTinReason: 'B', noTinExplanation: 'number applied for' }],
      usPerson: false,
      signedAt: EARLIER,
      signature: 'Anna Beispiel',
    },
    consents: {
      privacyNoticeVersion: '1',
      privacyNoticeShownAt: EARLIER,
      termsVersion: '1',
      termsAcceptedAt: EARLIER,
    },
  })
}

type Patch = { readonly [K in keyof Application]?: Partial<Application[K]> }

/** The sample with some fields of some sections replaced. */
export function sampleWith(patch: Patch): Application {
  const base = sampleApplication()
  const merged = Object.entries(patch).map(([section, fields]) => {
    const before: unknown = base[section as keyof Application] // entries of a Patch have its keys
    const plain = typeof fields === 'object' && !Array.isArray(fields) && typeof before === 'object'
    return [section, plain ? { ...before, ...fields } : fields]
  })
  return { ...base, ...Object.fromEntries(merged) }
}
