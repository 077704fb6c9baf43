// Kills a server with SIGKILL under load, again and again: what it had acknowledged is there, nothing runs twice, and
// every flow ends once.

import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Task, Workflow } from '../src/model/execution.ts'
import { flow, fork, join, simple, task } from './harness.ts'

const flows = Number(process.env['CRASH_FLOWS'] ?? 60)
const kills = Number(process.env['CRASH_KILLS'] ?? 4)

let folder = ''
let server: ChildProcess | undefined
let url = ''

beforeEach(() => {
  folder = mkdtempSync(joinPath(tmpdir(), 'gatehouse-crash-'))
})
afterEach(async () => {
  await kill()
  rmSync(folder, { recursive: true, force: true })
})

async function launch(): Promise<void> {
  const child = spawn(
    process.execPath,
    [joinPath(import.meta.dirname, 'crash-server.ts'), joinPath(folder, 'engine.db')],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  server = child
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  url = line.toString().trim()
}

async function kill(): Promise<void> {
  if (!server || server.exitCode !== null || server.signalCode !== null) return
  const gone = once(server, 'exit')
  server.kill('SIGKILL')
  await gone
}

/** The answer's body, or undefined when the server was not there to give one. */
async function ask(method: string, path: string, body?: unknown): Promise<string | undefined> {
  try {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    return text
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

const names = ['w1', 'w2', 'w3', 'w4', 'w5']

/** A task whose worker the kill cut off comes back when its time to answer is over. */
function toTaskDef(name: string) {
  return { name, responseTimeoutSeconds: 3, retryDelaySeconds: 0, retryCount: 100 }
}

const child = flow([simple('w4')])
const definition = flow([
  simple('w1'),
  task('SWITCH', 's', {
    evaluatorType: 'javascript',
    expression: '$.n % 2 == 0 ? "even" : "odd"',
    inputParameters: { n: '${workflow.input.n}' },
    decisionCases: { even: [task('SET_VARIABLE', 'v', { inputParameters: { even: true } })] },
  }),
  fork('f', [
    [simple('w2')],
    [task('SUB_WORKFLOW', 'sub', { subWorkflowParam: { name: child.name } })],
    [task('DO_WHILE', 'l', { loopCondition: '$.l.iteration < 2', loopOver: [simple('w3')] })],
  ]),
  join('j', ['w2', 'sub', 'l']),
  simple('w5'),
])

it(`loses nothing and does nothing twice over ${kills} kills`, { timeout: 240_000 }, async () => {
  await launch()
  await ask('POST', '/api/metadata/taskdefs', names.map(toTaskDef))
  await ask('PUT', '/api/metadata/workflow', [child, definition])
  const started = new Map<string, string>()
  const acknowledged = new Set<string>()
  let over = false

  async function starter(): Promise<void> {
    for (let n = 0; n < flows; ) {
      const key = `flow-${n}`
      const id = await ask('POST', '/api/workflow', {
        name: definition.name,
        input: { n },
        idempotencyKey: key,
        idempotencyStrategy: 'RETURN_EXISTING',
      })
      if (id === undefined) await pause()
      else {
        started.set(key, id)
        n += 1
      }
    }
  }

  async function worker(type: string): Promise<void> {
    while (!over) {
      const body = await ask('GET', `/api/tasks/poll/batch/${type}?workerid=${type}&count=5&timeout=100`)
      const tasks: Task[] = body === undefined ? [] : JSON.parse(body)
      if (body === undefined) await pause()
      for (const one of tasks) {
        // The server had told us that it had this result.
        expect(acknowledged.has(one.taskId), `${one.referenceTaskName} was handed out after its result`).toBe(false)
        const { taskId, workflowInstanceId } = one
        const result = { taskId, workflowInstanceId, status: 'COMPLETED', outputData: { by: taskId } }
        if ((await ask('POST', '/api/tasks', result)) !== undefined) acknowledged.add(taskId)
      }
    }
  }

  const workers = names.map(worker)
  const starting = starter()
  for (let n = 0; n < kills; n += 1) {
    await new Promise((resolve) => setTimeout(resolve, 150 + Math.random() * 400))
    await kill()
    await launch()
  }
  await starting
  const workflows: Workflow[] = []
  for (const id of started.values()) workflows.push(await ended(id))
  over = true
  await Promise.all(workers)

  expect(new Set(started.values()).size).toBe(flows)
  for (const workflow of workflows) {
    expect(workflow.status).toBe('COMPLETED')
    const completed = workflow.tasks.filter(({ status }) => status === 'COMPLETED')
    const refs = completed.map(({ referenceTaskName }) => referenceTaskName)
    expect(new Set(refs).size, `each task of ${refs.join(' ')} once`).toBe(refs.length)
    const others = workflow.tasks.filter(({ status }) => status !== 'COMPLETED').map(({ status }) => status)
    expect(others.filter((status) => status !== 'TIMED_OUT')).toEqual([])
    const lost = workflow.tasks.filter(
      ({ taskId, status, outputData }) =>
        acknowledged.has(taskId) && (status !== 'COMPLETED' || outputData.by !== taskId),
    )
    expect(lost).toEqual([])
  }
  const known = new Set(workflows.flatMap(({ tasks }) => tasks.map(({ taskId }) => taskId)))
  const inChildren = [...acknowledged].filter((taskId) => !known.has(taskId))
  expect(inChildren.length).toBeLessThanOrEqual(flows)
})

async function ended(id: string): Promise<Workflow> {
  const deadline = Date.now() + 120_000
  for (;;) {
    const body = await ask('GET', `/api/workflow/${id}`)
    const workflow: Workflow | undefined = body === undefined ? undefined : JSON.parse(body)
    if (workflow && workflow.status !== 'RUNNING') return workflow
    if (Date.now() > deadline)
      throw new Error(
        `Still running: ${workflow?.tasks.map((one) => `${one.referenceTaskName}:${one.status}`).join(' ')}`,
      )
    await pause()
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20))
}
