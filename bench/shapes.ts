/**
 * Shapes of workflows that show what the cost depends on: long chains, loops, wide forks, many that wait, a cold start.
 *
 * Usage: node bench/shapes.ts [start,chains,loops,forks,waiting] [number of waiting executions, default 100000]
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { cpuSeconds, residentBytes } from './engine/cpu.ts'
import type { HttpClient } from './engine/http-client.ts'
import { createHttpClient } from './engine/http-client.ts'
import { flow, simple, taskDefinitions } from './engine/kyc-flow.ts'
import { startLeanWorkers } from './engine/lean-workers.ts'
import type { OwnServer } from './engine/own.ts'
import { startOwn } from './engine/own.ts'
import { describeMachine } from './engine/print.ts'
import { end, freePort, guard, sleep, untilReady } from './engine/processes.ts'

const [chosen = 'start,chains,loops,forks,waiting', waiting = '100000'] = process.argv.slice(2)
const root = join(import.meta.dirname, '..')
const restMs = 10_000
const folder = mkdtempSync(join(tmpdir(), 'gatehouse-shapes-'))
const wants = (name: string) => chosen.split(',').includes(name)

try {
  describeMachine(folder)
  if (wants('start')) await coldStart()
  if (wants('start')) await wholeStart()
  if (wants('chains')) await curve('chain of worker tasks', [25, 50, 100, 200, 400, 800], chainOf)
  if (wants('loops')) await curve('DO_WHILE, turns of one worker task', [125, 250, 500, 1000, 2000], loopOf)
  if (wants('forks')) await curve('fork, branches of one worker task', [62, 125, 250, 500, 1000], forkOf)
  if (wants('waiting')) await manyWaiting(Number(waiting))
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function chainOf(length: number): unknown[] {
  return Array.from({ length }, (_, n) => ({ ...simple('step'), taskReferenceName: `step_${n}` }))
}

function loopOf(length: number): unknown[] {
  const loop = { name: 'loop', taskReferenceName: 'loop', type: 'DO_WHILE', loopOver: [simple('step')] }
  return [{ ...loop, loopCondition: `$.loop.iteration < ${length}`, evaluatorType: 'javascript' }]
}

function forkOf(length: number): unknown[] {
  const branches = chainOf(length).map((one) => [one])
  const joinOn = branches.map((_, n) => `step_${n}`)
  return [
    { name: 'fork', taskReferenceName: 'fork', type: 'FORK_JOIN', forkTasks: branches },
    { name: 'join', taskReferenceName: 'join', type: 'JOIN', joinOn },
  ]
}

/** Each length three times on a warm server; the quickest counts, and its cost a step ought to stay the same. */
async function curve(name: string, lengths: readonly number[], tasksOf: (length: number) => unknown[]): Promise<void> {
  const server = await startOwn(join(folder, `${name.slice(0, 4)}.db`))
  const client = createHttpClient(server.url)
  const workers = startLeanWorkers(client, ['step'], { pollers: 1, count: 256, timeoutMs: 5000, onDone: () => {} })
  await client.ask('POST', '/api/metadata/taskdefs', taskDefinitions(['step']))
  await client.ask(
    'PUT',
    '/api/metadata/workflow',
    lengths.map((length) => flow(`shape_${length}`, tasksOf(length))),
  )
  await runOnce(client, server, 50, `shape_${lengths[0]}`)
  console.log(
    `\n${name}\n| steps | ms | ms a step | server CPU ms a step | rows a step | commits a step |\n|${' --- |'.repeat(6)}`,
  )
  for (const length of lengths) {
    const runs = []
    for (let n = 0; n < 3; n += 1) runs.push(await runOnce(client, server, length, `shape_${length}`))
    const best = runs.sort((a, b) => a.ms - b.ms)[0] ?? { ms: 0, cpuMs: 0, rows: 0, commits: 0 }
    const cpuMs = Math.min(...runs.map((one) => one.cpuMs))
    const each = [best.ms, cpuMs, best.rows, best.commits].map((figure) => (figure / length).toFixed(3))
    console.log(`| ${length} | ${best.ms.toFixed(0)} | ${each.join(' | ')} |`)
  }
  await Promise.all([workers.stop(), client.close()])
  await server.stop()
}

