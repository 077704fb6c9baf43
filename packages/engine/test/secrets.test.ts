// A secret goes to workers, calls and scripts, and is found nowhere afterwards: not on disk, in no answer, in no event.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EngineEvent } from '../src/event-log.ts'
import type { HttpTaskRequest, KafkaMessage } from '../src/ports.ts'
import { createTestCipher } from '../testing/secret-cipher.ts'
import { answerOk, flow, openTestEngine, simple, task } from './harness.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(joinPath(tmpdir(), 'gatehouse-secrets-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const canary = 'canary-51c7e0'
const inner = 'canary-inner-9f21'
const values: Readonly<Record<string, string>> = {
  TOKEN: canary,
  DB: JSON.stringify({ user: 'gatehouse', password: inner }),
  TINY: 'ab',
}
const secrets = { get: (name: string) => values[name], names: () => Object.keys(values) }
const token = '${workflow.secrets.TOKEN}'
const kept = '${workflow.secrets.KEPT}'
const keptCanary = 'canary-kept-77ab'
const secretCipher = createTestCipher()
const script = (expression: string, more = {}) => ({ evaluatorType: 'javascript', expression, token, ...more })

it('is in clear only for whom it is meant', { timeout: 30_000 }, async () => {
  const called: HttpTaskRequest[] = []
  const published: KafkaMessage[] = []
  const events: EngineEvent[] = []
  const t = await openTestEngine({
    dataFile: joinPath(folder, 'engine.db'),
    payloadThresholds: { workflowBytes: 2000, taskBytes: 2000 },
    secrets,
    secretCipher,
    async answerHttp(request) {
      called.push(request)
      // As a server that echoes what it was sent.
      return answerOk({ echo: request.headers, text: `Bearer ${canary}` })
    },
    kafka: {
      async publish(message) {
        published.push(message)
        return { ok: false, reason: `nobody takes ${message.value}`, terminal: true }
      },
      close: async () => {},
    },
  })
  t.engine.onEvent((event) => events.push(event))
  await t.engine.secrets.put('KEPT', keptCanary)
  const child = flow([simple('inside', { inputParameters: { token: '${workflow.input.token}' } })])
  await t.engine.metadata.registerWorkflow(child)
  await t.engine.metadata.registerTasks([
    { name: 'work', runtimeMetadata: ['TOKEN'], retryCount: 1, retryDelaySeconds: 0 },
  ])
  const id = await t.run(
    flow(
      [
        task('HTTP', 'call', {
          inputParameters: {
            http_request: { uri: 'http://x.example/', method: 'GET', headers: { authorization: token, kept } },
          },
        }),
        task('INLINE', 'echo', { inputParameters: script('({ all: $.token, made: [$.token + "!"], [$.token]: 1 })') }),
        task('INLINE', 'deep', {
          inputParameters: { evaluatorType: 'javascript', expression: '$.p', p: '${workflow.secrets.DB.password}' },
        }),
        task('JSON_JQ_TRANSFORM', 'jq', { inputParameters: { queryExpression: '.token', token } }),
        task('SET_VARIABLE', 'keep', { inputParameters: { token, echoed: '${echo.output.result}' } }),
        task('EVENT', 'tell', { sink: 'conductor', inputParameters: { token } }),
        task('INLINE', 'broken', { optional: true, inputParameters: script('throw new Error($.token)') }),
        task('KAFKA_PUBLISH', 'publish', {
          optional: true,
          inputParameters: { kafka_request: { bootStrapServers: 'k:1', topic: 't', value: token } },
        }),
        simple('work', { inputParameters: { token, kept, both: `a ${token} b`, again: '${echo.output.result.all}' } }),
        task('SUB_WORKFLOW', 'sub', { subWorkflowParam: { name: child.name }, inputParameters: { token } }),
        simple('last', { inputParameters: { token: '${jq.output.result}', tiny: '${workflow.secrets.TINY}' } }),
      ],
      { outputParameters: { token, echoed: '${work.output.token}' } },
    ),
    { input: { plain: 'x'.repeat(3000) } },
  )
  await t.until(id, ({ tasks }) => tasks.some(({ taskDefName }) => taskDefName === 'work'))
  expect(called[0]?.headers).toMatchObject({ authorization: canary, kept: keptCanary })
  expect(published[0]?.value).toBe(JSON.stringify(canary))

  const [first] = await t.poll('work')
  expect(first).toMatchObject({
    inputData: { token: canary, kept: keptCanary, both: `a ${canary} b`, again: canary },
    runtimeMetadata: { TOKEN: canary },
  })
  await t.report(first ?? (await t.work('work')), 'FAILED', { token: canary }, `cannot with ${canary}`)
  const [second] = await t.poll('work')
  if (!second) throw new Error('nothing to do')
  await t.engine.tasks.log(second.taskId, `was given ${canary}`)
  await t.engine.tasks.update({
    workflowInstanceId: id,
    taskId: second.taskId,
    status: 'COMPLETED',
    outputData: { token: canary, list: [{ token: canary, kept: keptCanary }], padding: 'x'.repeat(3000) },
    logs: [{ log: canary, createdTime: 0 }],
  })
  const [inside] = await t.poll('inside')
  expect(inside?.inputData).toEqual({ token: canary })
  await t.report(inside ?? second, 'COMPLETED', { token: canary })
  // What was put back as a name is the secret again for whoever needs it.
  expect((await t.poll('last'))[0]?.inputData).toEqual({ token: canary, tiny: 'ab' })
  const path = t.engine.payloads?.newPath('') ?? ''
  t.engine.payloads?.write(path, JSON.stringify({ token: canary }))
  const last = (await t.workflow(id)).tasks.find(({ referenceTaskName }) => referenceTaskName === 'last')
  await t.engine.tasks.update({
    workflowInstanceId: id,
    taskId: last?.taskId ?? '',
    status: 'COMPLETED',
    externalOutputPayloadStoragePath: path,
  })

  const ended = await t.workflow(id)
  expect(ended.status).toBe('COMPLETED')
  expect(ended.output).toEqual({ token, echoed: token })
  expect(ended.variables).toMatchObject({ token, echoed: { all: token, made: [`${token}!`], [token]: 1 } })
  const known = [
    ended,
    events,
    await t.engine.workflows.eventLog(id),
    await t.engine.tasks.logs(second.taskId),
    await t.engine.workflows.search({}),
    await t.engine.tasks.search({}),
    t.engine.secrets.names(),
  ]
  for (const value of known) expect(JSON.stringify(value)).not.toMatch(/canary-/)
  await t.engine.flush()
  expect(filesWith('canary-')).toEqual([])
  await t.engine.close()
  expect(filesWith('canary-')).toEqual([])
  expect(filesWith('workflow.secrets.TOKEN')).not.toEqual([])
})

