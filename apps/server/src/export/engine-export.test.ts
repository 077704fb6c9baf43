// From a running engine to another server: here to a second engine, and to a real Conductor where one is named.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createConductorApi,
  createEngine,
  createHttpCaller,
  createScriptRunner,
  serveConductorApi,
} from '@gatehouse/engine'
import type { WorkflowTaskInput } from '@gatehouse/engine'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runCli } from '../cli/run-cli.ts'
import { createConductorRest } from './conductor-rest.ts'
import type { ExportReport } from './report.ts'

const real = process.env['CONDUCTOR_TEST_URL'] ?? ''
if (real === '') {
  if (process.env['REQUIRE_ALL'] === '1') throw new Error('CONDUCTOR_TEST_URL is not set, and REQUIRE_ALL=1 demands it')
  console.log('Left out: an export to a real Conductor server (CONDUCTOR_TEST_URL is not set)')
}

let folder = ''
const closers: (() => Promise<unknown>)[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-export-'))
})
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
  await rm(folder, { recursive: true, force: true })
})

async function openServer(name: string) {
  const scripts = createScriptRunner()
  const http = createHttpCaller()
  const engine = await createEngine({ dataFile: join(folder, `${name}.db`), scripts, http })
  const server = await serveConductorApi(createConductorApi(engine), { port: 0 })
  closers.push(
    () => Promise.all([scripts.close(), http.close()]),
    () => engine.close(),
    () => server.close(),
  )
  return { engine, url: server.url }
}

async function exportTo(from: string, to: string, ...more: readonly string[]) {
  let said = ''
  const note = (text: string) => (said += `${text}\n`)
  const args = ['engine', 'export', '--from', from, '--to', to, ...more]
  const code = await runCli(args, { env: {}, cwd: folder, out: note, err: note, stopRequested: async () => 'SIGTERM' })
  // Written by the command that has just ended.
  const report = JSON.parse(await readFile(join(folder, 'engine-export.json'), 'utf8')) as ExportReport
  const outcomes = Object.fromEntries(report.entries.map(({ name, outcome }) => [name, outcome]))
  return { code, said, report, outcomes }
}

const simple = (ref: string, more: Partial<WorkflowTaskInput> = {}): WorkflowTaskInput => ({
  name: ref,
  taskReferenceName: ref,
  type: 'SIMPLE',
  ...more,
})

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + 60_000
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    if (Date.now() > deadline) throw new Error('It does not come about.')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

interface Seen {
  readonly status: string
  readonly output: Record<string, unknown>
  readonly correlationId?: string
  readonly tasks: readonly { referenceTaskName: string; status: string; taskId: string; workflowInstanceId: string }[]
}

