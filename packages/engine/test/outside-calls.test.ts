// What executions hear from outside: polled answers, webhooks, messages.

import { createHmac } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { JsonMap } from '../src/model/json.ts'
import { createConductorApi } from '../src/rest/conductor-api.ts'
import { answerOk, flow, openTestEngine, simple, task, taskOf } from './harness.ts'

describe('HTTP_POLL', () => {
  const poll = (more: JsonMap = {}) =>
    flow([
      task('HTTP_POLL', 'p', {
        inputParameters: {
          http_request: { uri: 'http://vendor/check', method: 'GET' },
          pollingInterval: 10,
          terminationCondition: `$.output.body.state === 'done' && $.state === 'done'`,
          ...more,
        },
      }),
    ])

  it('calls until its condition holds, at its interval', async () => {
    const states = ['new', 'new', 'done']
    const t = await openTestEngine({ serverId: 'here', answerHttp: async () => answerOk({ state: states.shift() }) })
    const id = await t.run(poll({ pollingStrategy: 'LINEAR_BACKOFF' }))
    const waits = (polls: number, seconds: number) =>
      t.until(id, ({ tasks: [one] }) => one?.pollCount === polls && one.callbackAfterSeconds === seconds)
    const first = await waits(1, 10)
    expect(taskOf(first, 'p')).toMatchObject({ status: 'IN_PROGRESS', workerId: 'here' })
    await t.clock.advance(9_000)
    expect(states).toHaveLength(2)
    await t.clock.advance(1_000)
    await waits(2, 20)
    await t.clock.advance(20_000)
    const done = await t.until(id, ({ status }) => status === 'COMPLETED')
    expect(done.output).toMatchObject({ response: { body: { state: 'done' } } })
  })

  it('goes on polling after a restart', async () => {
    const dataFile = joinPath(mkdtempSync(joinPath(tmpdir(), 'engine-')), 'data.db')
    const first = await openTestEngine({ dataFile, answerHttp: async () => answerOk({ state: 'new' }) })
    const id = await first.run(poll())
    await first.until(id, ({ tasks: [one] }) => one?.callbackAfterSeconds === 10)
    await first.engine.close()
    const second = await openTestEngine({ dataFile, answerHttp: async () => answerOk({ state: 'done' }) })
    await second.clock.advance(10_000)
    await second.until(id, ({ status }) => status === 'COMPLETED')
  })

  it('fails with the call, and with a condition that makes no sense', async () => {
    const t = await openTestEngine({ answerHttp: async () => answerOk({}) })
    const broken = await t.run(poll({ terminationCondition: '$.a.b.c' }))
    const failed = await t.until(broken, ({ status }) => status === 'FAILED')
    expect(taskOf(failed, 'p').status).toBe('FAILED_WITH_TERMINAL_ERROR')
    const down = await openTestEngine({ answerHttp: async () => ({ ok: false, reason: 'down', terminal: false }) })
    const id = await down.run(poll())
    expect(taskOf(await down.until(id, ({ status }) => status === 'FAILED'), 'p').reasonForIncompletion).toBe('down')
  })
})

