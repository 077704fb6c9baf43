/**
 * Plays random workflows on our engine and on a Conductor, with the same results of workers, and shows where they come out
 * differently. Usage: node bench/parity.ts [--flows 60] [--from 1] [--conductor URL, default: one is started] [--details]
 * No test: how a Conductor comes out depends now and then on when it looked. Ends with status 1 when something differs.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startConductor } from './engine/conductor-oss.ts'
import { startOwn } from './engine/own.ts'
import { startPostgres } from './engine/postgres.ts'
import { differences } from './parity/execution.ts'
import type { Moment } from './parity/play.ts'
import { createPlayer } from './parity/play.ts'
import { randomFlow } from '../packages/engine/testing/random-flow.ts'

const { values } = parseArgs({
  options: {
    flows: { type: 'string', default: '60' },
    from: { type: 'string', default: '1' },
    conductor: { type: 'string' },
    details: { type: 'boolean', default: false },
  },
})
const atOnce = 6
const restMs = { ours: 60, theirs: 400 }
const folder = mkdtempSync(join(tmpdir(), 'gatehouse-parity-'))
const own = await startOwn(join(folder, 'own.db'))
let different = 0

try {
  const theirs = values.conductor === undefined ? await startTheirs() : { url: values.conductor, stop: async () => {} }
  try {
    await compareAll(own.url, theirs.url)
  } finally {
    await theirs.stop()
  }
} finally {
  await own.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function startTheirs(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const postgres = await startPostgres(folder)
  const server = await startConductor({ folder, name: 'parity', tuned: true, postgres })
  const stop = async () => {
    await server.stop()
    await postgres.stop()
  }
  return { url: server.url, stop }
}

async function compareAll(ourUrl: string, theirUrl: string): Promise<void> {
  const [ours, theirs] = [createPlayer(ourUrl, restMs.ours), createPlayer(theirUrl, restMs.theirs)]
  await Promise.all([ours.prepare(), theirs.prepare()])
  const first = Number(values.from)
  const flows = Number(values.flows)
  let next = first
  const playOn = async () => {
    while (next < first + flows) {
      const seed = next++
      const flow = randomFlow(seed)
      const [here, there] = await Promise.all([ours.play(flow), theirs.play(flow)])
      show(seed, here, there)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, playOn))
  console.log(`${flows - different} of ${flows} flows came out the same, ${different} did not.`)
  if (different > 0) process.exitCode = 1
}

/** The first moment that differs: what comes behind it comes of it. */
function show(seed: number, here: readonly Moment[], there: readonly Moment[]): void {
  for (const [at, moment] of here.entries()) {
    const found = differences(moment.state, there[at]?.state)
    if (found.length === 0) continue
    different += 1
    console.log(
      `\nFlow ${seed}, after ${here
        .slice(0, at + 1)
        .map(({ after }) => after)
        .join(', ')}`,
    )
    for (const line of values.details ? found : found.slice(0, 4)) console.log(`  ${line}`)
    return
  }
}
