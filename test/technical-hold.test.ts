// Lists that cannot be read hold the case: no result is never "clear". C37 of the test customers.
import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadTestCustomers, toApplication } from '@gatehouse/kyc/testing'
import { ensureDemoLists, importList, openListStore } from '@gatehouse/screening'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { inState } from './e2e/human-decisions.ts'
import { eventually, type Gatehouse, startGatehouse } from './support/gatehouse.ts'
import { repository } from './support/server-process.ts'

const NOW = '2026-11-23T09:00:00.000Z'
const customer = loadTestCustomers()?.find(({ id }) => id === 'C37')

describe.runIf(customer !== undefined)('when the sanctions lists are missing', () => {
  let gatehouse: Gatehouse
  let lists: string
  let none: string

  beforeAll(async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'gatehouse-hold-'))
    none = await mkdtemp(join(tmpdir(), 'gatehouse-no-lists-'))
    lists = join(dataDir, 'lists')
    // The bank's own list is there, so that one source alone is missing.
    await importBlacklist(lists)
    // A folder of one's own takes the place of the demo lists; nothing is in it yet.
    gatehouse = await startGatehouse({ dataDir, startAt: NOW, env: { GATEHOUSE_LISTS: none } })
  }, 60_000)
  afterAll(async () => {
    await gatehouse.stop()
    await rm(gatehouse.dataDir, { recursive: true, force: true })
    await rm(none, { recursive: true, force: true })
  })

  it('holds the case until an operator tries again with lists in place', { timeout: 120_000 }, async () => {
    if (customer === undefined) return
    const author = await gatehouse.as('Jonas')
    const path = '/api/metadata/taskdefs/validate_sanctions'
    const definition = z.looseObject({ retryCount: z.number() }).parse(await author.call('GET', path))
    const impatient = { ...definition, retryCount: 1, retryLogic: 'FIXED', retryDelaySeconds: 1 }
    await author.call('PUT', '/api/metadata/taskdefs', impatient)

    const analyst = await gatehouse.as('Anna')
    const body = { application: toApplication(customer), acceptIncomplete: true }
    const answer = await analyst.call('POST', '/kyc/v1/applications', body)
    const { caseId } = z.looseObject({ caseId: z.string() }).parse(answer)

    const held = await inState(analyst, caseId, 'TECHNICAL_HOLD')
    expect(held.checks.map(({ kind }) => kind)).not.toContain('validate_sanctions')
    expect(held.checks.find(({ kind }) => kind === 'validate_names')?.result).toBe('CLEAR')
    expect(held.risk).toBeNull()
    const { status } = await workflowOf(held.workflowId)
    expect(status).toBe('FAILED')

    // Not the analyst's business, and of no use while the lists are missing.
    expect((await analyst.raw('POST', `/kyc/v1/cases/${caseId}/retry`)).status).toBe(403)
    const operator = await gatehouse.as('Ines')
    await operator.call('POST', `/kyc/v1/cases/${caseId}/retry`)
    await eventually('another failure', async () => {
      const { status: now, tasks } = await workflowOf(held.workflowId)
      return now === 'FAILED' && tasks.filter(({ referenceTaskName: ref }) => ref === 'validate_sanctions').length >= 3
    })
    await inState(analyst, caseId, 'TECHNICAL_HOLD')

    await ensureDemoLists(await openListStore(lists), { now: NOW })
    await eventually('the lists to be in force', async () => {
      const rows = z.array(z.looseObject({ listId: z.string() })).parse(await analyst.call('GET', '/kyc/v1/lists'))
      return rows.some(({ listId }) => listId === 'DEMO-SANCTIONS')
    })
    await operator.call('POST', `/kyc/v1/cases/${caseId}/retry`)
    const final = await eventually('the customer', async () => {
      const approved = await inState(analyst, caseId, 'APPROVED')
      return approved.customerId !== null && approved
    })
    expect(final.checks.find(({ kind }) => kind === 'validate_sanctions')?.result).toBe('CLEAR')
    expect(final.risk).toMatchObject({ score: customer.expected.risk?.score, final: customer.expected.risk?.riskClass })
    expect(final.customerClass).toBe(customer.expected.customerClass)
    const mails = (await analyst.mailbox()).filter(({ to }) => to === customer.applicant.email)
    expect(mails).toHaveLength(2)
  })

  async function workflowOf(workflowId: string | null) {
    const operator = await gatehouse.as('Ines')
    return ExecutionSchema.parse(await operator.call('GET', `/api/workflow/${workflowId}`))
  }
})

const ExecutionSchema = z.looseObject({
  status: z.string(),
  tasks: z.array(z.looseObject({ referenceTaskName: z.string(), status: z.string() })),
})

async function importBlacklist(folder: string): Promise<void> {
  await importList(await openListStore(folder), {
    listId: 'BLACKLIST',
    format: 'blacklist-csv',
    purpose: 'blacklist',
    title: 'Own list',
    source: 'blacklist.csv',
    fetchedAt: NOW,
    files: [
      {
        name: 'blacklist.csv',
        open: () => createReadStream(join(repository, 'packages/screening/demo/blacklist.csv')),
      },
    ],
  })
}