describe('a webhook', () => {
  const waiting = flow([
    task('WAIT_FOR_WEBHOOK', 'w', {
      inputParameters: { matches: { "$['check']['id']": '${workflow.input.check}', kind: 'result' } },
    }),
    simple('after', { inputParameters: { verdict: '${w.output.check.verdict}' } }),
  ])
  const headerHook = {
    name: 'vendor',
    verifier: 'HEADER_BASED',
    headers: { 'X-Key': '${workflow.secrets.KEY}' },
  } as const
  const secrets = { get: (name: string) => (name === 'KEY' ? 's3cret' : undefined), names: () => ['KEY'] }

  it('completes the task it matches, and only that', async () => {
    const t = await openTestEngine({ secrets })
    const api = createConductorApi(t.engine)
    const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
      api({
        method,
        path,
        query: new URLSearchParams(),
        headers: { 'content-type': 'application/json', ...headers },
        rawBody: body === undefined ? undefined : JSON.stringify(body),
      })
    const seven = await t.run(waiting, { input: { check: 7 } })
    const eight = await t.start(waiting.name, { input: { check: 8 } })
    const created = await call('POST', '/api/metadata/webhook', {
      ...headerHook,
      receiverWorkflowNamesToVersions: { [waiting.name]: 1 },
    })
    const { id } = JSON.parse(created.body ?? '')
    expect(await call('GET', '/api/metadata/webhook')).toMatchObject({ status: 200, body: expect.stringContaining(id) })
    const payload = { kind: 'result', check: { id: '7', verdict: 'clear' } }
    expect((await call('POST', `/webhook/${id}`, payload)).status).toBe(403)
    expect((await call('POST', `/webhook/${id}`, payload, { 'x-key': 'wrong!' })).status).toBe(403)
    expect((await call('POST', '/webhook/none', payload, { 'x-key': 's3cret' })).status).toBe(404)
    expect((await call('POST', `/webhook/${id}`, { ...payload, kind: 'ping' }, { 'x-key': 's3cret' })).status).toBe(200)
    expect((await t.workflow(seven)).tasks).toHaveLength(1)
    expect((await call('POST', `/webhook/${id}`, payload, { 'x-key': 's3cret' })).status).toBe(200)
    expect((await t.work('after')).inputData).toEqual({ verdict: 'clear' })
    expect((await t.workflow(seven)).status).toBe('COMPLETED')
    expect(taskOf(await t.workflow(eight), 'w').status).toBe('IN_PROGRESS')
    // Sent twice, and to the path of Conductor OSS: nobody waits any more.
    expect((await call('POST', `/api/webhook/${id}`, payload, { 'x-key': 's3cret' })).status).toBe(200)
    expect((await call('GET', `/webhook/${id}`)).status).toBe(200)
    expect((await call('GET', '/webhook/none')).status).toBe(404)
    expect((await call('DELETE', `/api/metadata/webhook/${id}`)).status).toBe(200)
    expect((await call('GET', `/api/metadata/webhook/${id}`)).status).toBe(404)
    const chosen = { ...headerHook, id: 'vendor-1' }
    expect(JSON.parse((await call('POST', '/api/metadata/webhook', chosen)).body ?? '')).toMatchObject({
      id: 'vendor-1',
    })
    expect((await call('POST', '/webhook/vendor-1', payload, { 'x-key': 's3cret' })).status).toBe(200)
    expect((await call('POST', '/api/metadata/webhook', chosen)).status).toBe(409)
    expect((await call('POST', '/api/metadata/webhook', { ...chosen, id: 'a/b' })).status).toBe(400)
  })

  it('checks signatures, hides its secrets, starts workflows, and outlives a restart', async () => {
    const dataFile = joinPath(mkdtempSync(joinPath(tmpdir(), 'engine-')), 'data.db')
    const first = await openTestEngine({ dataFile })
    const started = flow([simple('begin', { inputParameters: { n: '${workflow.input.n}' } })])
    await first.engine.metadata.registerWorkflow(started)
    const waitingId = await first.run(waiting, { input: { check: 'a' } })
    const saved = await first.engine.webhooks.save({
      name: 'signed',
      verifier: 'SIGNATURE_BASED',
      headerKey: 'X-Signature',
      secretValue: 'key',
      workflowsToStart: { [started.name]: null },
      receiverWorkflowNamesToVersions: { [waiting.name]: 0 },
    })
    expect(saved.secretValue).toBe('***')
    await first.engine.webhooks.save({ ...saved, sourcePlatform: 'vendor' }, saved.id)
    await first.engine.close()
    const t = await openTestEngine({ dataFile })
    const payload = { n: 1, kind: 'result', check: { id: 'a' } }
    const rawBody = JSON.stringify(payload)
    const signature = createHmac('sha256', 'key').update(rawBody).digest('hex')
    const receive = (given: string) =>
      t.engine.webhooks.receive(saved.id, { headers: { 'x-signature': given }, rawBody, payload })
    await expect(receive('00')).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const outcome = await receive(`sha256=${signature}`)
    expect(outcome).toMatchObject({ completedTasks: [expect.any(String)], startedWorkflows: [expect.any(String)] })
    expect((await t.work('begin')).inputData).toEqual({ n: 1 })
    expect(taskOf(await t.workflow(waitingId), 'w').status).toBe('COMPLETED')
  })

  it('does nothing the second time, also when both come at once and after a restart', async () => {
    const dataFile = joinPath(mkdtempSync(joinPath(tmpdir(), 'engine-')), 'data.db')
    const first = await openTestEngine({ dataFile })
    const started = flow([simple('begin')])
    await first.engine.metadata.registerWorkflow(started)
    // Waits twice: a repetition must not end the second wait.
    const twice = flow([task('WAIT_FOR_WEBHOOK', 'one'), task('WAIT_FOR_WEBHOOK', 'two')])
    const id = await first.run(twice)
    const { id: hook } = await first.engine.webhooks.save({
      name: 'signed',
      verifier: 'SIGNATURE_BASED',
      headerKey: 'X-Signature',
      secretValue: 'key',
      workflowsToStart: { [started.name]: null },
      receiverWorkflowNamesToVersions: { [twice.name]: null },
    })
    const send = (t: typeof first, n: number) => {
      const rawBody = JSON.stringify({ n })
      const signature = createHmac('sha256', 'key').update(rawBody).digest('hex')
      return t.engine.webhooks.receive(hook, { headers: { 'x-signature': signature }, rawBody, payload: { n } })
    }
    const outcomes = await Promise.all([send(first, 1), send(first, 1)])
    expect(outcomes.map(({ repeated }) => repeated)).toEqual([false, true])
    expect((await send(first, 1)).repeated).toBe(true)
    await first.engine.close()
    const t = await openTestEngine({ dataFile })
    expect((await send(t, 1)).repeated).toBe(true)
    expect(await t.trace(id)).toEqual(['one:COMPLETED', 'two:IN_PROGRESS'])
    expect(await t.poll('begin', { count: 5 })).toHaveLength(1)
    expect((await send(t, 2)).repeated).toBe(false)
    expect((await t.workflow(id)).status).toBe('COMPLETED')
    // After a month a repetition is not known any more.
    await t.clock.advance(31 * 86_400_000)
    await send(t, 3)
    expect((await send(t, 1)).repeated).toBe(false)
  })

  it('may come again after it has failed, and does then what is left', async () => {
    const t = await openTestEngine()
    const [known, late] = [flow([simple('k')]), flow([simple('l')])]
    await t.engine.metadata.registerWorkflow(known)
    const { id } = await t.engine.webhooks.save({
      name: 'two',
      verifier: 'HEADER_BASED',
      headers: { 'X-Key': 'k' },
      deliveryIdHeader: 'X-Delivery',
      workflowsToStart: { [known.name]: 0, [late.name]: 0 },
    })
    const call = { headers: { 'x-key': 'k', 'x-delivery': '1' }, rawBody: '{}', payload: {} }
    await expect(t.engine.webhooks.receive(id, call)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await t.engine.metadata.registerWorkflow(late)
    expect(await t.engine.webhooks.receive(id, call)).toMatchObject({ repeated: false })
    expect(await t.poll('k', { count: 5 })).toHaveLength(1)
    expect(await t.poll('l', { count: 5 })).toHaveLength(1)
  })

  it('is heard by event handlers, and answers who asks whether somebody listens', async () => {
    const t = await openTestEngine()
    const id = await t.run(flow([task('HUMAN', 'h')]))
    await t.engine.handlers.add({
      name: 'finish',
      event: 'webhook:slack',
      active: true,
      actions: [
        {
          action: 'complete_task',
          complete_task: { workflowId: '${workflow}', taskRefName: 'h', output: { said: '${text}' } },
        },
      ],
    })
    // Slack shows its secret late: until it is set, nobody gets in.
    const bare = await t.engine.webhooks.save({ name: 'slack', verifier: 'SLACK_BASED' })
    const early = { headers: {}, rawBody: '{}', payload: {} }
    await expect(t.engine.webhooks.receive(bare.id, early)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const hook = await t.engine.webhooks.save({ name: 'slack', verifier: 'SLACK_BASED', secretValue: 'key' }, bare.id)
    const send = (payload: JsonMap) => {
      const rawBody = JSON.stringify(payload)
      const at = String(Math.floor(t.clock.now() / 1000))
      const signature = createHmac('sha256', 'key').update(`v0:${at}:${rawBody}`).digest('hex')
      const headers = { 'x-slack-request-timestamp': at, 'x-slack-signature': `v0=${signature}` }
      return t.engine.webhooks.receive(hook.id, { headers, rawBody, payload })
    }
    expect((await send({ type: 'url_verification', challenge: 'c' })).challenge).toBe('c')
    await send({ workflow: id, text: 'done' })
    const done = await t.until(id, ({ status }) => status === 'COMPLETED')
    expect(taskOf(done, 'h').outputData).toMatchObject({ said: 'done' })
  })

  it('is refused when nobody could prove itself to it', async () => {
    const t = await openTestEngine()
    const save = t.engine.webhooks.save
    await expect(save({ name: 'open', verifier: 'HEADER_BASED' })).rejects.toMatchObject({ code: 'INVALID' })
    await expect(save({ name: 'open', verifier: 'SIGNATURE_BASED' })).rejects.toMatchObject({ code: 'INVALID' })
    const { id } = await save(headerHook)
    const call = { headers: { 'x-key': '' }, rawBody: '', payload: {} }
    await expect(t.engine.webhooks.receive(id, call)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})

describe('messages', () => {
  const pulling = (input: JsonMap = {}) =>
    flow([task('PULL_WORKFLOW_MESSAGES', 'm', { inputParameters: input }), simple('z')])
  const post = (t: Awaited<ReturnType<typeof openTestEngine>>, id: string) =>
    createConductorApi(t.engine)({
      method: 'POST',
      path: `/api/workflow/${id}/messages`,
      query: new URLSearchParams(),
      headers: {},
      rawBody: '{"n":1}',
    })

  it('wake the task that waits for them, and wait for one that comes', async () => {
    const t = await openTestEngine({ takesMessages: true })
    const id = await t.run(pulling())
    expect(taskOf(await t.workflow(id), 'm').status).toBe('IN_PROGRESS')
    const sent = await post(t, id)
    expect(taskOf(await t.workflow(id), 'm')).toMatchObject({
      status: 'COMPLETED',
      outputData: {
        count: 1,
        messages: [{ id: sent.body, workflowId: id, payload: { n: 1 }, receivedAt: expect.any(Number) }],
      },
    })
    const late = await t.run(
      flow([simple('y'), task('PULL_WORKFLOW_MESSAGES', 'm', { inputParameters: { batchSize: 2 } })]),
    )
    for (const n of [1, 2, 3]) await t.engine.workflows.send(late, { n })
    await t.work('y')
    const { output } = await t.workflow(late)
    expect(output).toMatchObject({ count: 2, messages: [{ payload: { n: 1 } }, { payload: { n: 2 } }] })
    expect(await post(t, late)).toMatchObject({ status: 409 })
    expect(await post(t, 'none')).toMatchObject({ status: 404, body: 'Workflow not found: none' })
  })

  it('survive a restart', async () => {
    const dataFile = joinPath(mkdtempSync(joinPath(tmpdir(), 'engine-')), 'data.db')
    const first = await openTestEngine({ dataFile })
    const id = await first.run(flow([simple('y'), task('PULL_WORKFLOW_MESSAGES', 'm')]))
    await first.engine.workflows.send(id, { kept: true })
    await first.engine.close()
    const t = await openTestEngine({ dataFile })
    await t.work('y')
    expect((await t.workflow(id)).output).toMatchObject({ messages: [{ payload: { kept: true } }] })
  })

  it('are not waited for when the task says so, and have no route unless asked for', async () => {
    const t = await openTestEngine()
    const id = await t.run(pulling({ blocking: false }))
    expect(taskOf(await t.workflow(id), 'm')).toMatchObject({
      status: 'COMPLETED',
      outputData: { count: 0, messages: [] },
    })
    expect((await post(t, id)).status).toBe(404)
  })
})
