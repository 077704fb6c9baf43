/** Every question of the application: where its answer lies, how it is asked, and when. Steps and requests share them. */
import type { SectionId } from '@gatehouse/kyc/wire'
import { apply } from '../i18n/en/apply.ts'
import { isWithin, overlaps, readAnswer } from './answer-path.ts'

export type QuestionId = keyof typeof apply.question
export type OptionSet = keyof typeof apply.option

export interface FieldProblem {
  readonly path: string
  readonly code: string
}

export interface Asked {
  readonly answers: Readonly<Record<string, unknown>>
  readonly problems: readonly FieldProblem[]
  readonly today: string
}

interface Base {
  readonly id: QuestionId
  readonly path: string
  readonly optional?: boolean
  readonly when?: (asked: Asked) => boolean
}

/** Kinds without settings of their own, each a member of the union. */
type Plain<Kind extends string> = Kind extends string ? { readonly kind: Kind } : never

export type Question = Base &
  (
    | {
        readonly kind: 'text'
        readonly autoComplete?: string
        readonly inputMode?: 'text' | 'numeric' | 'tel' | 'email'
        readonly narrow?: boolean
        readonly long?: boolean
        readonly upperCase?: boolean
      }
    | Plain<'email' | 'country' | 'date' | 'month' | 'money' | 'percent' | 'iban' | 'yesno'>
    | Plain<'nationalities' | 'taxResidences' | 'terms' | 'signature'>
    | { readonly kind: 'checkbox'; readonly on: unknown; readonly off: unknown }
    | { readonly kind: 'radio'; readonly options: OptionSet }
    | { readonly kind: 'kinds'; readonly options: OptionSet }
    | { readonly kind: 'files'; readonly side: 'PHOTO_PAGE' | 'PROOF_OF_ADDRESS' | 'EVIDENCE' }
  )

const value = (asked: Asked, path: string): unknown => readAnswer(asked.answers, path)
const works = (asked: Asked): boolean =>
  ['EMPLOYED', 'SELF_EMPLOYED'].includes(String(value(asked, 'financial.employmentStatus')))
const hasProblem = (asked: Asked, code: string): boolean => asked.problems.some((problem) => problem.code === code)

/** The address before counts when somebody has lived at the present one for less than three years. */
function movedLately(asked: Asked): boolean {
  const since = value(asked, 'contact.residenceSince')
  if (typeof since !== 'string' || !/^\d{4}-\d{2}$/.test(since)) return false
  const [year = 0, month = 0] = asked.today.split('-').map(Number)
  const [sinceYear = 0, sinceMonth = 0] = since.split('-').map(Number)
  return (year - sinceYear) * 12 + month - sinceMonth < 36
}

const previous = (id: QuestionId, field: string, optional = false): Question => ({
  id,
  kind: 'text',
  path: `contact.previousAddresses[0].${field}`,
  optional,
  when: movedLately,
})
const nationalIdAsked = (asked: Asked): boolean =>
  hasProblem(asked, 'NATIONAL_ID_REQUIRED') || value(asked, 'identity.nationalId') !== undefined
const officeHeld = (asked: Asked): boolean => {
  const status = value(asked, 'identity.pepDeclaration.status')
  return typeof status === 'string' && status !== 'NONE'
}

