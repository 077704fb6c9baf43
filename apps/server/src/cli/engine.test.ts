import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEngine, createHttpCaller, createScriptRunner } from '@gatehouse/engine'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { runCli } from './run-cli.ts'

let folder: string
let said: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-cli-engine-'))
  said = ''
})
afterEach(() => rm(folder, { recursive: true, force: true }))

function run(...args: readonly string[]): Promise<number> {
  said = ''
  const note = (text: string) => (said += `${text}\n`)
  const env = { GATEHOUSE_DATA: 'data', LOG_LEVEL: 'silent' }
  return runCli(args, { env, cwd: folder, out: note, err: note, stopRequested: async () => 'SIGTERM' })
}

async function withEngine<T>(use: (engine: Awaited<ReturnType<typeof createEngine>>) => Promise<T>): Promise<T> {
  const scripts = createScriptRunner()
  const http = createHttpCaller()
  const engine = await createEngine({ dataFile: join(folder, 'data', 'engine.db'), scripts, http })
  try {
    return await use(engine)
  } finally {
    await engine.close()
    await Promise.all([scripts.close(), http.close()])
  }
}

it('checks, backs up and restores the state of the embedded engine', async () => {
  const id = await withEngine(async (engine) => {
    await engine.metadata.registerWorkflow({ name: 'w', tasks: [{ name: 'h', taskReferenceName: 'h', type: 'HUMAN' }] })
    const started = await engine.workflows.start({ name: 'w' })
    expect(await run('engine', 'check')).toBe(0)
    expect(said).toMatch(/1 executions \(1 open\), 1 tasks, .* Sound\./)
    expect(await run('engine', 'backup', 'copy.db')).toBe(0)
    expect(await run('engine', 'backup', 'copy.db')).toBe(1)
    expect(said).toContain('exists already')
    expect(await run('engine', 'restore', 'copy.db')).toBe(1)
    expect(said).toContain('is in use by process')
    await engine.workflows.terminate(started)
    return started
  })
  expect(await run('engine', 'check', 'copy.db')).toBe(0)
  expect(await run('engine', 'restore', 'copy.db')).toBe(0)
  expect(said).toMatch(/Restored 1 executions \(1 open\)/)
  expect((await readdir(join(folder, 'data'))).filter((name) => name.includes('.before-'))).toHaveLength(1)
  await withEngine(async (engine) => expect((await engine.workflows.get(id)).status).toBe('RUNNING'))
})

it.each([[['backup']], [['restore']], [['restore', 'a', 'b']], [['check', 'a', 'b']]])(
  'asks for one file: engine %s',
  async (args) => expect(await run('engine', ...args)).toBe(2),
)

it('says so when there is no data file', async () => {
  expect(await run('engine', 'check')).toBe(1)
  expect(said).toContain('gatehouse engine check:')
})
