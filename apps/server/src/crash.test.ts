import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createInterface } from 'node:readline'
import { expect, it } from 'vitest'

const script = fileURLToPath(new URL('./testing/start-server.ts', import.meta.url))

/** The server in a process of its own, on a free port. */
async function startProcess(folder: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  return { child, url: line.trim() }
}

it('loses nothing when it is killed', { timeout: 60_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-kill-'))
  const headers = { 'content-type': 'application/json' }
  const first = await startProcess(folder)
  const definition = {
    name: 'waits',
    version: 1,
    schemaVersion: 2,
    ownerEmail: 'a@b.example',
    tasks: [{ name: 'w', taskReferenceName: 'w', type: 'WAIT' }],
  }
  await fetch(`${first.url}api/metadata/workflow`, { method: 'POST', headers, body: JSON.stringify(definition) })
  const ids = await Promise.all(
    Array.from({ length: 20 }, async () =>
      (await fetch(`${first.url}api/workflow/waits`, { method: 'POST', headers, body: '{}' })).text(),
    ),
  )
  const killed = once(first.child, 'exit')
  first.child.kill('SIGKILL')
  await killed

  const second = await startProcess(folder)
  for (const id of ids) {
    const execution = (await (await fetch(`${second.url}api/workflow/${id}`)).json()) as { status: string }
    expect(execution.status).toBe('RUNNING')
  }
  const ended = once(second.child, 'exit')
  second.child.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
  await rm(folder, { recursive: true, force: true })
})