it('is not given to whoever only writes its name', async () => {
  const sent: HttpTaskRequest[] = []
  const t = await openTestEngine({
    secrets,
    async answerHttp(request) {
      sent.push(request)
      return answerOk({
        name: token,
        [token]: [`a ${token}`],
        escaped: `$${token}`,
        odd: '${workflow.secrets.A${workflow.secrets.TOKEN}}',
      })
    },
  })
  const http = (name: string, body: unknown) =>
    task('HTTP', name, { inputParameters: { http_request: { uri: 'http://x.example/', method: 'POST', body } } })
  const definition = flow([
    http('first', '${workflow.input}'),
    task('INLINE', 'turned', {
      inputParameters: {
        evaluatorType: 'javascript',
        expression: "[$.given.name, $.given.name.split('').reverse().join('')]",
        given: '${first.output.response.body}',
      },
    }),
    http('second', '${first.output.response.body}'),
    http('third', '${turned.output.result}'),
    simple('own', { inputParameters: { token, body: '${first.output.response.body}' } }),
    simple('after', { inputParameters: { given: '${own.output}' } }),
  ])
  await t.engine.metadata.registerWorkflow(definition)
  const hook = await t.engine.webhooks.save({
    name: 'v',
    verifier: 'HEADER_BASED',
    headers: { key: 'k' },
    workflowsToStart: { [definition.name]: 0 },
  })
  const payload = { name: token }
  const call = { headers: { key: 'k' }, rawBody: JSON.stringify(payload), payload }
  const [id = ''] = (await t.engine.webhooks.receive(hook.id, call)).startedWorkflows
  await t.until(id, ({ tasks }) => tasks.some(({ taskDefName }) => taskDefName === 'own'))
  const [own] = await t.poll('own')
  const answered = {
    name: token,
    [token]: [`a ${token}`],
    escaped: `$${token}`,
    odd: '${workflow.secrets.A${workflow.secrets.TOKEN}}',
  }
  expect(sent.map(({ body }) => body)).toMatchObject([
    payload,
    { name: token, escaped: `$${token}` },
    [token, expect.anything()],
  ])
  expect(own?.inputData).toMatchObject({
    token: canary,
    body: { name: token, escaped: answered.escaped, odd: answered.odd },
  })
  expect(JSON.stringify([sent, await t.workflow(id)])).not.toMatch(/canary-|-yranac/)
  await t.report(own ?? (await t.work('own')), 'COMPLETED', { name: token, real: canary })
  expect((await t.poll('after'))[0]?.inputData).toEqual({ given: { name: token, real: canary } })
})

