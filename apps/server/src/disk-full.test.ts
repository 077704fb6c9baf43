// A disk without room under a whole server: what cannot be kept is refused by name, what was acknowledged is there afterwards.
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { ApplicationViewSchema } from '@gatehouse/kyc/wire'
import { afterEach, expect, it } from 'vitest'

const script = fileURLToPath(new URL('./testing/start-server.ts', import.meta.url))

const running: ChildProcess[] = []
afterEach(async () => {
  for (const child of running) await kill(child)
})

/** A server whose files may not grow over so many KiB. The signal is ignored so that the write fails instead. */
async function startProcess(folder: string, limitKiB?: number): Promise<{ child: ChildProcess; url: string }> {
  const limit = limitKiB === undefined ? '' : `trap '' XFSZ; ulimit -f ${limitKiB};`
  const child = spawn('bash', ['-c', `${limit} exec "$0" "$@"`, process.execPath, script, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  running.push(child)
  // A line of text.
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  return { child, url: new URL(line.trim()).origin }
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

function formWith(bytes: number): FormData {
  const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(bytes)])
  const form = new FormData()
  form.set('side', 'front')
  form.set('file', new Blob([png], { type: 'image/png' }), 'pass.png')
  return form
}

it('refuses documents and answers that it has no room for, and loses none', { timeout: 90_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-full-'))
  const first = await startProcess(folder)
  const opened = await fetch(`${first.url}/apply/v1/applications`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ locale: 'en', productCode: 'CURRENT_ACCOUNT', privacyNoticeVersion: '1' }),
  })
  const { ref } = ApplicationViewSchema.parse(await opened.json())
  const cookie = opened.headers.getSetCookie()[0]?.split(';', 1)[0] ?? ''
  await kill(first.child)

  const call = async (url: string, method: string, path: string, body?: unknown) => {
    const isForm = body instanceof FormData
    const answer = await fetch(`${url}/apply/v1/applications/${ref}${path}`, {
      method,
      headers: { cookie, ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    })
    return { status: answer.status, json: await answer.json() }
  }
  const save = (url: string, n: number) => call(url, 'PATCH', '', { set: { 'identity.birthTown': `Town ${n}` } })

  const full = await startProcess(folder, 2_500)
  expect(await call(full.url, 'POST', '/documents', formWith(3_000_000))).toMatchObject({
    status: 503,
    json: { error: { code: 'BLOB_NOT_KEPT' } },
  })
  expect((await call(full.url, 'POST', '/documents', formWith(1_000))).status).toBe(201)
  let saved = 0
  let refusal: Awaited<ReturnType<typeof call>> | undefined
  for (let n = 1; n < 3_000 && refusal === undefined; n += 1) {
    const answer = await save(full.url, n)
    if (answer.status === 200) saved = n
    else refusal = answer
  }
  expect(refusal).toMatchObject({ status: 503, json: { error: { code: 'STORAGE_REFUSED' } } })
  expect(saved).toBeGreaterThan(0)
  await kill(full.child)

  const roomy = await startProcess(folder)
  const view = ApplicationViewSchema.parse((await call(roomy.url, 'GET', '')).json)
  expect(JSON.stringify(view)).toContain(`Town ${saved}`)
  const documents = await readdir(join(folder, 'documents'), { recursive: true, withFileTypes: true })
  expect(documents.filter((entry) => entry.isFile())).toHaveLength(1)
  expect((await call(roomy.url, 'POST', '/documents', formWith(3_000_000))).status).toBe(201)
  expect((await save(roomy.url, saved + 1)).status).toBe(200)
  await kill(roomy.child)
  await rm(folder, { recursive: true, force: true })
})
