// Disks that fail: full, read-only, torn. A clear error, and nothing that was acknowledged is lost.

import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkDataFile } from '../src/data-file/check.ts'
import { flow, openTestEngine, simple } from './harness.ts'

let folder = ''
const running: ChildProcess[] = []
beforeEach(() => {
  folder = mkdtempSync(joinPath(tmpdir(), 'gatehouse-disk-'))
})
afterEach(async () => {
  for (const child of running.splice(0)) await kill(child)
  rmSync(folder, { recursive: true, force: true })
})

const file = () => joinPath(folder, 'engine.db')
const program = joinPath(import.meta.dirname, 'crash-server.ts')

/** A server whose files may not grow over so many KiB, as on a disk that is full; its address. */
async function launch(
  limitKiB?: number,
  more: { readonly uid?: number } = {},
): Promise<{ child: ChildProcess; url: string }> {
  // The shell's unit is 512 bytes or 1 KiB; bash takes KiB. The signal is ignored so that the write fails instead.
  const limit = limitKiB === undefined ? '' : `trap '' XFSZ; ulimit -f ${limitKiB};`
  const child = spawn('bash', ['-c', `${limit} exec "$0" "$@"`, process.execPath, program, file()], {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...more,
  })
  running.push(child)
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()))
  const line = await Promise.race([
    once(child.stdout, 'data').then(([chunk]) => String(chunk).trim()),
    once(child, 'close').then(() => {
      throw new Error(complaint)
    }),
  ])
  return { child, url: line }
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

async function ask(
  url: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; text: string }> {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: answer.status, text: await answer.text() }
}

describe('a full disk', () => {
  it('refuses what it cannot keep, keeps what it acknowledged, and goes on once there is room', {
    timeout: 90_000,
  }, async () => {
    const full = await launch(1024)
    const definition = flow([simple('w')])
    await ask(full.url, 'PUT', '/api/metadata/workflow', [definition])
    const acknowledged: string[] = []
    let refusal: { status: number; text: string } | undefined
    const input = { padding: 'x'.repeat(20_000) }
    for (let n = 0; n < 200 && !refusal; n += 1) {
      const answer = await ask(full.url, 'POST', '/api/workflow', { name: definition.name, input: { ...input, n } })
      if (answer.status === 200) acknowledged.push(answer.text)
      else refusal = answer
    }
    expect(acknowledged.length).toBeGreaterThan(5)
    expect(refusal?.status).toBe(503)
    expect(refusal?.text).toMatch(
      /could not be stored\. Try again later\. The data file .* (disk is full|disk refused)/,
    )
    const health = await ask(full.url, 'GET', '/health')
    expect(health.status).toBe(200)
    expect(JSON.parse(health.text)).toMatchObject({
      healthy: false,
      healthResults: [{ healthy: false, errorMessage: expect.stringMatching(/^Nothing can be stored since 20/) }],
    })
    expect(health.text).not.toContain(folder)
    // It still answers, and what it answers is what is on disk.
    for (const id of acknowledged) expect((await ask(full.url, 'GET', `/api/workflow/${id}`)).status).toBe(200)
    await kill(full.child)

    const roomy = await launch()
    for (const id of acknowledged) {
      const { status, text } = await ask(roomy.url, 'GET', `/api/workflow/${id}`)
      expect(status).toBe(200)
      expect(JSON.parse(text).status).toBe('RUNNING')
    }
    const found = await ask(roomy.url, 'GET', '/api/workflow/search?size=0')
    expect(JSON.parse((await ask(roomy.url, 'GET', '/health')).text)).toMatchObject({ healthy: true })
    expect(JSON.parse(found.text).totalHits).toBe(acknowledged.length)
    expect((await ask(roomy.url, 'POST', '/api/workflow', { name: definition.name, input })).status).toBe(200)
    expect(checkDataFile(file()).problems).toEqual([])
  })
})