export const questions: Readonly<Record<SectionId, readonly Question[]>> = {
  contact: [
    { id: 'email', kind: 'email', path: 'contact.email' },
    { id: 'phone', kind: 'text', path: 'contact.phone', autoComplete: 'tel', inputMode: 'tel' },
  ],
  name: [
    { id: 'mononym', kind: 'checkbox', path: 'identity.mononym', on: true, off: false },
    {
      id: 'givenNames',
      kind: 'text',
      path: 'identity.givenNames',
      autoComplete: 'given-name',
      when: (asked) => value(asked, 'identity.mononym') !== true,
    },
    {
      id: 'surnames',
      kind: 'text',
      path: 'identity.surnames',
      autoComplete: 'family-name',
      when: (asked) => value(asked, 'identity.mononym') !== true,
    },
    {
      id: 'oneName',
      kind: 'text',
      path: 'identity.surnames',
      autoComplete: 'name',
      when: (asked) => value(asked, 'identity.mononym') === true,
    },
    { id: 'nameOriginalScript', kind: 'text', path: 'identity.nameOriginalScript', optional: true },
  ],
  birth: [
    { id: 'dateOfBirth', kind: 'date', path: 'identity.dateOfBirth' },
    { id: 'birthTown', kind: 'text', path: 'identity.birthTown' },
    { id: 'birthCountry', kind: 'country', path: 'identity.birthCountry' },
    { id: 'sexOnDocument', kind: 'radio', path: 'identity.sexOnDocument', options: 'sexOnDocument' },
  ],
  nationality: [
    { id: 'nationalities', kind: 'nationalities', path: 'identity.nationalities' },
    { id: 'nationalIdCountry', kind: 'country', path: 'identity.nationalId.country', when: nationalIdAsked },
    { id: 'nationalId', kind: 'text', path: 'identity.nationalId.value', when: nationalIdAsked },
  ],
  address: [
    { id: 'residenceCountry', kind: 'country', path: 'contact.residence.country' },
    { id: 'street', kind: 'text', path: 'contact.residence.street', autoComplete: 'address-line1' },
    { id: 'houseNumber', kind: 'text', path: 'contact.residence.houseNumber', optional: true, narrow: true },
    { id: 'unit', kind: 'text', path: 'contact.residence.unit', optional: true },
    {
      id: 'postalCode',
      kind: 'text',
      path: 'contact.residence.postalCode',
      autoComplete: 'postal-code',
      narrow: true,
      upperCase: true,
    },
    { id: 'city', kind: 'text', path: 'contact.residence.city', autoComplete: 'address-level2' },
    { id: 'addressType', kind: 'checkbox', path: 'contact.addressType', on: 'POSTAL_ONLY', off: 'FIXED' },
    { id: 'residenceSince', kind: 'month', path: 'contact.residenceSince', optional: true },
    previous('previousStreet', 'street'),
    previous('previousHouseNumber', 'houseNumber', true),
    previous('previousPostalCode', 'postalCode'),
    previous('previousCity', 'city'),
    {
      id: 'previousCountry',
      kind: 'country',
      path: 'contact.previousAddresses[0].country',
      when: movedLately,
    },
  ],
  document: [
    { id: 'documentType', kind: 'radio', path: 'document.type', options: 'documentType' },
    { id: 'issuingState', kind: 'country', path: 'document.issuingState' },
    { id: 'documentNumber', kind: 'text', path: 'document.number', upperCase: true },
    { id: 'expiryDate', kind: 'date', path: 'document.expiryDate', optional: true },
    { id: 'documentFiles', kind: 'files', path: 'document.images', side: 'PHOTO_PAGE' },
  ],
  tax: [
    { id: 'taxResidences', kind: 'taxResidences', path: 'tax.taxResidences' },
    { id: 'usPerson', kind: 'yesno', path: 'tax.usPerson' },
    {
      id: 'usCure',
      kind: 'text',
      long: true,
      path: 'tax.usCure.text',
      when: (asked) =>
        hasProblem(asked, 'FATCA_INDICIUM_UNCURED') ||
        (value(asked, 'tax.usPerson') === false && value(asked, 'tax.usCure') !== undefined),
    },
    { id: 'signature', kind: 'signature', path: 'tax.signature' },
  ],
  finances: [
    { id: 'employmentStatus', kind: 'radio', path: 'financial.employmentStatus', options: 'employmentStatus' },
    { id: 'occupation', kind: 'text', path: 'financial.occupation.text', when: works },
    { id: 'employer', kind: 'text', path: 'financial.employer', autoComplete: 'organization', when: works },
    { id: 'annualIncome', kind: 'money', path: 'financial.annualIncome' },
    { id: 'wealth', kind: 'money', path: 'financial.wealth', optional: true },
    { id: 'debt', kind: 'money', path: 'financial.debt', optional: true },
    { id: 'sourceOfFunds', kind: 'kinds', path: 'financial.sourceOfFunds', options: 'sourceOfFunds' },
    { id: 'purpose', kind: 'radio', path: 'financial.purpose.kind', options: 'purpose' },
    { id: 'monthlyIn', kind: 'money', path: 'financial.expectedTurnover.monthlyIn' },
    { id: 'monthlyOut', kind: 'money', path: 'financial.expectedTurnover.monthlyOut' },
    { id: 'cashSharePercent', kind: 'percent', path: 'financial.expectedTurnover.cashSharePercent' },
  ],
  publicOffice: [
    { id: 'pepStatus', kind: 'radio', path: 'identity.pepDeclaration.status', options: 'pepStatus' },
    { id: 'pepFunction', kind: 'text', path: 'identity.pepDeclaration.publicFunction', when: officeHeld },
    { id: 'pepCountry', kind: 'country', path: 'identity.pepDeclaration.country', when: officeHeld },
    {
      id: 'pepEndedOn',
      kind: 'date',
      path: 'identity.pepDeclaration.endedOn',
      when: (asked) => String(value(asked, 'identity.pepDeclaration.status')).startsWith('FORMER'),
    },
  ],
  account: [
    { id: 'iban', kind: 'iban', path: 'account.iban' },
    { id: 'accountHolderName', kind: 'text', path: 'account.accountHolderName', autoComplete: 'name' },
  ],
  consents: [
    { id: 'terms', kind: 'terms', path: 'consents.termsVersion' },
    {
      id: 'electronicCommunication',
      kind: 'checkbox',
      path: 'consents.electronicCommunication',
      on: true,
      off: false,
      optional: true,
    },
    { id: 'offersConsent', kind: 'checkbox', path: 'consents.offersConsent', on: true, off: false, optional: true },
  ],
}

