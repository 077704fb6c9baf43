/**
 * Flows a second of our engine and its peers, one after the other in one run on one machine.
 *
 * Usage: node bench/engine.ts [--peers own,system,probe,probe-wire,conductor-sqlite,conductor-postgres,conductor-postgres-tuned,restate,dbos]
 *                             [--at 1,16,256] [--seconds 5] [--peer-seconds 15] [--workers lean,sdk-undici,sdk]
 *                             [--profile FOLDER: leaves a CPU profile of our server for each line]
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { cpuSeconds } from './engine/cpu.ts'
import { hasConductor, startConductor } from './engine/conductor-oss.ts'
import type { WorkerKind } from './engine/drive-kyc.ts'
import { driveKyc, registerKyc } from './engine/drive-kyc.ts'
import { describeMachine, printTable } from './engine/print.ts'
import type { Line } from './engine/print.ts'
import { startOwn } from './engine/own.ts'
import { hasPeer, runPeer } from './engine/peers.ts'
import type { Postgres } from './engine/postgres.ts'
import { hasPostgres, startPostgres } from './engine/postgres.ts'

const allPeers = [
  'own',
  // The same engine behind the server's own `/api`.
  'system',
  // The bare storage: what we are measured by, not whom.
  'probe',
  'conductor-sqlite',
  'conductor-postgres',
  'conductor-postgres-tuned',
  'restate',
  'dbos',
  // Again, to see what the machine did meanwhile.
  'own',
]
const { values } = parseArgs({
  options: {
    peers: { type: 'string', default: allPeers.join(',') },
    at: { type: 'string', default: '1,16,256' },
    seconds: { type: 'string', default: '5' },
    'peer-seconds': { type: 'string', default: '15' },
    workers: { type: 'string', default: 'lean,sdk-undici,sdk' },
    profile: { type: 'string' },
  },
})
const levels = values.at.split(',').map(Number)
const kinds = (['lean', 'sdk-undici', 'sdk'] as const).filter((kind) => values.workers.split(',').includes(kind))
const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'))
let postgres: Postgres | undefined
const lines: Line[] = []

try {
  describeMachine(folder)
  for (const peer of values.peers.split(',')) await measure(peer)
  printTable(lines, levels)
} finally {
  await postgres?.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function measure(peer: string): Promise<void> {
  try {
    if (peer === 'own') for (const kind of kinds) await measureOwn(kind, `Gatehouse engine, ${kind}`)
    else if (peer === 'system') await measureOwn('lean', 'Gatehouse whole, lean', 'system-server.ts')
    else if (peer === 'probe') await measureOwn('lean', 'bare storage, lean', 'probe-server.ts')
    else if (peer === 'probe-wire')
      await measureOwn('lean', "bare storage, Conductor's answers", 'probe-server.ts', ['wire'])
    else if (peer.startsWith('conductor-')) await measureConductor(peer)
    else await measurePeer(peer)
  } catch (error) {
    console.log(`${peer}: left out, ${error instanceof Error ? error.message : String(error)}`)
  }
}

async function measureOwn(
  workers: WorkerKind,
  name: string,
  program?: string,
  programArguments: readonly string[] = [],
): Promise<void> {
  for (const atOnce of levels) {
    // A file of its own for each line: none pays for the history of another.
    const server = await startOwn(join(folder, `own-${lines.length}.db`), {
      profileFolder: values.profile,
      programArguments,
      ...(program === undefined ? {} : { program }),
    })
    const { url } = server
    await registerKyc(url)
    const before = await server.figures()
    const cpuBefore = cpuSeconds([process.pid])
    const result = await driveKyc({
      url,
      workers,
      atOnce,
      seconds: Number(values.seconds),
      warmUpSeconds: 2,
      holdsUntilFull: false,
    })
    const after = await server.figures()
    const cpuMs = ((cpuSeconds([process.pid]) - cpuBefore) * 1000) / result.allFlows
    await server.stop()
    const share = result.allFlows
    keep({
      name,
      atOnce,
      ...result,
      cpuMs,
      // Over the warm-up too, as all flows are.
      note: `server ${((after.cpuMicros - before.cpuMicros) / 1000 / share).toFixed(2)} CPU ms, ${((after.commits - before.commits) / share).toFixed(2)} commits, ${((after.rows - before.rows) / share).toFixed(1)} rows, ${result.requestsPerFlow.toFixed(1)} lean requests a flow, ${(after.rssBytes / 1e6).toFixed(0)} MB`,
    })
  }
}

async function measureConductor(peer: string): Promise<void> {
  if (!hasConductor()) throw new Error('no server jar or JDK; .ci/run fetches both')
  const onPostgres = peer !== 'conductor-sqlite'
  const server = await startConductor({
    folder,
    name: peer,
    tuned: peer.endsWith('-tuned'),
    ...(onPostgres ? { postgres: await needPostgres() } : {}),
  })
  console.log(`${peer}: ready after ${(server.readyMs / 1000).toFixed(1)} s; ${server.settings}`)
  try {
    const { url } = server
    await registerKyc(url)
    // The first script takes it seconds, as JavaScript is loaded.
    await driveKyc({ url, workers: 'lean', atOnce: 1, seconds: 8, warmUpSeconds: 0, holdsUntilFull: true })
    for (const atOnce of levels) {
      const seconds = Number(values['peer-seconds'])
      const roots = [process.pid, ...(onPostgres && postgres ? [postgres.pid] : [])]
      const cpuBefore = cpuSeconds(roots)
      const result = await driveKyc({ url, workers: 'lean', atOnce, seconds, warmUpSeconds: 3, holdsUntilFull: true })
      const cpuMs = ((cpuSeconds(roots) - cpuBefore) * 1000) / result.allFlows
      keep({ name: peer, atOnce, ...result, cpuMs, note: `${result.requestsPerFlow.toFixed(1)} lean requests a flow` })
    }
  } finally {
    await server.stop()
  }
}

async function measurePeer(peer: string): Promise<void> {
  if (!hasPeer(peer))
    throw new Error('not installed: SCARF_ANALYTICS=false npm ci --prefix bench/peers --ignore-scripts')
  const database = peer === 'dbos' ? await needPostgres() : undefined
  await database?.createDatabase('dbos_bench')
  const roots = [process.pid, ...(database ? [database.pid] : [])]
  let cpuBefore = cpuSeconds(roots)
  await runPeer(peer, {
    folder,
    levels,
    seconds: Number(values.seconds),
    postgresUrl: database ? `postgresql://postgres:postgres@127.0.0.1:${database.port}/dbos_bench` : '',
    onResult(atOnce, result) {
      const cpu = cpuSeconds(roots)
      keep({ name: peer, atOnce, ...result, cpuMs: ((cpu - cpuBefore) * 1000) / result.allFlows, note: '' })
      cpuBefore = cpu
    },
  })
}

async function needPostgres(): Promise<Postgres> {
  if (!hasPostgres()) throw new Error('PostgreSQL is not installed')
  if (!postgres) {
    postgres = await startPostgres(folder)
    console.log(`PostgreSQL: ${postgres.durability}`)
  }
  return postgres
}

function keep(line: Line): void {
  lines.push(line)
  const { name, atOnce, perSecond, p50Ms, p99Ms, cpuMs, note } = line
  console.log(
    `${name.padEnd(30)} ${String(atOnce).padStart(4)} at once  ${perSecond.toFixed(1).padStart(8)} flows/s  p50 ${p50Ms.toFixed(1)} ms  p99 ${p99Ms.toFixed(1)} ms  CPU ${cpuMs.toFixed(1)} ms a flow  ${note}`,
  )
}
