// Large inputs and outputs in files beside the data file: where they go, what answers show, what a crash and time leave.

import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { backUpDataFile, restoreDataFile } from '../src/data-file/backup.ts'
import { checkDataFile } from '../src/data-file/check.ts'
import type { EngineOptions } from '../src/engine.ts'
import { createConductorApi } from '../src/rest/conductor-api.ts'
import type { ApiResponse } from '../src/rest/exchange.ts'
import { flow, openTestEngine, simple, task, taskOf } from './harness.ts'
import type { TestEngine } from './harness.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(joinPath(tmpdir(), 'gatehouse-payloads-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const file = () => joinPath(folder, 'engine.db')
const payloadFolder = () => `${file()}-payloads`
const large = { text: 'x'.repeat(4000), n: 7 }
const day = 86_400_000

function openEngine(more: Partial<EngineOptions> = {}): Promise<TestEngine> {
  return openTestEngine({ dataFile: file(), payloadThresholds: { workflowBytes: 3000, taskBytes: 2000 }, ...more })
}

function storedFiles(): string[] {
  if (!existsSync(payloadFolder())) return []
  return readdirSync(payloadFolder(), { recursive: true, encoding: 'utf8' }).filter((name) => /\.\w+$/.test(name))
}

/** Echoes what it is given, and tells a part of it. */
const echo = flow(
  [
    simple('a', { inputParameters: { all: '${workflow.input}' } }),
    simple('b', { inputParameters: { n: '${a.output.n}' } }),
  ],
  {
    outputParameters: { whole: '${a.output.text}', n: '${b.output.n}' },
  },
)

