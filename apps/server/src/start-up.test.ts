// What a start loads: the time to be ready and the memory at rest are mostly modules and threads, and those can be counted.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const recorder = new URL('./testing/record-modules.ts', import.meta.url).href
const RecordSchema = z.object({
  modules: z.array(z.string()),
  formatters: z.array(z.string()),
  threads: z.number(),
  nodeOptions: z.array(z.string()),
  arenas: z.string().optional(),
})
const ManifestSchema = z.object({ scripts: z.object({ start: z.string() }) })

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-start-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Start {
  readonly loaded: readonly string[]
  readonly formatters: readonly string[]
  readonly threads: number
  readonly nodeOptions: readonly string[]
  readonly arenas?: string | undefined
}

/** Starts the server as `npm start` does, without demo people, asks it for its health and ends it as npm does: by its shell. */
async function startOnce(): Promise<Start> {
  const record = join(folder, 'record.json')
  const { scripts } = ManifestSchema.parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')))
  const env = {
    ...process.env,
    PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
    NODE_OPTIONS: `--import ${recorder}`,
    GATEHOUSE_DATA: join(folder, 'data'),
    GATEHOUSE_DEMO: 'off',
    PORT: '0',
    LOG_LEVEL: 'silent',
    RECORD_MODULES_TO: record,
  }
  const child = spawn('sh', ['-c', scripts.start], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const address = /Console\s+(\S+)/.exec(line)?.[1]
      if (address === undefined) continue
      expect((await fetch(`${address}health`)).status).toBe(200)
      break
    }
  } finally {
    child.kill('SIGTERM')
  }
  expect(await ended).toEqual([0, null])
  const { modules, ...rest } = RecordSchema.parse(JSON.parse(await readFile(record, 'utf8')))
  const loaded = modules.map((url) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? url)
  return { loaded: [...new Set(loaded)], ...rest }
}

describe('a start on a known folder', { timeout: 60_000 }, () => {
  let first: Start
  let known: Start
  beforeAll(async () => {
    first = await startOnce()
    known = await startOnce()
  }, 60_000)

  it.each([
    ['signing in', ['better-auth', '@node-rs/argon2']],
    ['calls to other servers', ['undici']],
    ['mail', ['nodemailer']],
    ['metrics', ['prom-client', '@opentelemetry/api']],
    ['lists of other formats', ['saxes', 'csv-parse']],
    ['PostgreSQL, Kafka', ['pg', '@platformatic/kafka']],
    ["fastify's schemas", ['ajv', '@fastify/ajv-compiler']],
  ])('does not load what only %s needs', (_need, packages) => {
    expect(known.loaded.filter((name) => packages.includes(name))).toEqual([])
  })

  it('does not load what only signing in needs on a new folder either', () => {
    expect(first.loaded).not.toContain('better-auth')
  })

  it('loads no other command and no API description', () => {
    const own = known.loaded.filter((url) => /\/server\/src\/(?:cli|docs|export)\//.test(url))
    expect(own.map((url) => url.replace(/.*\/src\//, '')).toSorted()).toEqual([
      'cli/command.ts',
      'cli/commands.ts',
      'cli/message-of.ts',
      'cli/run-cli.ts',
      'cli/start.ts',
      'docs/docs-routes.ts',
    ])
  })

  it('makes no formatter of dates, numbers or names: the first takes 8 MB, and 13 ms', () => {
    expect(known.formatters).toEqual([])
  })

  it('bounds the young generation', () => {
    expect(known.nodeOptions).toContain('--max-semi-space-size=16')
  })

  it('lets the threads of Node share one heap of C', () => {
    expect(known.arenas).toBe('2')
  })

  it('starts no thread before there is work for it', () => {
    expect([first.threads, known.threads]).toEqual([0, 0])
  })
})