describe('a disk without room for a payload', () => {
  it('refuses the start and the result that it belongs to, and both are taken once there is room', {
    timeout: 90_000,
  }, async () => {
    const full = await launch(3_000)
    const definition = flow([simple('w')])
    await ask(full.url, 'PUT', '/api/metadata/workflow', [definition])
    const small = await ask(full.url, 'POST', '/api/workflow', { name: definition.name, input: {} })
    const large = { name: definition.name, input: { text: 'x'.repeat(6_000_000) } }
    const start = await ask(full.url, 'POST', '/api/workflow', large)
    expect(start).toMatchObject({
      status: 503,
      text: expect.stringMatching(/could not be stored\. Try again later\..* disk is full/),
    })

    const task = JSON.parse((await ask(full.url, 'GET', '/api/tasks/poll/w')).text)
    const result = { ...task, status: 'COMPLETED', outputData: { text: 'x'.repeat(4_000_000) } }
    const update = await ask(full.url, 'POST', '/api/tasks', result)
    expect(update).toMatchObject({ status: 503, text: expect.stringContaining('disk is full') })
    const before = JSON.parse((await ask(full.url, 'GET', `/api/workflow/${small.text}`)).text)
    expect(before).toMatchObject({ status: 'RUNNING', tasks: [{ outputData: {} }] })
    // Others go on.
    expect((await ask(full.url, 'POST', '/api/workflow', { name: definition.name, input: {} })).status).toBe(200)
    await kill(full.child)

    const roomy = await launch()
    expect((await ask(roomy.url, 'POST', '/api/tasks', result)).status).toBe(200)
    expect((await ask(roomy.url, 'POST', '/api/workflow', large)).status).toBe(200)
    const after = JSON.parse((await ask(roomy.url, 'GET', `/api/workflow/${small.text}`)).text)
    expect(after).toMatchObject({
      status: 'COMPLETED',
      tasks: [{ externalOutputPayloadStoragePath: expect.any(String) }],
    })
    const kept = readdirSync(`${file()}-payloads`, { recursive: true, withFileTypes: true })
    expect(kept.filter(({ name }) => name.endsWith('.partial'))).toEqual([])
    expect(checkDataFile(file()).problems).toEqual([])
  })
})

describe('a data file that may not be written', () => {
  it('is refused at the start with what to do', async () => {
    const t = await openTestEngine({ dataFile: file() })
    await t.engine.close()
    for (const name of ['engine.db', 'engine.db.lease']) chmodSync(joinPath(folder, name), 0o444)
    chmodSync(folder, 0o555)
    // Root may write everything: the server is started as nobody then.
    const nobody = process.getuid?.() === 0 ? { uid: 65_534 } : {}
    try {
      await expect(launch(undefined, nobody)).rejects.toThrow(/cannot be written: check that the file and its folder/)
    } finally {
      chmodSync(folder, 0o755)
    }
  })
})

describe('a write that a power cut tore', () => {
  it.each([
    ['half a frame', 2000],
    ['a frame of rubbish', 4096 + 24],
  ])('is passed over: %s at the end of the log', async (_, bytes) => {
    const { child, url } = await launch()
    const definition = flow([simple('w')])
    await ask(url, 'PUT', '/api/metadata/workflow', [definition])
    const ids: string[] = []
    for (let n = 0; n < 10; n += 1) ids.push((await ask(url, 'POST', '/api/workflow', { name: definition.name })).text)
    await kill(child)
    const log = `${file()}-wal`
    expect(statSync(log).size).toBeGreaterThan(bytes)
    // What a frame begins with may be right while its page is not.
    appendFileSync(
      log,
      readFileSync(log)
        .subarray(-bytes)
        .map((byte, at) => (at < 24 ? byte : byte ^ 0x5a)),
    )

    const t = await openTestEngine({ dataFile: file() })
    for (const id of ids) expect((await t.workflow(id)).status).toBe('RUNNING')
    expect(await t.poll('w', { count: 100 })).toHaveLength(10)
    expect(checkDataFile(file()).problems).toEqual([])
  })
})
