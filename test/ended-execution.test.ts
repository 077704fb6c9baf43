// Executions that end otherwise than by their case's own doing: the case is held, and an operator starts a new one.
import { loadTestCustomers, sampleApplication, toApplication } from '@gatehouse/kyc/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { decide, inState } from './e2e/human-decisions.ts'
import { eventually, type Gatehouse, startGatehouse } from './support/gatehouse.ts'

const HOUR_MS = 3_600_000
// No fixed residence: one item for an analyst alone.
const customer = loadTestCustomers()?.find(({ id }) => id === 'C22')

const ExecutionSchema = z.looseObject({
  workflowId: z.string(),
  status: z.string(),
  tasks: z.array(
    z.looseObject({ taskId: z.string(), referenceTaskName: z.string(), subWorkflowId: z.string().nullish() }),
  ),
})

let gatehouse: Gatehouse

beforeAll(async () => {
  gatehouse = await startGatehouse({ startAt: '2026-11-23T09:00:00.000Z' })
}, 60_000)
afterAll(() => gatehouse.stop())

async function handIn(application: object): Promise<string> {
  const analyst = await gatehouse.as('Anna')
  const answer = await analyst.call('POST', '/kyc/v1/applications', { application, acceptIncomplete: true })
  return z.looseObject({ caseId: z.string() }).parse(answer).caseId
}

async function execution(workflowId: string | null) {
  const operator = await gatehouse.as('Ines')
  return ExecutionSchema.parse(await operator.call('GET', `/api/workflow/${workflowId}`))
}

async function resume(caseId: string): Promise<void> {
  await (await gatehouse.as('Ines')).call('POST', `/kyc/v1/cases/${caseId}/retry`)
}

describe.runIf(customer !== undefined)('a case in review', () => {
  const begin = async () => {
    // Every case here is the same person: the second and third are duplicates to be settled as well.
    const caseId = await handIn(customer === undefined ? {} : toApplication(customer))
    const { workflowId } = await inState(await gatehouse.as('Anna'), caseId, 'IN_REVIEW')
    return { caseId, workflowId }
  }

  it('whose execution is terminated is held, resumed with a new one, and decided', { timeout: 90_000 }, async () => {
    const { caseId, workflowId } = await begin()
    const operator = await gatehouse.as('Ines')
    await operator.call('DELETE', `/api/workflow/${workflowId}?reason=by+mistake`)
    const analyst = await gatehouse.as('Anna')
    const held = await inState(analyst, caseId, 'TECHNICAL_HOLD')
    expect(held.items.filter(({ state }) => state === 'OPEN')).toEqual([])
    expect((await analyst.raw('POST', `/kyc/v1/cases/${caseId}/retry`)).status).toBe(403)

    await resume(caseId)
    const again = await inState(analyst, caseId, 'IN_REVIEW')
    expect(again.workflowId).not.toBe(workflowId)
    expect((await execution(again.workflowId)).status).toBe('RUNNING')
    await decide('ACCEPT', ['NO_FIXED_RESIDENCE'])({ gatehouse, caseId, email: '' })
    await inState(analyst, caseId, 'APPROVED')
    const found = await operator.call('GET', `/api/workflow/kycWorkflow/correlated/${caseId}?includeClosed=true`)
    expect(
      z
        .array(z.looseObject({ status: z.string() }))
        .parse(found)
        .map(({ status }) => status),
    ).toEqual(expect.arrayContaining(['TERMINATED', 'COMPLETED']))
    expect(await operator.raw('POST', `/kyc/v1/cases/${caseId}/retry`)).toMatchObject({ status: 409 })
  })

  it('whose task for people is completed by hand is held, and asks them again', { timeout: 90_000 }, async () => {
    const { caseId, workflowId } = await begin()
    const operator = await gatehouse.as('Ines')
    const child = await eventually('the review', async () => {
      const { tasks } = await execution(workflowId)
      return tasks.find(({ referenceTaskName }) => referenceTaskName.startsWith('adjudication'))?.subWorkflowId
    })
    await eventually('the task for people', async () =>
      (await execution(child)).tasks.some(({ referenceTaskName }) => referenceTaskName.startsWith('review_maker')),
    )
    await operator.call('POST', `/api/tasks/${child}/review_maker/COMPLETED`, { needsSecond: 'false' })
    const analyst = await gatehouse.as('Anna')
    await inState(analyst, caseId, 'TECHNICAL_HOLD')
    await resume(caseId)
    const again = await inState(analyst, caseId, 'IN_REVIEW')
    expect(again.workflowId).not.toBe(workflowId)
    expect(again.items.filter(({ state }) => state === 'OPEN').length).toBeGreaterThan(0)
  })
})

it('a case that has aged on hold between its checks and its approval runs them again', {
  timeout: 90_000,
}, async () => {
  const author = await gatehouse.as('Jonas')
  const DefinitionSchema = z.looseObject({ tasks: z.array(z.looseObject({ taskReferenceName: z.string() })) })
  const shipped = DefinitionSchema.parse(await author.call('GET', '/api/metadata/workflow/kycWorkflow'))
  const at = shipped.tasks.findIndex(({ taskReferenceName }) => taskReferenceName === 'customer_acceptance')
  const obstacle = { name: 'nobody_does_this', taskReferenceName: 'obstacle', type: 'SIMPLE' }
  await author.call('PUT', '/api/metadata/workflow', [
    { ...shipped, tasks: [...shipped.tasks.slice(0, at), obstacle, ...shipped.tasks.slice(at)] },
  ])
  const caseId = await handIn(sampleApplication())
  const analyst = await gatehouse.as('Anna')
  const operator = await gatehouse.as('Ines')
  const waiting = await eventually('the obstacle', async () => {
    const { workflowId } = await analyst.kycCase(caseId)
    if (workflowId === null) return false
    const { tasks } = await execution(workflowId)
    return tasks.find(({ referenceTaskName }) => referenceTaskName === 'obstacle') && { workflowId }
  })
  await operator.call('POST', `/api/tasks/${waiting.workflowId}/obstacle/FAILED_WITH_TERMINAL_ERROR`, {})
  const held = await inState(analyst, caseId, 'TECHNICAL_HOLD')
  const before = held.checks.map(({ checkId }) => checkId)
  await author.call('PUT', '/api/metadata/workflow', [shipped])
  gatehouse.advance(30 * HOUR_MS)

  await resume(caseId)
  const approved = await inState(analyst, caseId, 'APPROVED')
  expect(approved.workflowId).not.toBe(waiting.workflowId)
  expect(approved.checks.map(({ checkId }) => checkId).filter((checkId) => before.includes(checkId))).toEqual([])
})
