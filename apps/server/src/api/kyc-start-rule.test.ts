// Nothing but ids and codes gets into our own workflows, whoever starts them.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { TestAnswer, TestServer } from '../testing/test-server.ts'
import { createTestServer } from '../testing/test-server.ts'
import { undeclaredInput } from './kyc-start-rule.ts'

const ours = { name: 'kycWorkflow', inputParameters: ['caseId', 'locale'] }

describe('the rule', () => {
  it.each([
    [ours, ['caseId'], undefined],
    [ours, ['caseId', 'firstName'], "Workflow 'kycWorkflow' takes caseId, locale and nothing else; not: firstName"],
    [{ ...ours, name: 'KYC_old' }, ['iban'], "Workflow 'KYC_old' takes caseId, locale and nothing else; not: iban"],
    [{ ...ours, name: 'loans' }, ['firstName'], undefined],
    // An author's own, without a case.
    [{ name: 'kycWorkflow', inputParameters: ['salary'] }, ['firstName'], undefined],
  ])('of %o with %o: %s', (definition, keys, message) => {
    expect(undeclaredInput(definition, keys)).toBe(message)
  })
})

describe('a server with the embedded engine', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await createTestServer()
    await server.start()
  })
  afterAll(() => server.remove())

  const input = { caseId: 'c-1', firstName: 'Greta' }
  const refused = /takes caseId, .* and nothing else; not: firstName$/
  const post = (url: string, body: unknown) => server.request('POST', url, { body })
  const read = async <T>(url: string) => (await server.request('GET', url)).json as T // what Conductor answers there
  const author = async (name: string, tasks: unknown[]) => {
    expect((await post('/api/metadata/workflow', { name, schemaVersion: 2, tasks })).status).toBe(200)
  }

  it.each([
    ['/api/workflow', { name: 'kycWorkflow', input }],
    ['/api/workflow/kycWorkflow', input],
    ['/api/workflow/execute/kycWorkflow/1', { input }],
    ['/api/workflow/execute/kycWorkflow', { input }],
    ['/api/workflow/start/kycWorkflow/1', input],
    ['/api/workflow/test', { name: 'kycWorkflow', version: 1, input }],
  ])('refuses it at POST %s', async (url, body) => {
    const answer = await post(url, body)
    expect([answer.status, answer.json]).toMatchObject([400, { status: 400, message: expect.stringMatching(refused) }])
  })

  it.each([
    ['START_WORKFLOW', { inputParameters: { startWorkflow: { name: 'kycWorkflow', input } } }],
    ['SUB_WORKFLOW', { inputParameters: input, subWorkflowParam: { name: 'kycWorkflow' } }],
  ])('fails a %s task with the reason', async (type, more) => {
    const name = `author_${type}`
    await author(name, [{ name: 't', taskReferenceName: 't', type, ...more }])
    const id = (await post(`/api/workflow/${name}`, {})).text
    await vi.waitFor(async () => {
      expect(await read(`/api/workflow/${id}`)).toMatchObject({
        status: 'FAILED',
        tasks: [{ status: 'FAILED', reasonForIncompletion: expect.stringMatching(refused) }],
      })
    })
  })

  it("records a schedule's execution as failed", async () => {
    const saved = await post('/api/scheduler/schedules', {
      name: 'nightly',
      cronExpression: '* * * * * *',
      startWorkflowRequest: { name: 'kycWorkflow', input },
    })
    expect(saved.status).toBe(200)
    await vi.waitFor(
      async () => {
        const { results } = await read<{ results: unknown[] }>('/api/scheduler/search/executions')
        expect(results[0]).toMatchObject({ state: 'FAILED', reason: expect.stringMatching(refused) })
      },
      { timeout: 5000 },
    )
    await server.request('DELETE', '/api/scheduler/schedules/nightly')
  })

  it('answers a vendor whose call would start it', async () => {
    const saved = await post('/api/metadata/webhook', {
      name: 'vendor',
      verifier: 'HEADER_BASED',
      headers: { 'X-Key': 'k' },
      workflowsToStart: { kycWorkflow: 1 },
    })
    const { id } = saved.json as { id: string } // what Orkes' clients read
    const answer = await server.request('POST', `/webhook/${id}`, { body: input, headers: { 'x-key': 'k' } })
    expect([answer.status, answer.json]).toMatchObject([400, { message: expect.stringMatching(refused) }])
  })

  it('refuses it where it would run again with another input', async () => {
    const started: TestAnswer = await post('/api/workflow', { name: 'kycWorkflow', input: { caseId: 'unknown' } })
    const id = started.text
    await server.request('DELETE', `/api/workflow/${id}`)
    const answer = await post(`/api/workflow/${id}/rerun`, { workflowInput: input })
    expect([answer.status, answer.json]).toMatchObject([400, { message: expect.stringMatching(refused) }])
  })

  it('refuses it where people give it to tasks and variables of an execution that runs', async () => {
    // As the shipped ones wait for people.
    const person = (ref: string) => ({
      name: ref,
      taskReferenceName: ref,
      type: 'HUMAN',
      inputParameters: { caseId: '' },
    })
    const inputParameters = ['caseId']
    const outputParameters = { outcome: '${second.output.outcome}' }
    const tasks = [person('first'), person('second'), person('third')]
    await post('/api/metadata/workflow', {
      name: 'kyc_own',
      schemaVersion: 2,
      inputParameters,
      outputParameters,
      tasks,
    })
    const id = (await post('/api/workflow', { name: 'kyc_own', input: { caseId: 'unknown' } })).text
    const named = { firstName: 'Greta' }
    const only = /^(Task|Workflow) '.*' has, as .* and nothing else; not: firstName$/
    const expectRefusal = (answer: TestAnswer) =>
      expect([answer.status, answer.json]).toMatchObject([400, { message: expect.stringMatching(only) }])
    const skip = `/api/workflow/${id}/skiptask`
    expectRefusal(await server.request('PUT', `${skip}/second`, { body: { taskInput: named } }))
    expectRefusal(await server.request('PUT', `${skip}/second`, { body: { taskOutput: named } }))
    expectRefusal(await server.request('PUT', `${skip}/second?taskOutput%5BfirstName%5D=Greta`))
    expectRefusal(await post(`/api/workflow/${id}/variables`, named))
    expectRefusal(await post(`/api/workflow/${id}/jump/third`, named))
    const declared = { taskInput: { caseId: 'c' }, taskOutput: { outcome: 'DONE' } }
    expect((await server.request('PUT', `${skip}/second`, { body: declared })).status).toBe(200)
    await server.request('DELETE', `/api/workflow/${id}`)
    const { tasks: made } = await read<{ tasks: { taskId: string }[] }>(`/api/workflow/${id}`)
    const reRunFromTaskId = made.at(-1)?.taskId
    expectRefusal(await post(`/api/workflow/${id}/rerun`, { reRunFromTaskId, taskInput: named }))
    const again = await post(`/api/workflow/${id}/rerun`, { reRunFromTaskId, taskInput: { caseId: 'd' } })
    expect(again.status).toBe(200)
  })

  it('has let nobody in', async () => {
    const found = await read<{ results: { input: string }[] }>('/api/workflow/search?query=workflowType%3DkycWorkflow')
    expect(found.results.map((each) => each.input)).toEqual(['{"caseId":"unknown"}'])
  })
})