describe('a payload over the threshold', () => {
  it('is named by a path in every answer, and expressions read it all the same', async () => {
    const t = await openEngine()
    const id = await t.run(echo, { input: large })
    const started = await t.workflow(id)
    expect(started).toMatchObject({
      input: {},
      externalInputPayloadStoragePath: expect.stringMatching(/^workflow\/input\/.+\.json$/),
    })
    const [polled] = await t.poll('a')
    expect(polled).toMatchObject({
      inputData: {},
      externalInputPayloadStoragePath: expect.stringMatching(/^task\/input\//),
    })
    if (!polled) throw new Error('nothing to do')
    expect(JSON.parse(t.engine.payloads?.read(polled.externalInputPayloadStoragePath ?? '') ?? '')).toEqual({
      all: large,
    })
    await t.report(polled, 'COMPLETED', large)
    const [second] = await t.poll('b')
    expect(second?.inputData).toEqual({ n: 7 })
    await t.report(second ?? polled, 'COMPLETED', { n: 8 })
    const ended = await t.workflow(id)
    expect(ended).toMatchObject({
      status: 'COMPLETED',
      output: {},
      externalOutputPayloadStoragePath: expect.stringMatching(/^workflow\/output\//),
    })
    expect(taskOf(ended, 'a')).toMatchObject({ outputData: {}, externalOutputPayloadStoragePath: expect.any(String) })
    const { results } = await t.engine.workflows.search({})
    expect(results[0]).toMatchObject({
      input: {},
      externalInputPayloadStoragePath: started.externalInputPayloadStoragePath,
    })
    expect(storedFiles()).toHaveLength(4)
    expect(checkDataFile(file())).toMatchObject({ payloads: 4, problems: [] })
    // The data file holds none of it.
    await t.engine.close()
    expect(readFileSync(file()).includes('xxxxxxxx')).toBe(false)
  })

  it('is there after a restart', async () => {
    const first = await openEngine()
    const id = await first.run(echo, { input: large })
    await first.work('a', large)
    await first.engine.close()
    const second = await openEngine()
    await second.work('b', { n: 9 })
    const ended = await second.workflow(id)
    expect(ended.status).toBe('COMPLETED')
    expect(JSON.parse(second.engine.payloads?.read(ended.externalOutputPayloadStoragePath ?? '') ?? '')).toEqual({
      whole: large.text,
      n: 9,
    })
  })

  it('is kept apart for a task and for its execution, which do not go at the same time', async () => {
    const t = await openEngine()
    // Without parameters of its own the workflow's output is that of its last task.
    const id = await t.run(flow([simple('last')]))
    await t.work('last', large)
    const ended = await t.workflow(id)
    expect(ended.externalOutputPayloadStoragePath).not.toBe(taskOf(ended, 'last').externalOutputPayloadStoragePath)
    await t.engine.workflows.remove(id)
    expect(checkDataFile(file())).toMatchObject({ payloads: 1, problems: [] })
  })

  it('goes with a retry, a child and a loop as any other', async () => {
    const t = await openEngine()
    const child = flow([simple('c', { inputParameters: { all: '${workflow.input.all}' } })])
    await t.engine.metadata.registerWorkflow(child)
    await t.engine.metadata.registerTasks([{ name: 'flaky', retryCount: 1, retryDelaySeconds: 0 }])
    const id = await t.run(
      flow([
        simple('flaky', { inputParameters: { all: '${workflow.input}' } }),
        task('SUB_WORKFLOW', 'sub', {
          subWorkflowParam: { name: child.name },
          inputParameters: { all: '${flaky.output}' },
        }),
        task('DO_WHILE', 'loop', {
          loopCondition: 'false',
          loopOver: [
            task('INLINE', 'i', {
              inputParameters: {
                evaluatorType: 'javascript',
                expression: '$.text + $.text',
                text: '${sub.output.text}',
              },
            }),
          ],
        }),
      ]),
      { input: large },
    )
    await t.work('flaky', {}, 'FAILED', 'first')
    await t.work('flaky', large)
    await t.work('c', large)
    const ended = await t.until(id, ({ status }) => status !== 'RUNNING')
    expect(ended.status).toBe('COMPLETED')
    const loop = taskOf(ended, 'loop')
    expect(JSON.parse(t.engine.payloads?.read(loop.externalOutputPayloadStoragePath ?? '') ?? '')).toEqual({
      iteration: 1,
      1: { i: { result: large.text + large.text } },
    })
    expect(checkDataFile(file()).problems).toEqual([])
  })

  it('stays in the data file where a definition hides fields, and where a worker is to get secrets', async () => {
    const t = await openEngine({ secrets: { get: () => 'hush', names: () => ['KEY'] } })
    const id = await t.run({ ...echo, maskedFields: ['text'] }, { input: large })
    expect((await t.workflow(id)).input).toEqual({ text: '***', n: 7 })
    await t.run(
      flow([simple('s', { inputParameters: { key: '${workflow.secrets.KEY}', all: '${workflow.input}' } })]),
      { input: large },
    )
    expect((await t.poll('s'))[0]?.inputData).toEqual({ key: 'hush', all: large })
    expect(storedFiles()).toHaveLength(1)
  })

  it('stays where it is when that is asked for; what is outside already is read on', async () => {
    const before = await openEngine()
    const old = await before.run(echo, { input: large })
    await before.engine.close()
    const t = await openEngine({ payloadThresholds: 'off' })
    const id = await t.run(echo, { input: large })
    expect((await t.workflow(id)).input).toEqual(large)
    const files = storedFiles().length
    await t.work('a', { n: 1 })
    expect((await t.workflow(old)).tasks.map(({ status }) => status)).toEqual(['COMPLETED', 'SCHEDULED'])
    expect(storedFiles()).toHaveLength(files)
  })
})

describe('a payload that a client has stored', () => {
  async function upload(t: TestEngine, value: unknown): Promise<string> {
    const path = t.engine.payloads?.newPath('') ?? ''
    t.engine.payloads?.write(path, JSON.stringify(value))
    return path
  }

  it('goes to the address under which the client has reached us', async () => {
    const t = await openEngine()
    const locate = createConductorApi(t.engine)
    const asked = {
      method: 'GET',
      path: '/api/workflow/externalstoragelocation',
      query: new URLSearchParams({ path: '', operation: 'WRITE', payloadType: 'WORKFLOW_INPUT' }),
      headers: { host: 'inner:8080' },
    }
    const uriOf = ({ body }: ApiResponse): string => JSON.parse(body ?? '').uri
    expect(uriOf(await locate(asked))).toMatch(/^http:\/\/inner:8080\//)
    expect(uriOf(await locate({ ...asked, origin: 'https://bank.example' }))).toMatch(/^https:\/\/bank\.example\//)
  })

  it('stands for the input of a start and the output of a task, and keeps its path', async () => {
    const t = await openEngine()
    const input = await upload(t, { text: 'small', n: 1 })
    const id = await t.run(echo, { externalInputPayloadStoragePath: input })
    const [polled] = await t.poll('a')
    expect(polled?.inputData).toEqual({ all: { text: 'small', n: 1 } })
    const output = await upload(t, { text: 'mine', n: 2 })
    await t.engine.tasks.update({
      workflowInstanceId: id,
      taskId: polled?.taskId ?? '',
      status: 'COMPLETED',
      externalOutputPayloadStoragePath: output,
    })
    const workflow = await t.workflow(id)
    expect(workflow.externalInputPayloadStoragePath).toBe(input)
    expect(taskOf(workflow, 'a').externalOutputPayloadStoragePath).toBe(output)
    expect((await t.poll('b'))[0]?.inputData).toEqual({ n: 2 })
    expect(checkDataFile(file())).toMatchObject({ payloads: 2, problems: [] })
  })

  it('is copied for a second execution, which then does not lose it with the first', async () => {
    const t = await openEngine()
    const input = await upload(t, large)
    const first = await t.run(echo, { externalInputPayloadStoragePath: input })
    const second = await t.run(echo, { externalInputPayloadStoragePath: input })
    expect((await t.workflow(second)).externalInputPayloadStoragePath).not.toBe(input)
    await t.engine.workflows.remove(first, { archive: false })
    expect(storedFiles()).not.toContain(input)
    const [own] = await t.poll('a')
    expect(own?.workflowInstanceId).toBe(second)
    expect(checkDataFile(file()).problems).toEqual([])
  })

  it('is refused when it is not there, no map, or no path, and nothing is lost', async () => {
    const t = await openEngine()
    const refused = { code: 'INVALID' }
    await expect(t.run(echo, { externalInputPayloadStoragePath: 'a/b.json' })).rejects.toMatchObject(refused)
    await expect(t.run(echo, { externalInputPayloadStoragePath: '../engine.db' })).rejects.toMatchObject(refused)
    const list = await upload(t, [1])
    await expect(t.run(echo, { externalInputPayloadStoragePath: list })).rejects.toMatchObject(refused)
    const id = await t.run(echo)
    const [polled] = await t.poll('a')
    const result = { workflowInstanceId: id, taskId: polled?.taskId ?? '', status: 'COMPLETED' as const }
    await expect(
      t.engine.tasks.update({ ...result, externalOutputPayloadStoragePath: 'task/nope.json' }),
    ).rejects.toMatchObject(refused)
    expect(taskOf(await t.workflow(id), 'a').status).toBe('IN_PROGRESS')
  })

  it('is never changed', async () => {
    const t = await openEngine()
    const path = await upload(t, { n: 1 })
    t.engine.payloads?.write(path, '{"n":1}')
    expect(() => t.engine.payloads?.write(path, '{"n":2}')).toThrow(/is stored under/)
    expect(t.engine.payloads?.read(path)).toBe('{"n":1}')
  })

  it.each(['/etc/', '../', 'a/../', 'a//', '.hidden', 'a b', 'a\u0000'])('cannot lie under %j', async (prefix) => {
    const t = await openEngine()
    expect(() => t.engine.payloads?.newPath(prefix)).toThrow(/cannot stand/)
    expect(() => t.engine.payloads?.write(`${prefix}x.json`, '{}')).toThrow(/is not the path/)
  })
})

describe('the limit on size', () => {
  const eleven = 'x'.repeat(11 * 1024 * 1024)
  const big = { evaluatorType: 'javascript', expression: "'x'.repeat(6 * 1024 * 1024)" }

  it('refuses a start', async () => {
    const t = await openEngine()
    await expect(t.run(echo, { input: { eleven } })).rejects.toMatchObject({
      code: 'TOO_LARGE',
      message: /^The payload size: \d+ of workflow: .* is greater than the permissible limit: 10485760 bytes$/,
    })
  })

  it('fails a task whose output is too large, and its workflow', async () => {
    const t = await openEngine()
    const id = await t.run(echo)
    await t.work('a', { eleven })
    const workflow = await t.workflow(id)
    expect(workflow.status).toBe('FAILED')
    expect(taskOf(workflow, 'a')).toMatchObject({
      status: 'FAILED_WITH_TERMINAL_ERROR',
      outputData: {},
      reasonForIncompletion: expect.stringMatching(
        /^The payload size: \d+ of task: \S+ in workflow: \S+ {2}is greater/,
      ),
    })
  })

  it('fails a task whose input comes out too large', async () => {
    const t = await openEngine()
    const id = await t.run(
      flow([
        task('INLINE', 'one', { inputParameters: big }),
        simple('two', { inputParameters: { a: '${one.output.result}', b: '${one.output.result}' } }),
      ]),
    )
    const workflow = await t.until(id, ({ status }) => status !== 'RUNNING')
    expect(workflow.status).toBe('FAILED')
    expect(taskOf(workflow, 'two')).toMatchObject({
      status: 'FAILED_WITH_TERMINAL_ERROR',
      inputData: {},
      reasonForIncompletion: expect.stringMatching(/ of task: /),
    })
  })

  it('fails a workflow whose output comes out too large', async () => {
    const t = await openEngine()
    const id = await t.run(
      flow([task('INLINE', 'one', { inputParameters: big })], {
        outputParameters: { a: '${one.output.result}', b: '${one.output.result}' },
      }),
    )
    const workflow = await t.until(id, ({ status }) => status !== 'RUNNING')
    expect(workflow).toMatchObject({
      status: 'FAILED',
      output: {},
      reasonForIncompletion: expect.stringMatching(/ of workflow: .* is greater/),
    })
  })

  it('refuses variables', async () => {
    const t = await openEngine()
    const id = await t.run(echo)
    await expect(t.engine.workflows.updateVariables(id, { v: 'x'.repeat(300_000) })).rejects.toMatchObject({
      code: 'TOO_LARGE',
      message: expect.stringMatching(/permissible limit: 256 kilobytes$/),
    })
  })
})

describe('the files', () => {
  it('go with their execution; archiving leaves those of its summary', async () => {
    const t = await openEngine()
    const id = await t.run(echo, { input: large })
    await t.work('a', large)
    await t.work('b')
    await t.clock.advance(10 * day)
    const limit = t.clock.now() - day
    expect(storedFiles()).toHaveLength(4)
    await t.engine.applyRetention({ archiveEndedBefore: limit })
    expect(storedFiles()).toHaveLength(2)
    expect(checkDataFile(file()).problems).toEqual([])
    await t.engine.applyRetention({ removeEndedBefore: limit })
    expect(storedFiles()).toEqual([])
    expect(checkDataFile(file())).toMatchObject({ payloads: 0, problems: [] })
    await expect(t.workflow(id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('that nobody has named within a day are swept away at the next start, torn ones too', async () => {
    const first = await openEngine()
    await first.run(echo, { input: large })
    const fresh = first.engine.payloads?.newPath('') ?? ''
    first.engine.payloads?.write(fresh, '{}')
    const old = first.engine.payloads?.newPath('') ?? ''
    first.engine.payloads?.write(old, '{}')
    await first.engine.close()
    const torn = joinPath(payloadFolder(), 'task', 'x.json.1.partial')
    writeFileSync(torn, '{')
    const twoDaysAgo = (Date.now() - 2 * day) / 1000
    for (const path of storedFiles())
      if (path !== fresh) utimesSync(joinPath(payloadFolder(), path), twoDaysAgo, twoDaysAgo)
    await openEngine()
    expect(storedFiles().toSorted()).toEqual([
      fresh,
      expect.stringMatching(/^task\/input/),
      expect.stringMatching(/^workflow\/input/),
    ])
  })

  it('are checked: one that is missing, cut short or not listed is found', async () => {
    const t = await openEngine()
    await t.run(echo, { input: large })
    await t.engine.close()
    const [one = '', other = ''] = storedFiles()
    rmSync(joinPath(payloadFolder(), one))
    writeFileSync(joinPath(payloadFolder(), other), '{}')
    const [problem] = checkDataFile(file()).problems
    expect(problem).toMatchObject({ invariant: expect.stringContaining('is whole in'), count: 2 })
  })

  it('are backed up and restored with the data file', async () => {
    const t = await openEngine()
    const id = await t.run(echo, { input: large })
    const backup = joinPath(folder, 'backups', 'monday.db')
    expect(backUpDataFile(file(), backup)).toMatchObject({ payloads: 2, problems: [] })
    await t.engine.workflows.remove(id, { archive: false })
    await t.engine.close()
    expect(storedFiles()).toEqual([])
    expect(checkDataFile(backup).problems).toEqual([])
    const { previous } = restoreDataFile(backup, file(), 'now')
    expect(existsSync(`${previous}-payloads`)).toBe(true)
    const again = await openEngine()
    await again.work('a', { n: 1 })
    expect(checkDataFile(file())).toMatchObject({ payloads: 2, problems: [] })
  })

  it('belong to this user alone', async () => {
    const t = await openEngine()
    await t.run(echo, { input: large })
    for (const path of storedFiles()) expect(statSync(joinPath(payloadFolder(), path)).mode & 0o077).toBe(0)
  })

  it('that are missing cost the one execution they belong to, not the start', async () => {
    const first = await openEngine()
    const lost = await first.run(echo, { input: large })
    const sound = await first.run(echo)
    await first.engine.close()
    rmSync(payloadFolder(), { recursive: true })
    const second = await openEngine()
    await expect(second.workflow(lost)).rejects.toMatchObject({ code: 'INTERNAL' })
    expect((await second.workflow(sound)).status).toBe('RUNNING')
  })
})
