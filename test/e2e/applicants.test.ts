// The test customers, end to end through HTTP, workflow and workers, on the embedded engine and on a real Conductor.
import { loadTestCustomers, type TestCustomer, toApplication } from '@gatehouse/kyc/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { eventually, type Gatehouse, startGatehouse } from '../support/gatehouse.ts'
import { realConductorUrl } from '../support/real-conductor.ts'
import { birthDateIn, withCheckDigits } from '../support/mrz.ts'
import { answer, decide, edd, inState, letTimeRunOut, type Step, withdraw } from './human-decisions.ts'

/** Need what no shipped provider has: a payee answer (C16); run elsewhere: C37. */
const ELSEWHERE = new Set(['C16', 'C37'])

const customers = (loadTestCustomers() ?? []).filter(({ id }) => !ELSEWHERE.has(id))

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
  C30: [PEP, REFUSE],
  C33: [REFUSE],
  C34: [edd('APPROVE_WITH_CONDITIONS', 'RISK_ACCEPTABLE_WITH_CONDITIONS')],
  C35: [APPROVE],
  C38: [withdraw],
}

/** The file shows the risk before the evidence that these bring. */
const EVIDENCED = new Set(['C24'])

/** Needs the clock to jump, so that it runs when nothing else does. */
const LAST: Readonly<Record<string, readonly Step[]>> = { C17: [letTimeRunOut], C23: [letTimeRunOut] }

const ReceiptSchema = z.looseObject({ caseId: z.string() })

const conductorUrl = realConductorUrl()
const engines: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['the embedded engine', {}],
  ...(conductorUrl === undefined ? [] : [['a real Conductor', { CONDUCTOR_SERVER_URL: conductorUrl }] as const]),
]

describe.runIf(customers.length > 0).each(engines)('the test customers on %s', (_name, env) => {
  let gatehouse: Gatehouse
  beforeAll(async () => {
    gatehouse = await startGatehouse({ env, startAt: '2026-11-23T09:00:00.000Z' })
  }, 120_000)
  afterAll(() => gatehouse.stop())

  // The duplicate comes after the customer whose duplicate it is; the rest is side by side.
  it.concurrent.each(customers.filter(({ id }) => id !== 'C28' && !(id in LAST)))(
    '$id $title',
    async (customer) => {
      await run(gatehouse, customer, SCRIPTS[customer.id] ?? [])
    },
    300_000,
  )

  it.each(customers.filter(({ id }) => id === 'C28'))(
    '$id $title',
    async (customer) => {
      await run(gatehouse, customer, [decide('SAME_PERSON', ['DOCUMENT_EQUAL'], 'Chiara')])
    },
    300_000,
  )

  it.each(customers.filter(({ id }) => id in LAST))(
    '$id $title',
    async (customer) => {
      await run(gatehouse, customer, LAST[customer.id] ?? [])
    },
    300_000,
  )
})

async function run(gatehouse: Gatehouse, customer: TestCustomer, steps: readonly Step[]): Promise<void> {
  const { expected } = customer
  const intake = await gatehouse.as('Anna')
  const application = toApplication(customer)
  const receipt = await intake.call('POST', '/kyc/v1/applications', { application, acceptIncomplete: true })
  const { caseId } = ReceiptSchema.parse(receipt)
  const stopped = await inState(await gatehouse.as('Greta'), caseId, expected.stopsAt)
  for (const step of steps) await step({ gatehouse, caseId, email: customer.applicant.email })
  const auditor = await gatehouse.as('Greta')
  // The decision comes first; class and customer follow it within the same workflow.
  const final = await eventually('the customer', async () => {
    const ended = await inState(auditor, caseId, expected.finalState)
    return (expected.customerClass === undefined || ended.customerId !== null) && ended
  })
  expect({
    stopsAt: stopped.state,
    finalState: final.state,
    customerClass: final.customerClass,
    reasonCode: expected.reasonCode === undefined ? undefined : final.reasonCode,
    risk: EVIDENCED.has(customer.id) ? undefined : riskOf(final),
  }).toEqual({
    stopsAt: expected.stopsAt,
    finalState: expected.finalState,
    customerClass: expected.customerClass ?? null,
    reasonCode: expected.reasonCode,
    risk: EVIDENCED.has(customer.id) ? undefined : expectedRisk(customer),
  })
}

function riskOf({ risk }: Awaited<ReturnType<typeof inState>>) {
  if (risk === null) return null
  return {
    factorScores: Object.fromEntries(risk.factors.map(({ id, value }) => [id, value])),
    rawSum: risk.raw,
    score: risk.score,
    scoreClass: risk.classByScore,
    floors: risk.floors.map(({ id, effect }) => `${id}:${effect}`),
    riskClass: risk.final,
    cddLevel: risk.cddLevel,
  }
}

function expectedRisk({ expected }: TestCustomer) {
  if (!expected.risk) return null
  const { factorScores, rawSum, score, scoreClass, floors, riskClass, cddLevel } = expected.risk
  return { factorScores, rawSum, score, scoreClass, floors, riskClass, cddLevel }
}