it('is not what a webhook shows in its place', async () => {
  const { webhooks } = (await openTestEngine({})).engine
  const saved = await webhooks.save({ name: 'v', verifier: 'HEADER_BASED', headers: { key: 'k' } })
  expect(saved.headers).toEqual({ key: '***' })
  await expect(webhooks.save(saved)).rejects.toMatchObject({ code: 'INVALID' })
  await expect(webhooks.save({ ...saved, headers: { other: '***' } }, saved.id)).rejects.toMatchObject({
    code: 'INVALID',
  })
  const stripe = { name: 's', verifier: 'STRIPE', secretValue: '***' } as const
  await expect(webhooks.save(stripe)).rejects.toMatchObject({ code: 'INVALID' })
  await webhooks.save(saved, saved.id)
  const call = (key: string) => webhooks.receive(saved.id, { headers: { key }, rawBody: '', payload: {} })
  await expect(call('***')).rejects.toMatchObject({ code: 'FORBIDDEN' })
  expect((await call('k')).repeated).toBe(false)
})

describe('secrets that are put in', () => {
  const dataFile = () => joinPath(folder, 'engine.db')
  const asks = (name: string) => flow([simple('work', { inputParameters: { it: `\${workflow.secrets.${name}}` } })])

  it('are there again for who has the key, and for nobody else', async () => {
    const first = await openTestEngine({ dataFile: dataFile(), secrets, secretCipher })
    await first.engine.secrets.put('KEPT', keptCanary)
    await first.engine.secrets.put('GONE', 'canary-gone')
    await first.engine.secrets.remove('GONE')
    await first.engine.close()
    expect(filesWith('canary-')).toEqual([])

    const second = await openTestEngine({ dataFile: dataFile(), secrets, secretCipher })
    expect(second.engine.secrets.names()).toEqual(['DB', 'KEPT', 'TINY', 'TOKEN'])
    expect(second.engine.secrets.get('KEPT')).toBe(keptCanary)
    await second.run(asks('KEPT'))
    expect((await second.poll('work'))[0]?.inputData).toEqual({ it: keptCanary })
    await second.engine.close()

    for (const other of [{}, { secretCipher: createTestCipher() }]) {
      const defects: string[] = []
      const t = await openTestEngine({ dataFile: dataFile(), ...other, onDefect: (_, what) => defects.push(what) })
      expect(defects).toEqual(['secret:KEPT'])
      expect(t.engine.secrets.names()).toEqual(['KEPT'])
      expect(() => t.engine.secrets.get('KEPT')).toThrow(expect.objectContaining({ code: 'CONFLICT' }))
      await t.engine.close()
    }
  })

  it('stay hidden when they have been replaced or removed', async () => {
    const t = await openTestEngine({ dataFile: dataFile(), secretCipher })
    await t.engine.secrets.put('KEPT', 'canary-first')
    const id = await t.run(asks('KEPT'))
    const [work] = await t.poll('work')
    if (!work) throw new Error('nothing to do')
    expect(work.inputData).toEqual({ it: 'canary-first' })
    await t.engine.secrets.put('KEPT', 'canary-second')
    await t.report(work, 'IN_PROGRESS', { it: 'canary-first' })
    await t.engine.secrets.remove('KEPT')
    await t.report(work, 'COMPLETED', { it: 'canary-first', now: 'canary-second' })
    const { tasks } = await t.workflow(id)
    expect(tasks[0]?.outputData).toEqual({ it: kept, now: kept })
    await t.engine.flush()
    expect(filesWith('canary-')).toEqual([])
  })

  it('are refused when they could not be kept, named or seen', async () => {
    const bare = await openTestEngine({ secrets })
    const t = await openTestEngine({ secrets, secretCipher })
    await expect(bare.engine.secrets.put('KEPT', 'canary-x')).rejects.toMatchObject({ code: 'INVALID' })
    expect(bare.engine.secrets.has('KEPT')).toBe(false)
    const put = (name: string, value: string) => t.engine.secrets.put(name, value)
    // The value of the server's settings would win.
    await expect(put('TOKEN', 'canary-x')).rejects.toMatchObject({ code: 'CONFLICT' })
    await expect(t.engine.secrets.remove('TOKEN')).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(() => t.engine.secrets.get('TOKEN')).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }))
    await expect(put('a.b', 'canary-x')).rejects.toMatchObject({ code: 'INVALID' })
    await expect(put('KEPT', '')).rejects.toMatchObject({ code: 'INVALID' })
    await expect(put('KEPT', 'x'.repeat(65_537))).rejects.toMatchObject({ code: 'TOO_LARGE' })
    await expect(t.engine.secrets.remove('KEPT')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(() => t.engine.secrets.get('KEPT')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }))
  })
})

/** Every file of the engine: the data file, its log, payloads. */
function filesWith(text: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => joinPath(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(text))
}
