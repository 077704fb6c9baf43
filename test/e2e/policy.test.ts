// A version of the risk policy on its way into force, and the first case that it decides.
import {
  BacktestReportSchema,
  PolicyDetailSchema,
  PolicyUseSchema,
  type PolicyVersion,
  PolicyVersionSchema,
} from '@gatehouse/kyc/wire'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { eventually, type Gatehouse, HttpFailure, startGatehouse } from '../support/gatehouse.ts'

const base = '/kyc/v1/policies'
let gatehouse: Gatehouse
beforeAll(async () => {
  gatehouse = await startGatehouse()
  await submit('joris-lindenhof')
})
afterAll(() => gatehouse.stop())

/** One of the demo's applicants, who is nobody's namesake: accepted or refused by the model alone. */
async function submit(sample: string): Promise<void> {
  const file = new URL(`../../docs/samples/${sample}.json`, import.meta.url)
  const application: unknown = JSON.parse(await readFile(file, 'utf8'))
  const anna = await gatehouse.as('Anna')
  await anna.call('POST', '/kyc/v1/applications', { application, acceptIncomplete: true })
}

const versionsFor = async (who: string): Promise<readonly PolicyVersion[]> =>
  z.array(PolicyVersionSchema).parse(await (await gatehouse.as(who)).call('GET', base))

it('is drafted, tried on decided cases, published by a second person, and decides what comes next', async () => {
  const elena = await gatehouse.as('Elena')
  const dmitri = await gatehouse.as('Dmitri')
  expect(await versionsFor('Greta')).toMatchObject([
    { version: '1.0.0', state: 'ACTIVE', createdBy: { name: 'installation' }, may: { decide: false } },
  ])
  const shipped = PolicyDetailSchema.parse(await elena.call('GET', `${base}/1.0.0`)).policy
  const refused = elena.call('POST', base, {
    policy: { ...shipped, version: '1.1.0', thresholds: { medium: 9, high: 3 } },
  })
  await expect(refused).rejects.toThrow(/THRESHOLD_ORDER/)
  // A stricter bank: whatever scores at all is high.
  const draft = { ...shipped, version: '1.1.0', thresholds: { medium: 1, high: 2 } }
  await elena.call('POST', base, { policy: draft })

  const approved = await eventually('a case to be decided', async () => {
    const { items } = await dmitri.queue('closed')
    return items.find(({ state }) => state === 'APPROVED')
  })
  const report = BacktestReportSchema.parse(await elena.call('POST', `${base}/1.1.0/backtest`))
  expect(report.cases + report.skipped).toBeGreaterThan(0)
  expect(report.changed).toContainEqual(expect.objectContaining({ caseId: approved.caseId, to: 'HIGH' }))
  expect(report.matrix.reduce((sum, { count }) => sum + count, 0)).toBe(report.cases)
  const again = BacktestReportSchema.parse(await elena.call('POST', `${base}/1.1.0/backtest`))
  expect(again.policyHash).toBe(report.policyHash)

  await elena.call('POST', `${base}/1.1.0/proposal`)
  const publish = { decision: 'PUBLISH' }
  const alone = elena.call('POST', `${base}/1.1.0/decision`, publish)
  await expect(alone).rejects.toThrow(HttpFailure)
  await expect(alone).rejects.toThrow(/SAME_PERSON/)
  expect((await versionsFor('Elena'))[0]).toMatchObject({ state: 'PROPOSED', whyNot: 'why-not.same-person' })
  expect((await versionsFor('Dmitri'))[0]).toMatchObject({ whyNot: null, may: { decide: true } })
  await dmitri.call('POST', `${base}/1.1.0/decision`, publish)
  expect(await versionsFor('Greta')).toMatchObject([
    { version: '1.1.0', state: 'ACTIVE', proposedBy: { name: 'Elena Marsh' }, approvedBy: { name: 'Dmitri Vogel' } },
    { version: '1.0.0', state: 'RETIRED' },
  ])

  // The case that was decided keeps its version; the next one is assessed by the new one.
  const use = async (version: string) => PolicyUseSchema.parse(await dmitri.call('GET', `${base}/${version}/use`))
  expect((await use('1.0.0')).cases).toContainEqual(
    expect.objectContaining({ caseId: approved.caseId, outcome: 'APPROVED' }),
  )
  expect((await use('1.1.0')).total).toBe(0)
  await submit('mira-sommerfeld')
  const next = await eventually('the next case to be assessed', async () => (await use('1.1.0')).cases[0])
  expect(next.riskClass).toBe('HIGH')
  const detail = await (await gatehouse.as('Anna')).kycCase(next.caseId)
  expect([detail.policyVersion, detail.risk?.policy.version]).toEqual(['1.1.0', '1.1.0'])
}, 120_000)
