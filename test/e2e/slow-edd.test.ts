// Enhanced due diligence that takes longer than checks hold: they run again before the approval.
import { loadTestCustomers, toApplication } from '@gatehouse/kyc/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { eventually, type Gatehouse, HttpFailure, startGatehouse } from '../support/gatehouse.ts'
import { inState } from './human-decisions.ts'

const customer = loadTestCustomers()?.find(({ id }) => id === 'C34')
const DAY_MS = 86_400_000
const NOTE = 'Sources of funds and wealth are evidenced in the file.'
const ReceiptSchema = z.looseObject({ caseId: z.string() })

// Not on a real Conductor as well: the workers of two installations on one server would take each other's tasks.
describe.runIf(customer !== undefined)('enhanced due diligence that takes days', () => {
  let gatehouse: Gatehouse
  beforeAll(async () => {
    gatehouse = await startGatehouse({ startAt: '2026-11-23T09:00:00.000Z' })
  }, 120_000)
  afterAll(() => gatehouse.stop())

  it('approves after the checks have run again, once behind the analyst and once behind the MLRO', async () => {
    if (customer === undefined) return
    const analyst = await gatehouse.as('Anna')
    const mlro = await gatehouse.as('Dmitri')
    const receipt = await analyst.call('POST', '/kyc/v1/applications', {
      application: toApplication(customer),
      acceptIncomplete: true,
    })
    const { caseId } = ReceiptSchema.parse(receipt)
    const decide = async (client: typeof analyst, state: string, outcome: string, reason: string): Promise<void> => {
      const { revision, items } = await inState(client, caseId, state)
      const item = items.find((candidate) => candidate.state === 'OPEN')
      const proposal = { outcome, reasonCodes: [reason], note: NOTE, revision }
      await client.call('POST', `/kyc/v1/cases/${caseId}/items/${item?.itemId}/proposal`, proposal)
    }
    const checksAt = async () => (await mlro.kycCase(caseId)).checks.map(({ at }) => at.slice(0, 10))

    await inState(analyst, caseId, 'EDD_REVIEW')
    gatehouse.advance(3 * DAY_MS)
    await decide(analyst, 'EDD_REVIEW', 'RECOMMEND_APPROVE', 'RISK_ACCEPTABLE')
    await inState(mlro, caseId, 'EDD_APPROVAL')
    expect(new Set(await checksAt())).toEqual(new Set(['2026-11-26']))

    gatehouse.advance(2 * DAY_MS)
    const refused = await decide(mlro, 'EDD_APPROVAL', 'APPROVE', 'RISK_ACCEPTABLE').catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(HttpFailure)
    expect(String(refused)).toContain('CHECKS_STALE')
    await eventually('fresh checks', async () => (await checksAt()).every((day) => day === '2026-11-28'))
    await decide(mlro, 'EDD_APPROVAL', 'APPROVE', 'RISK_ACCEPTABLE')
    const approved = await eventually('the customer', async () => {
      const ended = await inState(mlro, caseId, 'APPROVED')
      return ended.customerId !== null && ended
    })
    expect(approved).toMatchObject({ reasonCode: 'APPROVED_EDD', customerClass: 'AFFLUENT' })
  }, 120_000)
})