function suite(open: () => Promise<string>) {
  it('registers definitions, goes on with executions, and does nothing twice', { timeout: 120_000 }, async () => {
    const mark = crypto.randomUUID().slice(0, 8)
    const named = (name: string) => `${name}_${mark}`
    const source = await openServer('source')
    const to = await open()
    const { metadata, workflows, tasks, handlers, schedules } = source.engine
    const names = { a: named('a'), b: named('b'), c: named('c'), left: named('left'), right: named('right') }
    await metadata.registerTasks(
      Object.values(names).map((name) => ({ name, retryCount: 2, ownerEmail: 'a@example.org' })),
    )
    const child = {
      name: named('child'),
      version: 1,
      tasks: [simple(names.c), simple(names.b)],
      ownerEmail: 'a@example.org',
    }
    await metadata.registerWorkflow(child)
    const flow = {
      name: named('flow'),
      version: 3,
      ownerEmail: 'a@example.org',
      tasks: [
        simple(names.a, { inputParameters: { key: '${workflow.secrets.VENDOR}' } }),
        {
          name: 'keep',
          taskReferenceName: 'keep',
          type: 'SET_VARIABLE',
          inputParameters: { n: `\${${names.a}.output.n}` },
        },
        {
          name: 'fork',
          taskReferenceName: 'fork',
          type: 'FORK_JOIN',
          forkTasks: [
            [simple(names.left)],
            [
              {
                name: 'sub',
                taskReferenceName: 'sub',
                type: 'SUB_WORKFLOW',
                subWorkflowParam: { name: child.name, version: 1 },
              },
            ],
          ],
        },
        { name: 'join', taskReferenceName: 'join', type: 'JOIN', joinOn: [names.left, 'sub'] },
        simple(names.right),
      ],
      outputParameters: {
        n: '${workflow.variables.n}',
        left: `\${${names.left}.output}`,
        right: `\${${names.right}.output.r}`,
      },
    }
    await metadata.registerWorkflow(flow)
    await handlers.add({
      name: named('handler'),
      event: 'conductor:nothing',
      active: true,
      actions: [{ action: 'start_workflow', start_workflow: { name: flow.name } }],
    })
    await schedules.save({
      name: named('nightly'),
      cronExpression: '0 0 3 * * ?',
      zoneId: 'UTC',
      startWorkflowRequest: { name: flow.name },
    })
    const id = await workflows.start({ name: flow.name, correlationId: mark, input: { x: 1 } })
    const work = async (taskType: string, outputData: Record<string, unknown>) => {
      const [task] = await tasks.poll({ taskType })
      await tasks.update({
        workflowInstanceId: task?.workflowInstanceId ?? '',
        taskId: task?.taskId ?? '',
        status: 'COMPLETED',
        outputData,
      })
    }
    await work(names.a, { n: 7 })
    await work(names.left, { deep: { list: [1, 'two', null] } })
    await work(names.c, { c: true })

    const dry = await exportTo(source.url, to, '--dry-run')
    expect(dry.outcomes).toMatchObject({ [flow.name]: 'registered', [id]: 'carried', [named('nightly')]: 'registered' })
    const target = createConductorRest(to, undefined)
    closers.push(() => target.close())
    expect(await target.find(`/metadata/workflow/${flow.name}`)).toBeUndefined()

    const first = await exportTo(source.url, to)
    expect(first.said).not.toMatch(/^failed/m)
    expect(first.code).toBe(0)
    expect(first.outcomes).toMatchObject({
      [flow.name]: 'registered',
      [names.a]: 'registered',
      [named('handler')]: 'registered',
      [id]: 'carried',
    })
    expect(first.report.secrets).toEqual(['VENDOR'])
    const copyId = first.report.entries.find(({ name }) => name === id)?.targetId ?? ''
    const copy = async () => (await target.call('GET', `/workflow/${copyId}?includeTasks=true`)) as Seen // as every Conductor answers
    expect(await copy()).toMatchObject({ status: 'RUNNING', correlationId: mark })
    expect(await target.call('GET', `/scheduler/schedules/${named('nightly')}`)).toMatchObject({ paused: true })

    const second = await exportTo(source.url, to)
    expect(second.outcomes).toMatchObject({
      [flow.name]: 'same',
      [child.name]: 'same',
      [names.a]: 'same',
      [named('nightly')]: 'same',
      [id]: 'already there',
    })

    // Nothing that was done is done again, and the rest runs there.
    for (const ref of [names.a, names.left, names.c]) {
      expect(await target.call('GET', `/tasks/poll/batch/${ref}?count=1&timeout=100`)).toEqual([])
    }
    const workThere = async (taskType: string, outputData: Record<string, unknown>) => {
      const task = await until(async () => {
        const polled = (await target.call('GET', `/tasks/poll/batch/${taskType}?count=1&timeout=100`)) as Seen['tasks'] // as above
        return polled[0]
      })
      await target.call('POST', '/tasks', {
        workflowInstanceId: task.workflowInstanceId,
        taskId: task.taskId,
        status: 'COMPLETED',
        outputData,
      })
    }
    await workThere(names.b, { b: 1 })
    await workThere(names.right, { r: 'done' })
    const ended = await until(async () => {
      const seen = await copy()
      return seen.status === 'RUNNING' ? undefined : seen
    })
    expect(ended.status).toBe('COMPLETED')
    expect(ended.output).toEqual({ n: 7, left: { deep: { list: [1, 'two', null] } }, right: 'done' })
    // The source has not been touched.
    expect(await workflows.get(id)).toMatchObject({ status: 'RUNNING' })
    expect(schedules.get(named('nightly')).paused).toBe(false)

    const other = await workflows.start({ name: flow.name })
    await exportTo(source.url, to, '--pause-source')
    expect(await workflows.get(other)).toMatchObject({ status: 'PAUSED' })
    expect(schedules.get(named('nightly')).paused).toBe(true)
    expect(await target.call('GET', `/scheduler/schedules/${named('nightly')}`)).toMatchObject({ paused: false })
    await target.call('DELETE', `/scheduler/schedules/${named('nightly')}`)
  })
}

describe('to another engine', () => {
  suite(async () => (await openServer('target')).url)
})
describe.skipIf(real === '')('to a real Conductor', () => {
  suite(async () => real.replace(/\/(?:api\/?)?$/, ''))
})

describe('an export', () => {
  it('says what cannot travel, and ends with 1', async () => {
    const source = await openServer('source')
    const target = await openServer('target')
    await source.engine.metadata.registerWorkflow({
      name: 'hidden',
      version: 1,
      maskedFields: ['pin'],
      tasks: [simple('t')],
    })
    const id = await source.engine.workflows.start({ name: 'hidden' })
    const { code, said, outcomes } = await exportTo(source.url, target.url)
    expect(code).toBe(1)
    expect(outcomes[id]).toBe('not carried')
    expect(said).toMatch(/maskedFields: Conductor OSS takes maskedFields and ignores it\. \[not-portable\]/)
    expect(said).toMatch(/hides fields/)
  })

  it.each([
    [[], /--to is needed/],
    [['--to', 'ftp://x'], /--to must be/],
    [['--to', 'http://a', '--from', 'http://a/api'], /the same server/],
  ])('refuses %j', async (args, message) => {
    let said = ''
    const note = (text: string) => (said += text)
    const context = { env: {}, cwd: folder, out: note, err: note, stopRequested: async () => '' }
    expect(await runCli(['engine', 'export', ...args], context)).toBe(2)
    expect(said).toMatch(message)
  })
})
