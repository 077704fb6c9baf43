// Kills a server with SIGKILL under load, again and again, and tells everything that came out otherwise than it would
// have without.

import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { checkDataFile } from '../src/data-file/check.ts'
import type { Task, Workflow } from '../src/model/execution.ts'
import type { JsonMap } from '../src/model/json.ts'
import {
  crashDefinitions,
  crashFlowName,
  crashOutput,
  crashRefs,
  crashResult,
  crashTaskDefs,
  crashWorkers,
  failsAtFirst,
} from './crash-flow.ts'

export interface CrashOptions {
  readonly dataFile: string
  readonly rounds: number
  readonly flowsPerRound: number
  /** 0 ≤ n < 1: when it is killed. */
  readonly random: () => number
}

export interface CrashOutcome {
  readonly flows: number
  readonly kills: number
  readonly acknowledged: number
  /** Sentences; empty when all is well. */
  readonly violations: readonly string[]
}

const program = join(import.meta.dirname, '../test/crash-server.ts')
const patienceMs = 120_000

export async function crashRounds({ dataFile, rounds, flowsPerRound, random }: CrashOptions): Promise<CrashOutcome> {
  const violations: string[] = []
  const started = new Map<number, string>()
  const acknowledged = new Set<string>()
  const asked = new Set<string>()
  let server: ChildProcess | undefined
  let url = ''
  let wanted = 0
  let over = false

  async function launch(): Promise<void> {
    const child = spawn(process.execPath, [program, dataFile], { stdio: ['ignore', 'pipe', 'inherit'] })
    server = child
    const gone = once(child, 'exit').then(([code]) => {
      throw new Error(`The server did not start: ${code}`)
    })
    gone.catch(() => {})
    url = String(await Promise.race([once(child.stdout, 'data'), gone])).trim()
  }

  async function kill(): Promise<void> {
    if (!server || server.exitCode !== null || server.signalCode !== null) return
    const gone = once(server, 'exit')
    server.kill('SIGKILL')
    await gone
  }

  async function restart(after: string): Promise<void> {
    await kill()
    for (const { invariant, examples } of checkDataFile(dataFile).problems) {
      violations.push(`after ${after} it does not hold that ${invariant}: ${examples.join('; ')}`)
    }
    await launch()
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
      if (answer.status < 400) return text
      violations.push(`${method} ${path} answered ${answer.status}: ${text}`)
      return undefined
    } catch (error) {
      if (error instanceof TypeError) return undefined
      throw error
    }
  }

  async function report(task: Task, status: string, outputData: JsonMap): Promise<void> {
    const { taskId, workflowInstanceId } = task
    const taken = await ask('POST', '/api/tasks', { taskId, workflowInstanceId, status, outputData })
    if (taken !== undefined) acknowledged.add(taskId)
  }

  async function starter(): Promise<void> {
    while (!over) {
      const n = started.size
      const id =
        n < wanted
          ? await ask('POST', '/api/workflow', {
              name: crashFlowName,
              input: { n },
              idempotencyKey: `flow-${n}`,
              idempotencyStrategy: 'RETURN_EXISTING',
            })
          : undefined
      if (id === undefined) await pause(20)
      else started.set(n, id)
    }
  }

  async function worker(type: string): Promise<void> {
    while (!over) {
      const body = await ask('GET', `/api/tasks/poll/batch/${type}?workerid=${type}&count=5&timeout=100`)
      if (body === undefined) await pause(20)
      // What the poll answers.
      const tasks: Task[] = body ? JSON.parse(body) : []
      for (const task of tasks) {
        if (acknowledged.has(task.taskId)) violations.push(`${task.referenceTaskName} ran again after its result`)
        const n = Number(task.inputData['n'])
        if (failsAtFirst(type, n, task.retryCount)) await report(task, 'FAILED', {})
        else await report(task, 'COMPLETED', crashResult(type, n))
      }
    }
  }

  /** Ann, who is asked once in every flow. */
  async function person(): Promise<void> {
    while (!over) {
      for (const id of started.values()) {
        if (asked.has(id)) continue
        const question = (await read(id))?.tasks.find(
          ({ taskType, status }) => taskType === 'HUMAN' && status === 'IN_PROGRESS',
        )
        if (!question) continue
        await report(question, 'COMPLETED', { by: 'ann' })
        if (acknowledged.has(question.taskId)) asked.add(id)
      }
      await pause(100)
    }
  }

  async function read(id: string): Promise<Workflow | undefined> {
    const body = await ask('GET', `/api/workflow/${id}`)
    return body === undefined ? undefined : JSON.parse(body)
  }

  async function ended(id: string): Promise<void> {
    for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await pause(50)) {
      const workflow = await read(id)
      if (workflow && workflow.status !== 'RUNNING') return
    }
    const stuck = await read(id)
    violations.push(
      `${id} does not end: ${stuck?.tasks.map((one) => `${one.referenceTaskName}:${one.status}`).join(' ')}`,
    )
  }

  function judge(n: number, workflow: Workflow): void {
    const say = (what: string) => violations.push(`flow ${n} (${workflow.workflowId}): ${what}`)
    if (workflow.status !== 'COMPLETED') say(`${workflow.status} ${workflow.reasonForIncompletion ?? ''}`)
    const output = JSON.stringify(workflow.output, Object.keys(workflow.output).sort())
    const expected = JSON.stringify(crashOutput(n), Object.keys(crashOutput(n)).sort())
    if (output !== expected) say(`its output is ${output}, not ${expected}`)
    const completed = workflow.tasks.filter(({ status }) => status === 'COMPLETED')
    const refs = completed.map(({ referenceTaskName }) => referenceTaskName).sort()
    if (refs.join(' ') !== crashRefs(n).join(' ')) say(`completed ${refs.join(' ')}`)
  }

  function judgeResults(known: ReadonlyMap<string, Task>): void {
    for (const taskId of acknowledged) {
      const status = known.get(taskId)?.status ?? 'gone'
      if (status !== 'COMPLETED' && status !== 'FAILED')
        violations.push(`an acknowledged result is lost: ${taskId} is ${status}`)
    }
  }

  await launch()
  await ask('POST', '/api/metadata/taskdefs', crashTaskDefs)
  await ask('PUT', '/api/metadata/workflow', crashDefinitions)
  const busy = [...crashWorkers.map(worker), starter(), person()]
  try {
    for (let round = 0; round < rounds; round += 1) {
      wanted += flowsPerRound
      await pause(50 + random() * 500)
      await restart(`kill ${round + 1}`)
    }
    for (const deadline = Date.now() + patienceMs; started.size < wanted && Date.now() < deadline; ) await pause(20)
    for (const id of started.values()) await ended(id)
    // What is judged is what is on disk, not what the last server had in memory.
    await restart('the end')
    const known = new Map<string, Task>()
    for (const [n, id] of started) {
      const workflow = await read(id)
      if (!workflow) continue
      judge(n, workflow)
      const childId = workflow.tasks.find(({ taskType }) => taskType === 'SUB_WORKFLOW')?.subWorkflowId
      const children = childId ? ((await read(childId))?.tasks ?? []) : []
      for (const one of [...workflow.tasks, ...children]) known.set(one.taskId, one)
    }
    judgeResults(known)
    if (new Set(started.values()).size !== wanted)
      violations.push(`${wanted} flows were started, ${started.size} known`)
  } finally {
    over = true
    await kill()
    await Promise.allSettled(busy)
  }
  return { flows: wanted, kills: rounds, acknowledged: acknowledged.size, violations }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
