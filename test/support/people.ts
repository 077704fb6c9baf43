// Invented applicants without end: different in everything that tells people apart, on no list, and free of errors.
import { withCheckDigits } from './mrz.ts'

/** What somebody is made for: the way that the onboarding takes by itself. */
export type PersonKind = 'low' | 'medium' | 'minor' | 'listed' | 'bad-iban'

export interface Person {
  readonly kind: PersonKind
  readonly email: string
  /** As `POST /kyc/v1/applications` takes it. */
  readonly application: Readonly<Record<string, unknown>>
}

const DAY_MS = 86_400_000

/** The `index`-th person of a set; the same index is the same person. Dates are counted from `now`, in milliseconds. */
export function inventPerson(index: number, kind: PersonKind, now: number): Person {
  const earlier = new Date(now - 30 * 60_000).toISOString()
  const { givenNames, surnames } = kind === 'listed' ? LISTED : nameOf(index)
  const birth = kind === 'minor' ? dateOf(now - (15 * 365 + index) * DAY_MS) : dateOf(BORN_FROM + index * 11 * DAY_MS)
  const expiry = dateOf(now + 4 * 365 * DAY_MS)
  const number = `G${String(index).padStart(8, '0')}`
  const iban = kind === 'bad-iban' ? spoilt(ibanOf(index)) : ibanOf(index)
  const email = `person-${index}@example.org`
  const figures = kind === 'medium' ? MEDIUM : LOW
  return {
    kind,
    email,
    application: {
      product: figures.product,
      channel: 'REMOTE_DOC_LIVENESS',
      identity: {
        givenNames,
        surnames,
        dateOfBirth: birth,
        sexOnDocument: 'F',
        birthTown: `Probestadt ${index}`,
        birthCountry: 'DE',
        nationalities: ['DE'],
        pepDeclaration: { status: 'NONE' },
      },
      contact: {
        residenceCountry: 'DE',
        residence: {
          street: 'Erdachte Gasse',
          houseNumber: String(index + 1),
          postalCode: '10115',
          city: 'Berlin',
          country: 'DE',
        },
        residenceSince: '2015-01',
        email,
        emailConfirmedAt: earlier,
        phone: `+4930${String(23_200_000 + index)}`,
        preferredLanguage: index % 2 === 0 ? 'en' : 'de',
      },
      document: {
        type: 'PASSPORT',
        issuingState: 'DE',
        number,
        expiryDate: expiry,
        mrz: mrzOf({ givenNames, surnames, number, birth, expiry }),
        verification: {
          method: 'DOC_LIVENESS',
          provider: 'demo',
          level: 'SUBSTANTIAL',
          evidenceRef: `evidence-${index}`,
          at: earlier,
        },
      },
      financial: {
        employmentStatus: figures.employmentStatus,
        occupation: { iscoCode: figures.iscoCode },
        employer: 'Erdacht GmbH',
        industry: '62.10',
        annualIncome: euros(figures.annualIncome),
        wealth: euros(figures.wealth),
        debt: euros(0),
        sourceOfFunds: [{ kind: figures.sourceOfFunds }],
        purpose: { kind: 'SALARY_AND_HOUSEHOLD' },
        expectedTurnover: { monthlyIn: euros(3_000), monthlyOut: euros(2_500), cashSharePercent: 5 },
      },
      account: { iban, accountHolderName: `${givenNames} ${surnames}` },
      tax: {
        taxResidences: [{ country: 'DE', noTinReason: 'B', noTinExplanation: 'number applied for' }],
        usPerson: false,
        signedAt: earlier,
        signature: `${givenNames} ${surnames}`,
      },
      consents: {
        privacyNoticeVersion: '1',
        privacyNoticeShownAt: earlier,
        termsVersion: '1',
        termsAcceptedAt: earlier,
        electronicCommunication: true,
        biometricConsent: true,
      },
    },
  }
}

/** Of the demo's invented sanctions list. A birth date of one's own does not hide a name that is equal. */
const LISTED = { givenNames: 'Waldemar', surnames: 'Schwarzkassen' }

const LOW = {
  product: 'CURRENT_ACCOUNT',
  employmentStatus: 'EMPLOYED',
  iscoCode: '4110',
  sourceOfFunds: 'SALARY',
  annualIncome: 42_000,
  wealth: 15_000,
}
const MEDIUM = {
  product: 'BROKERAGE',
  employmentStatus: 'SELF_EMPLOYED',
  iscoCode: '1120',
  sourceOfFunds: 'BUSINESS_INCOME',
  annualIncome: 80_000,
  wealth: 180_000,
}

const BORN_FROM = Date.UTC(1960, 0, 3)
const SYLLABLES = ['bel', 'dor', 'fim', 'gat', 'hul', 'jep', 'kan', 'lor', 'mib', 'nus', 'pof', 'quin', 'rad', 'sil']

/** No two indices below 14⁴ give the same two names. */
function nameOf(index: number): { givenNames: string; surnames: string } {
  const [a, b, c, d] = [0, 1, 2, 3].map((place) => SYLLABLES[Math.floor(index / 14 ** place) % 14] ?? '')
  return { givenNames: capital(`${a}${c}ine`), surnames: capital(`${b}${a}${d}enwald`) }
}

function mrzOf(person: { givenNames: string; surnames: string; number: string; birth: string; expiry: string }) {
  const names = `P<D<<${latin(person.surnames)}<<${latin(person.givenNames)}`.padEnd(44, '<')
  const data = `${person.number}0D<<${short(person.birth)}0F${short(person.expiry)}0${'<'.repeat(14)}00`
  return withCheckDigits([names, data])
}

/** A German account number of a bank that exists, with the check digits of ISO 7064. */
function ibanOf(index: number): string {
  const account = `37040044${String(7_000_000_000 + index)}`
  const remainder = BigInt(`${account}131400`) % 97n
  return `DE${String(98n - remainder).padStart(2, '0')}${account}`
}

/** Two digits of the account change places : one digit of the account is another, the check digits are as they were. */
function spoilt(iban: string): string {
  const first = iban.slice(12, 13)
  return `${iban.slice(0, 12)}${(Number(first) + 1) % 10}${iban.slice(13)}`
}

function euros(amount: number) {
  return { minor: amount * 100, currency: 'EUR' }
}

function dateOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}

function short(date: string): string {
  return date.slice(2).replaceAll('-', '')
}

function latin(text: string): string {
  return text.toUpperCase().replaceAll(' ', '<')
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
