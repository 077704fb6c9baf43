import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEngine, createHttpCaller, createScriptRunner, createVirtualClock } from '@gatehouse/engine'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { runCli } from '../cli/run-cli.ts'
import { createLog } from '../log.ts'
import { createEngineRetention, dueBefore } from './engine-retention.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-engine-retention-'))
})
afterEach(async () => {
  vi.useRealTimers()
  await rm(folder, { recursive: true, force: true })
})

const day = 86_400_000
const file = () => join(folder, 'engine.db')

/** An engine in which that many executions ended on each of the last days. */
async function withHistory<T>(
  days: number,
  use: (engine: Awaited<ReturnType<typeof createEngine>>) => Promise<T>,
): Promise<T> {
  const scripts = createScriptRunner()
  const http = createHttpCaller()
  const clock = createVirtualClock(Date.now() - (days - 0.5) * day)
  const engine = await createEngine({ dataFile: file(), scripts, http, clock })
  try {
    const input = { text: 'x'.repeat(20_000) }
    await engine.metadata.registerWorkflow({ name: 'w', tasks: [{ name: 'n', taskReferenceName: 'n', type: 'NOOP' }] })
    for (let past = 0; past < days; past += 1) {
      await Promise.all(Array.from({ length: 50 }, () => engine.workflows.start({ name: 'w', input })))
      await clock.advance(day)
    }
    return await use(engine)
  } finally {
    await engine.close()
    await Promise.all([scripts.close(), http.close()])
  }
}

async function cli(...args: readonly string[]): Promise<{ code: number; said: string }> {
  let said = ''
  const out = (text: string) => (said += `${text}\n`)
  const env = { GATEHOUSE_DATA: folder, GATEHOUSE_ARCHIVE_DAYS: '3', GATEHOUSE_REMOVE_DAYS: '5' }
  const code = await runCli(['engine', 'retention', ...args], {
    env,
    cwd: folder,
    out,
    err: out,
    stopRequested: async () => 'SIGTERM',
  })
  return { code, said }
}

it('says what is due beside a running engine, and does it once that is stopped', async () => {
  await withHistory(8, async () => {
    const plan = await cli('--dry-run')
    expect(plan).toMatchObject({ code: 0, said: expect.stringContaining('Of 400 executions, 150 would be removed') })
    expect(plan.said).toContain('100 archived')
    expect(await cli()).toMatchObject({ code: 1, said: expect.stringContaining('is in use by process') })
  })
  const before = (await stat(file())).size
  expect((await cli()).said).toContain('Removed 150 executions, archived 100.')
  expect((await cli('--dry-run')).said).toContain('Of 250 executions, 0 would be removed and 0 archived.')
  expect((await cli('--remove-days', '0')).said).toContain('Removed 250 executions')
  expect((await stat(file())).size).toBeLessThan(before)
  expect((await cli('--remove-days', 'soon')).code).toBe(2)
})

it('runs by itself every hour, and stops in the middle when the server does', async () => {
  await withHistory(8, async (engine) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const timer = createEngineRetention(engine, { archiveDays: undefined, removeDays: 5 }, createLog('silent'))
    timer.start()
    await vi.advanceTimersByTimeAsync(9 * 60_000)
    expect(timer.counts.lastRunAt).toBe(0)
    await vi.advanceTimersByTimeAsync(2 * 60_000)
    vi.useRealTimers()
    await vi.waitFor(() => expect(timer.counts).toMatchObject({ removed: 150, failures: 0 }), { timeout: 10_000 })
    expect(timer.counts.lastRunAt).toBeGreaterThan(0)
    await timer.stop()
    const stopped = AbortSignal.abort()
    const rest = await engine.applyRetention({ removeEndedBefore: Date.now() + day, signal: stopped })
    expect(rest).toMatchObject({ removed: 0 })
  })
})

it('keeps everything when nothing is set', () => {
  expect(dueBefore({ archiveDays: undefined, removeDays: undefined }, 0)).toEqual({})
  expect(dueBefore({ archiveDays: 1, removeDays: 2 }, 3 * day)).toEqual({
    archiveEndedBefore: 2 * day,
    removeEndedBefore: day,
  })
})
