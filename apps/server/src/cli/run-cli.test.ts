import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { sampleApplication } from '@gatehouse/kyc/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commands } from './commands.ts'
import { runCli } from './run-cli.ts'

let folder: string
let said: string
let complained: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-cli-'))
  said = ''
  complained = ''
})
afterEach(() => rm(folder, { recursive: true, force: true }))

function run(args: readonly string[], env: Record<string, string> = {}): Promise<number> {
  return runCli(args, {
    // A port where nothing listens, so that commands start a server of their own.
    env: { GATEHOUSE_DATA: 'data', PORT: '1', LOG_LEVEL: 'silent', ...env },
    cwd: folder,
    out: (text) => (said += `${text}\n`),
    err: (text) => (complained += `${text}\n`),
    stopRequested: async () => 'SIGTERM',
  })
}

describe('the command line', () => {
  it('lists every command', async () => {
    expect(await run(['help'])).toBe(0)
    for (const name of Object.keys(commands)) expect(said).toContain(name)
  })

  it.each(Object.entries(commands))('finds %s under its name', async (name, load) => {
    expect((await load()).name).toBe(name)
  })

  it('is a command of its own, from any folder, that writes nothing but its answer', async () => {
    const bin = join(import.meta.dirname, '../../bin/gatehouse.js')
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [bin, 'help', 'audit', 'verify'], {
      cwd: folder,
    })
    expect(stdout).toMatch(/^gatehouse audit verify/)
    expect(stderr).toBe('')
  })

  it('explains one command', async () => {
    expect(await run(['help', 'lists', 'import'])).toBe(0)
    expect(said).toContain('--format')
    expect(await run(['onboard', '--help'])).toBe(0)
  })

  it.each([
    [[], 2],
    [['nonsense'], 2],
    [['lists'], 2],
    [['onboard'], 2],
    [['onboard', 'a.json', '--nonsense'], 2],
    [['workflow', 'run'], 2],
    [['lists', 'import', 'x.csv', '--format', 'word'], 2],
    [['users', 'add', '--email', 'a@b.example', '--name', 'A', '--roles', 'king'], 2],
    [['keys', 'add', '--name', 'a', '--scopes', 'all'], 2],
    [['keys', 'remove', 'none'], 1],
    [['onboard', 'missing.json'], 1],
    [['lists', 'import', 'missing.csv', '--format', 'blacklist-csv', '--list', 'X'], 1],
  ])('answers %j with exit code %i and a sentence', async (args, code) => {
    expect(await run(args)).toBe(code)
    expect((complained + said).length).toBeGreaterThan(20)
    expect(complained).not.toContain('    at ')
  })

  it('names a setting that cannot be used', async () => {
    expect(await run(['lists', 'status'], { PORT: 'eighty' })).toBe(2)
    expect(complained).toMatch(/PORT: must be a port number/)
  })

  it('makes accounts and keys, and proves the audit trail', async () => {
    expect(await run(['users', 'add', '--email', 'ada@bank.example', '--name', 'Ada', '--roles', 'mlro,analyst'])).toBe(
      0,
    )
    expect(said).toMatch(/Password: [0-9a-f-]{20,}/)
    expect(await run(['users', 'add', '--email', 'ADA@bank.example', '--name', 'Ada', '--roles', 'mlro'])).toBe(1)
    expect(await run(['users', 'list'])).toBe(0)
    expect(said).toContain('ada@bank.example\tmlro,analyst')
    expect(await run(['keys', 'add', '--name', 'core', '--scopes', 'intake'])).toBe(0)
    expect(said).toMatch(/CONDUCTOR_AUTH_SECRET=\S{40}/)
    expect(await run(['audit', 'verify', '--export', 'audit.jsonl'])).toBe(0)
    expect(said).toContain('Intact: 2 records')
    expect((await readFile(join(folder, 'audit.jsonl'), 'utf8')).split('\n').length).toBeGreaterThan(2)
  })

  it('imports a list and shows it', async () => {
    await writeFile(
      join(folder, 'list.json'),
      `${JSON.stringify({ id: 'X-1', schema: 'Person', properties: { name: ['Olga Erfunden'], topics: ['sanction'] } })}\n`,
    )
    expect(await run(['lists', 'import', 'list.json', '--list', 'OWN', '--format', 'ftm-json'])).toBe(0)
    expect(said).toMatch(/OWN: imported, version \S+, 1 entries \(1 added/)
    expect(await run(['lists', 'import', 'list.json', '--list', 'OWN', '--format', 'ftm-json'])).toBe(0)
    expect(said).toContain('OWN: unchanged')
    expect(await run(['lists', 'status'])).toBe(0)
  })

  it('onboards an applicant in a server of its own', async () => {
    await writeFile(join(folder, 'anna.json'), JSON.stringify(sampleApplication()))
    expect(await run(['onboard', 'anna.json'])).toBe(0)
    expect(said).toMatch(/validate_sanctions: CLEAR[\s\S]*APPROVED \(APPROVED_STP\)/)
  })

  it('says that there is no server where it was sent', async () => {
    await writeFile(join(folder, 'anna.json'), JSON.stringify(sampleApplication()))
    expect(await run(['onboard', 'anna.json', '--server', 'http://127.0.0.1:1'])).toBe(1)
    expect(complained).toContain('No server answers at http://127.0.0.1:1')
  })

  it('runs any workflow', async () => {
    expect(await run(['workflow', 'run', 'nonsense'])).toBe(1)
    expect(complained).toContain('nonsense')
  })

  it('says that a port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    // After listening on TCP the address is an object.
    const { port } = other.address() as AddressInfo
    const { createServer: createGatehouse } = await import('../server.ts')
    const { parseConfig } = await import('../config/parse-config.ts')
    const { createLog } = await import('../log.ts')
    const server = await createGatehouse(parseConfig({ GATEHOUSE_DATA: folder, PORT: String(port) }, folder), {
      log: createLog('silent'),
    })
    await expect(server.start()).rejects.toThrow(/EADDRINUSE/)
    await server.stop()
    other.close()
  })
})