async function runOnce(client: HttpClient, server: OwnServer, steps: number, name: string) {
  const before = await server.figures()
  const startedAt = performance.now()
  const id = String(await client.ask('POST', '/api/workflow', { name, version: 1, input: {} }))
  for (;;) {
    // Not the execution, whose answer holds its definition: that grows with the steps and is asked for again and again.
    const { status } = (await client.ask('GET', `/api/workflow/${id}/status`)) as { status: string }
    if (status === 'COMPLETED') break
    if (status !== 'RUNNING') throw new Error(`${name} of ${steps} steps ended as ${status}`)
    await sleep(5)
  }
  const ms = performance.now() - startedAt
  const after = await server.figures()
  return {
    ms,
    cpuMs: (after.cpuMicros - before.cpuMicros) / 1000,
    rows: after.rows - before.rows,
    commits: after.commits - before.commits,
  }
}

async function coldStart(): Promise<void> {
  const took: number[] = []
  let rssBytes = 0
  for (let n = 0; n < 5; n += 1) {
    const server = await startOwn(join(folder, `start-${n}.db`))
    took.push(server.readyMs)
    await sleep(500)
    ;({ rssBytes } = await server.figures())
    await server.stop()
  }
  took.sort((a, b) => a - b)
  console.log(
    `Cold start, process to listening: best ${took[0]?.toFixed(0)} ms, median ${took[2]?.toFixed(0)} ms; ${(rssBytes / 1e6).toFixed(0)} MB at rest`,
  )
}

/**
 * `npm start` itself, from the start of the process to the first answered poll: on a new folder, then on the same one.
 * Memory is looked at after ten seconds without a request.
 */
async function wholeStart(): Promise<void> {
  const took: number[] = []
  const cpu: number[] = []
  const resident: number[] = []
  for (let n = 0; n < 6; n += 1) {
    const port = await freePort()
    const startedAt = performance.now()
    const child = spawn(join(root, 'apps/server/bin/gatehouse.js'), ['start'], {
      cwd: root,
      env: {
        ...process.env,
        PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
        GATEHOUSE_DATA: join(folder, 'whole'),
        PORT: String(port),
        LOG_LEVEL: 'error',
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    guard(child)
    await untilReady(`http://127.0.0.1:${port}/api/tasks/poll/batch/nothing?timeout=1`, child, 60, 5)
    took.push(performance.now() - startedAt)
    cpu.push(cpuSeconds([child.pid ?? 0]))
    await sleep(restMs)
    resident.push(residentBytes(child.pid ?? 0) / 1e6)
    await end(child)
  }
  const [first = 0, ...later] = took
  const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
  console.log(
    `The whole system, process to first poll: ${first.toFixed(0)} ms on a new folder (${cpu[0]?.toFixed(1)} s of processor time), then best ${Math.min(...later).toFixed(0)} ms, median ${middle(later).toFixed(0)} ms (${middle(cpu.slice(1)).toFixed(1)} s); at rest ${resident[0]?.toFixed(0)} MB on the new folder, then ${middle(resident.slice(1)).toFixed(0)} MB`,
  )
}

/** Executions that wait for a person; then the server is killed and must answer its first poll soon. */
async function manyWaiting(count: number): Promise<void> {
  const file = join(folder, 'waiting.db')
  const server = await startOwn(file)
  const client = createHttpClient(server.url, 256)
  await client.ask('PUT', '/api/metadata/workflow', [
    flow('waiting', [{ name: 'ask', taskReferenceName: 'ask', type: 'HUMAN' }, simple('step')]),
    flow('ready', [simple('step')]),
  ])
  const startedAt = performance.now()
  let left = count
  const lane = async (): Promise<void> => {
    while (left-- > 0) await client.ask('POST', '/api/workflow', { name: 'waiting', version: 1, input: { n: left } })
  }
  await Promise.all(Array.from({ length: 256 }, lane))
  const seconds = (performance.now() - startedAt) / 1000
  await client.ask('POST', '/api/workflow', { name: 'ready', version: 1, input: {} })
  const { rssBytes } = await server.figures()
  await client.close()
  await server.stop('SIGKILL')
  console.log(
    `\n${count} waiting executions: started at ${(count / seconds).toFixed(0)} a second, ${(rssBytes / 1e6).toFixed(0)} MB`,
  )
  const killedAt = performance.now()
  const again = await startOwn(file)
  const polling = createHttpClient(again.url)
  const tasks = await polling.ask('GET', '/api/tasks/poll/batch/step?workerid=bench&count=1&timeout=5000')
  const ms = performance.now() - killedAt
  const found = Array.isArray(tasks) ? tasks.length : 0
  const after = await again.figures()
  console.log(
    `After kill -9: listening after ${again.readyMs.toFixed(0)} ms, first poll answered with ${found} task after ${ms.toFixed(0)} ms, ${(after.rssBytes / 1e6).toFixed(0)} MB`,
  )
  await polling.close()
  await again.stop()
}
