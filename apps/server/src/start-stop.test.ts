// The server as an operator handles it: asked to stop early, twice, or started beside itself.
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { takeLease } from '@gatehouse/engine'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const bin = fileURLToPath(new URL('../bin/gatehouse.js', import.meta.url))

let folder: string
const children: ChildProcess[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-stop-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
  await rm(folder, { recursive: true, force: true })
})

interface Start {
  readonly child: ChildProcess
  readonly ended: Promise<unknown[]>
  /** Resolves when what it prints matches; rejects when it ends first. */
  says(pattern: RegExp): Promise<RegExpExecArray>
  text(): string
}

function start(env: Record<string, string> = {}): Start {
  const child = spawn(process.execPath, [bin, 'start'], {
    env: { ...process.env, GATEHOUSE_DATA: join(folder, 'data'), GATEHOUSE_DEMO: 'off', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  const ended = once(child, 'close')
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
  return {
    child,
    ended,
    text: () => text,
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(text)
          if (found !== null) resolve(found)
        }
        child.stdout.on('data', look)
        child.stderr.on('data', look)
        void ended.then(() => reject(new Error(`It ended: ${text}`)))
        look()
      }),
  }
}

const filesOf = async () => (await readdir(join(folder, 'data'))).filter((name) => /\.(owner|db-wal)$/.test(name))

describe('a server that is asked to stop', { timeout: 60_000 }, () => {
  it('stops cleanly when the signal comes twice, as Ctrl-C does under npm', async () => {
    const server = start()
    await server.says(/Gatehouse is running/)
    server.child.kill('SIGINT')
    await server.says(/Stopping/)
    server.child.kill('SIGINT')
    expect(await server.ended).toEqual([0, null])
    expect(await filesOf()).toEqual([])
  })

  it('stops cleanly while it is starting', async () => {
    const server = start()
    await server.says(/Server listening/)
    server.child.kill('SIGTERM')
    expect(await server.ended).toEqual([0, null])
    expect(await filesOf()).toEqual([])
  })
})

describe('a second start on the same folder', { timeout: 60_000 }, () => {
  it('is refused before it makes anything', async () => {
    const data = join(folder, 'data')
    await mkdir(data)
    const lease = takeLease(join(data, 'engine.db'))
    const before = await readdir(data)
    const second = start({ GATEHOUSE_DEMO: 'on' })
    expect(await second.ended).toEqual([1, null])
    expect(second.text()).toMatch(/is in use by process \d+ since .*Stop that process first/)
    expect(second.text()).not.toContain('listening')
    expect(await readdir(data)).toEqual(before)
    lease.release()
    await start().says(/Gatehouse is running/)
  })

  it('does not disturb the first', async () => {
    const first = start()
    const [, address = ''] = await first.says(/Console\s+(\S+)/)
    expect(await start().ended).toEqual([1, null])
    expect((await fetch(`${address}health`)).status).toBe(200)
    first.child.kill('SIGTERM')
    expect(await first.ended).toEqual([0, null])
  })
})