/** Paths that no question carries as they stand, and the question that answers for them. */
const stands: Readonly<Record<string, string>> = {
  'contact.residenceCountry': 'contact.residence.country',
  'financial.occupation': 'financial.occupation.text',
  'financial.occupation.iscoCode': 'financial.occupation.text',
  'tax.signedAt': 'tax.signature',
  'contact.previousAddresses': 'contact.residenceSince',
}

export const shownQuestions = (list: readonly Question[], asked: Asked): readonly Question[] =>
  list.filter((question) => question.when?.(asked) ?? true)

/** The question of a list at which a problem is shown; undefined when none of them is about it. */
export function questionOf(list: readonly Question[], path: string): Question | undefined {
  const wanted = stands[path] ?? path
  return (
    list.find((question) => question.path === wanted) ??
    list.find((question) => isWithin(wanted, question.path)) ??
    list.find((question) => isWithin(question.path, wanted))
  )
}

/** Asked only on request, never in the first form. */
const onRequest: readonly Question[] = [
  { id: 'proofOfAddress', kind: 'files', path: 'contact.proofOfAddress', side: 'PROOF_OF_ADDRESS' },
  { id: 'wealthKind', kind: 'radio', path: 'financial.sourceOfWealth[0].kind', options: 'sourceOfFunds' },
  { id: 'wealthAmount', kind: 'money', path: 'financial.sourceOfWealth[0].amount' },
  { id: 'evidence', kind: 'files', path: 'financial.sourceOfWealth[0].evidenceRef', side: 'EVIDENCE' },
]

/** The questions that a request for `path` asks again. An evidence that no question knows is a file. */
export function questionsAbout(path: string): readonly Question[] {
  const own = onRequest.filter((question) => isWithin(question.path, path) || isWithin(path, question.path))
  if (own.length > 0) return own
  const found = Object.values(questions)
    .flat()
    .filter((question) => overlaps(question.path, path))
  return found.length > 0 ? found : [{ id: 'evidence', kind: 'files', path, side: 'EVIDENCE' }]
}
