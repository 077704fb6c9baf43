// One test customer from application to decision, with the people who decide on the way.
import type { VerifyPayee } from '@gatehouse/kyc'
import type { CaseDetail } from '@gatehouse/kyc/wire'
import { loadTestCustomers, payeeAnswer, type TestCustomer, toApplication } from '@gatehouse/kyc/testing'
import { z } from 'zod'
import { eventually, type Gatehouse } from '../support/gatehouse.ts'
import { birthDateIn, withCheckDigits } from '../support/mrz.ts'
import { answer, decide, edd, inState, letTimeRunOut, type Step, withdraw } from './human-decisions.ts'

/** Runs elsewhere: its lists cannot be read. */
const ELSEWHERE = new Set(['C37'])

/** Empty when their file is not there. */
export const customers = (loadTestCustomers() ?? []).filter(({ id }) => !ELSEWHERE.has(id))

const MATCH = decide('TRUE_MATCH', ['NAME_DOB_EQUAL'], 'Dmitri')
const PEP = decide('TRUE_MATCH', ['NAME_DOB_EQUAL'])
const APPROVE = edd('APPROVE', 'RISK_ACCEPTABLE')
const REFUSE = edd('REFUSE', 'OUTSIDE_RISK_APPETITE')

/** What people do after the machine has stopped by itself; customers without a line need nobody. */
const SCRIPTS: Readonly<Record<string, readonly Step[]>> = {
  C03: [MATCH],
  C04: [MATCH],
  C05: [MATCH],
  C06: [decide('FALSE_POSITIVE', ['DOB_CONFLICT', 'BIRTHPLACE_CONFLICT'], 'Chiara')],
  C07: [PEP, APPROVE],
  C08: [PEP, APPROVE],
  C09: [PEP, APPROVE],
  C10: [APPROVE],
  C12: [decide('DECLINE', ['COUNTRY_NOT_SERVED'], 'Chiara')],
  C13: [decide('TRUE_MATCH', ['NAME_DOB_EQUAL'], 'Chiara')],
  C14: [decide('FALSE_POSITIVE', ['DOB_CONFLICT'], 'Chiara')],
  C15: [answer({ 'account.iban': 'DE72370400440532013015' })],
  C16: [
    decide('REQUEST_INFORMATION', ['DATA_UNCLEAR'], undefined, [
      { code: 'ACCOUNT_NAME_NO_MATCH', path: 'account.iban' },
    ]),
    answer({ 'account.iban': 'DE93370400440532013316', 'account.accountHolderName': 'Dieter Kontofremd' }),
  ],
  C18: [
    decide('REQUEST_INFORMATION', ['DATA_UNCLEAR'], undefined, [{ code: 'MRZ_FORMAT', path: 'document.mrz' }]),
    answer({ 'document.mrz': withCheckDigits(customers.find(({ id }) => id === 'C18')?.document.mrz ?? []) }),
  ],
  C19: [
    decide('REQUEST_INFORMATION', ['DATA_UNCLEAR'], undefined, [{ code: 'DOB_INVALID', path: 'identity.dateOfBirth' }]),
    answer({ 'identity.dateOfBirth': birthDateIn(customers.find(({ id }) => id === 'C19')?.document.mrz ?? []) }),
  ],
  C22: [decide('ACCEPT', ['NO_FIXED_RESIDENCE'])],
  C24: [
    answer({
      'financial.sourceOfWealth': [
        {
          kind: 'INHERITANCE_GIFT',
          amount: { minor: 395_000_000, currency: 'EUR' },
          evidenceRef: 'certificate-of-inheritance',
        },
      ],
    }),
  ],
  C26: [
    answer({
      'tax.taxResidences': [
        { country: 'US', tin: '987-65-4320' },
        { country: 'DE', tin: '86095742719' },
      ],
    }),
  ],
  C27: [answer({ 'tax.usCure': { kind: 'LOSS_OF_NATIONALITY', evidenceRef: 'certificate-of-loss' } })],
  C28: [decide('SAME_PERSON', ['DOCUMENT_EQUAL'], 'Chiara')],
  C30: [PEP, REFUSE],
  C33: [REFUSE],
  C34: [edd('APPROVE_WITH_CONDITIONS', 'RISK_ACCEPTABLE_WITH_CONDITIONS')],
  C35: [APPROVE],
  C38: [withdraw],
}

/** Need the clock to jump, so that they run when nothing else does. */
const LAST: Readonly<Record<string, readonly Step[]>> = { C17: [letTimeRunOut], C23: [letTimeRunOut] }

export function needsClock({ id }: TestCustomer): boolean {
  return id in LAST
}

/** The duplicate comes after the customer whose duplicate it is. */
export function isSideBySide({ id }: TestCustomer): boolean {
  return id !== 'C28' && !(id in LAST)
}

/** The bank of an account knows whose it is. */
export const verifyPayee: VerifyPayee = async ({ iban }) =>
  payeeAnswer(customers.find(({ applicant }) => applicant.iban === iban)?.id ?? '')

const ReceiptSchema = z.looseObject({ caseId: z.string() })

/** The case where the machine stopped by itself, and at its end. */
export async function walk(
  gatehouse: Gatehouse,
  customer: TestCustomer,
): Promise<{ stopped: CaseDetail; final: CaseDetail }> {
  const { expected } = customer
  const intake = await gatehouse.as('Anna')
  const application = toApplication(customer)
  const receipt = await intake.call('POST', '/kyc/v1/applications', { application, acceptIncomplete: true })
  const { caseId } = ReceiptSchema.parse(receipt)
  const auditor = await gatehouse.as('Greta')
  const stopped = await inState(auditor, caseId, expected.stopsAt)
  const steps = SCRIPTS[customer.id] ?? LAST[customer.id] ?? []
  for (const step of steps) await step({ gatehouse, caseId, email: customer.applicant.email })
  // The decision comes first; class and customer follow it within the same workflow. A jump of the clock ends sessions.
  const reader = await gatehouse.as('Greta')
  const final = await eventually('the customer', async () => {
    const ended = await inState(reader, caseId, expected.finalState)
    return (expected.customerClass === undefined || ended.customerId !== null) && ended
  })
  return { stopped, final }
}
