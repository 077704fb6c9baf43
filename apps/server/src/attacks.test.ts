// What a hostile page, a hostile applicant and a hostile colleague try, over real sockets where the form matters.
import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { sampleApplication } from '@gatehouse/kyc/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { TestServer } from './testing/test-server.ts'
import { createTestServer } from './testing/test-server.ts'

let server: TestServer
let port = 0
beforeAll(async () => {
  server = await createTestServer({ PORT: '0' })
  await server.start()
  port = Number(new URL(server.urls.console).port)
})
afterAll(() => server.remove())

/** Status of the answer to bytes as they are; 0 when the server hung up. */
function statusOf(lines: readonly string[], body = ''): Promise<number> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`))
    let got = ''
    socket.on('data', (piece) => (got += String(piece)))
    socket.on('error', () => resolve(0))
    socket.on('close', () => resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(got)?.[1] ?? 0)))
    socket.setTimeout(3_000, () => socket.destroy())
  })
}
const own = () => `127.0.0.1:${port}`
const fromElsewhere = ['Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: navigate', 'Sec-Fetch-Dest: document']
const get = (path: string, host = own(), more: readonly string[] = []) =>
  statusOf([`GET ${path} HTTP/1.1`, `Host: ${host}`, 'Connection: close', ...more])
const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`

describe('a hostile page', () => {
  it.each([
    '/kyc/v1/cases',
    '/%6byc/v1/cases',
    '/%75i/v1/session',
    '/apply/%761/applications/x',
    '/screening%2fcatalog',
  ])('cannot send the window to %s', async (path) => {
    expect(await get(path, own(), fromElsewhere)).toBe(403)
  })

  it.each(['http://evil.example/api/health', 'http://127.0.0.1/api/health'])(
    'cannot name a whole address: %s',
    async (target) => {
      expect(await get(target)).toBe(400)
    },
  )

  it.each(['/metrics#x', '/api/x#/../secrets/KEY'])('cannot say where a path ends for us only: %s', async (target) => {
    expect(await get(target)).toBe(400)
  })

  it('cannot come under a host of its own, however it writes it', async () => {
    const hosts = [
      'evil',
      `127.0.0.1:0${port}`,
      `${own()}@evil`,
      `localhost.:${port}`,
      `127.1:${port}`,
      '',
      `[::ffff:127.0.0.1]:${port}`,
    ]
    for (const host of hosts) expect([host, await get('/api/health', host)]).not.toEqual([host, 200])
    expect(await get('/api/health', 'evil', [`Host: ${own()}`])).not.toBe(200)
    expect(await get('/api/health', 'evil', [`X-Forwarded-Host: ${own()}`])).toBe(403)
    expect(await statusOf(['GET /api/health HTTP/1.0'])).toBe(403)
  })

  it('cannot send what a browser sends without asking first', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const answer = await server.request('POST', '/apply/v1/resume', {
        raw: '{"email":"a@b.example"}',
        headers: { 'content-type': type },
      })
      expect([type, answer.status]).toEqual([type, 415])
    }
  })

  it('cannot smuggle a second request', async () => {
    const lines = ['POST /api/token HTTP/1.1', `Host: ${own()}`, 'Content-Length: 4', 'Transfer-Encoding: chunked']
    expect(await statusOf(lines, '0\r\n\r\nGET / HTTP/1.1\r\n\r\n')).toBe(400)
  })

  it.each(['/../../../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/assets/..%2f..%2fpackage.json', '/assets/%00'])(
    'gets no file by %s',
    async (path) => {
      expect(await get(path)).not.toBe(200)
    },
  )

  it.each(['/webhook/', '/kyc/v1/cases/', '/screening/entities/', '/ui/v1/lists/'])(
    'makes no fault by a long address below %s',
    async (path) => {
      expect(await get(`${path}${'a'.repeat(5_000)}`)).toBe(404)
    },
  )

  it('cannot fill the headers', async () => {
    expect(await get('/api/health', own(), [`X-A: ${'a'.repeat(100_000)}`])).toBe(431)
  })
})

describe('a hostile applicant', () => {
  let ref = ''
  let cookie = ''
  beforeAll(async () => {
    const body = { productCode: 'CURRENT_ACCOUNT', locale: 'en', privacyNoticeVersion: '1' }
    const started = await server.request('POST', '/apply/v1/applications', {
      body,
      cookie: 'gatehouse_apply=chosen-by-somebody-else',
    })
    cookie = String([started.headers['set-cookie']].flat()[0]).split(';', 1)[0] ?? ''
    ref = z.object({ ref: z.string() }).parse(started.json).ref
  })
  const save = (raw: string) => server.request('PATCH', `/apply/v1/applications/${ref}`, { raw, cookie })

  it('gets a cookie that nobody chose, for these pages alone', async () => {
    expect(cookie).not.toContain('chosen')
    const stolen = await server.request('GET', `/apply/v1/applications/${ref}`, {
      cookie: 'gatehouse_apply=chosen-by-somebody-else',
    })
    expect(stolen.status).toBe(401)
  })

  const verification = { method: 'CHIP', provider: 'x', level: 'HIGH', evidenceRef: 'x', at: '2026-01-01' }
  it.each([
    { 'contact.emailConfirmedAt': '2026-01-01T00:00:00Z' },
    { contact: { emailConfirmedAt: '2026-01-01T00:00:00Z' } },
    { 'document.verification': verification },
    { document: { type: 'PASSPORT', issuingState: 'DE', number: '1', verification } },
    { channel: 'BRANCH' },
    { product: 'PRIVATE_BANKING' },
    { '__proto__.polluted': true },
    { 'constructor.prototype.polluted': true },
    { 'identity.__proto__.polluted': true },
    { 'identity.nationalities[999999999]': 'DE' },
    Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`identity.x${index}`, 1])),
  ])('cannot say %o', async (set) => {
    const answer = await save(JSON.stringify({ set }))
    expect([answer.status, answer.code]).toEqual([400, 'INVALID_INPUT'])
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })

  it.each([
    ['nesting without end', `{"set":{"identity.otherNames":${nested(50_000)}}}`, 'BAD_REQUEST'],
    ['half a character', '{"set":{"identity.givenNames":"\\ud800"}}', 'BAD_REQUEST'],
    ['half a character as a name', '{"set":{"identity.\\udfff":"x"}}', 'BAD_REQUEST'],
    ['a zero character', '{"set":{"identity.givenNames":"a\\u0000"}}', 'BAD_REQUEST'],
    ['a prototype', '{"set":{"__proto__":{"polluted":true}}}', 'MALFORMED_JSON'],
  ])('is refused %s', async (_title, raw, code) => {
    const answer = await save(raw)
    expect([answer.status, answer.code]).toEqual([400, code])
  })

  const upload = (name: string, bytes: Buffer) =>
    server.request('POST', `/apply/v1/applications/${ref}/documents`, {
      cookie,
      headers: { 'content-type': 'multipart/form-data; boundary=X' },
      raw: Buffer.concat([
        Buffer.from(`--X\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n`),
        bytes,
        Buffer.from('\r\n--X--\r\n'),
      ]),
    })
  const png = (width: number, height: number) => {
    const header = Buffer.alloc(25)
    header.writeUInt32BE(13)
    header.write('IHDR', 4)
    header.writeUInt32BE(width, 8)
    header.writeUInt32BE(height, 12)
    const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
    return Buffer.concat([signature, header, Buffer.from('\0\0\0\0IEND\xae\x42\x60\x82', 'latin1')])
  }
  const jpeg = (width: number, height: number) =>
    Buffer.from([0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0])

  it('cannot hand in what unfolds without end, or is something else', async () => {
    expect((await upload('x.png', png(60_000, 60_000))).code).toBe('FILE_TOO_LARGE')
    expect((await upload('x.jpg', jpeg(65_535, 65_535))).code).toBe('FILE_TOO_LARGE')
    for (const text of ['<html><script>', '<svg/>', 'GIF89a%PDF-1.4', 'PK\u0003\u0004']) {
      expect((await upload('x.png', Buffer.from(text))).code).toBe('FILE_TYPE')
    }
  })

  it('cannot make a document unreadable by its name', async () => {
    const kept = await upload(`${'a'.repeat(119)}😀.png`, png(4, 4))
    expect(kept.status).toBe(201)
    const { fileName } = z.object({ fileName: z.string() }).parse(kept.json)
    expect(fileName.isWellFormed()).toBe(true)
    const elsewhere = await upload('..\\..\\/../etc/passwd', png(4, 4))
    expect(z.object({ fileName: z.string() }).parse(elsewhere.json).fileName).toBe('passwd')
  })

  it('cannot guess codes, and learns nothing from the answers', async () => {
    const tries = await Promise.all(
      Array.from({ length: 70 }, (_, index) =>
        server.request('POST', '/apply/v1/resume/confirm', {
          body: { email: `nobody${index % 7}@example.com`, code: String(100_000 + index) },
        }),
      ),
    )
    expect(tries.some(({ status }) => status === 429)).toBe(true)
    const wrong = tries.filter(({ status }) => status !== 429).map(({ status, code }) => `${status} ${code}`)
    expect(new Set(wrong)).toEqual(new Set(['422 CODE_WRONG']))
  })
})

const CaseSchema = z.object({ state: z.string(), workflowId: z.string().nullable() })

describe('somebody who drives the engine by hand', () => {
  let caseId = ''
  let auditor = ''
  const kycCase = async () =>
    CaseSchema.parse((await server.request('GET', `/kyc/v1/cases/${caseId}`, { cookie: auditor })).json)
  beforeAll(async () => {
    auditor = await server.signIn('auditor')
    const analyst = await server.signIn('analyst')
    const sample = sampleApplication()
    const identity = { ...sample.identity, givenNames: 'Dawood Ibrahim', surnames: 'Kaskar', dateOfBirth: '1955-12-26' }
    const taken = await server.request('POST', '/kyc/v1/applications', {
      cookie: analyst,
      body: { application: { ...sample, identity }, acceptIncomplete: true },
    })
    caseId = z.object({ caseId: z.string() }).parse(taken.json).caseId
    while ((await kycCase()).state !== 'IN_REVIEW') await delay(50)
  }, 30_000)

  const ended = async (workflowId: string): Promise<string> => {
    for (;;) {
      const { json } = await server.request('GET', `/api/workflow/${workflowId}`)
      const { status } = z.object({ status: z.string() }).parse(json)
      if (status !== 'RUNNING') return status
      await delay(50)
    }
  }

  it.each([
    ['activate_customer', {}],
    ['no_customer_acceptance', { reasonCode: 'OUTSIDE_RISK_APPETITE' }],
    ['send_notification', { templateId: 'application_approved' }],
    ['close_review', {}],
    ['technical_hold', {}],
  ])('cannot use %s in a workflow of his own', async (task, input) => {
    const name = `own_${task}`
    const tasks = [{ name: task, taskReferenceName: 't', type: 'SIMPLE', inputParameters: { caseId, ...input } }]
    const definition = { name, version: 1, schemaVersion: 2, ownerEmail: 'a@b.example', tasks }
    await server.request('POST', '/api/metadata/workflow', { body: definition })
    const started = await server.request('POST', `/api/workflow/${name}`, { body: {} })
    expect(await ended(started.text)).toBe('FAILED')
    expect((await kycCase()).state).toBe('IN_REVIEW')
  })

  it('approves nothing by completing a review', async () => {
    const { workflowId } = await kycCase()
    const TreeSchema = z.object({
      tasks: z.array(z.object({ taskType: z.string(), subWorkflowId: z.string().optional() })),
    })
    const tree = TreeSchema.parse((await server.request('GET', `/api/workflow/${workflowId ?? ''}`)).json)
    const review = tree.tasks.findLast(({ taskType }) => taskType === 'SUB_WORKFLOW')?.subWorkflowId ?? ''
    const done = await server.request('POST', `/api/tasks/${review}/review_maker/COMPLETED`, {
      body: { needsSecond: false, outcome: 'CLEARED' },
    })
    expect(done.status).toBe(200)
    expect(await ended(review)).toBe('FAILED')
    // With its execution the review is over: an operator starts another, which asks for the same decisions.
    while ((await kycCase()).state === 'IN_REVIEW') await delay(50)
    expect((await kycCase()).state).toBe('TECHNICAL_HOLD')
  })
})

describe('a hostile colleague', () => {
  it.each([
    '/api/tasks/poll/x?timeout=1',
    '/api/./tasks/poll/x',
    '/api/tasks/%70oll/x',
    '/api/tasks//poll/x',
    '/api/tasks/poll;a/x',
    '/api/x/../tasks/poll/x',
    '/api/tasks/%ff',
  ])('who may only look cannot poll by %s', async (path) => {
    const answer = await server.request('GET', path, { cookie: await server.signIn('auditor') })
    expect([400, 403]).toContain(answer.status)
  })

  it.each([
    ['GET', '/api/scheduler/admin/pause'],
    ['GET', '/api/scheduler/admin/resume/'],
    ['GET', '/api/scheduler/schedules/daily/pause'],
    ['GET', '/api/scheduler/schedules/a%2Fb/%70ause'],
    ['GET', '/api/scheduler//schedules/daily/resume'],
    ['GET', '/api/tasks/externalstoragelocation?operation=WRITE&payloadType=TASK_OUTPUT&path='],
    ['GET', '/api/workflow/external-storage-location?operation=READ&operation=write&payloadType=WORKFLOW_INPUT&path='],
    ['POST', '/api/workflow/test'],
  ])('who may only look changes nothing by %s %s', async (method, path) => {
    const cookie = await server.signIn('auditor')
    expect((await server.request(method, path, { cookie, ...(method === 'POST' ? { body: {} } : {}) })).status).toBe(
      403,
    )
  })

  it('who may only look reads a payload, and schedules', async () => {
    const cookie = await server.signIn('auditor')
    const location = '/api/tasks/externalstoragelocation?operation=READ&payloadType=TASK_OUTPUT&path=a.json'
    for (const path of [location, '/api/scheduler/schedules', '/api/scheduler/schedules/search']) {
      expect((await server.request('GET', path, { cookie })).status).toBe(200)
    }
  })

  it('cannot confirm his own proposal from a second session, nor propose twice at once', async () => {
    const admin = await server.signIn('compliance_admin')
    const again = await server.signIn('compliance_admin')
    expect(again).not.toBe(admin)
    const body = { names: ['Zacharias Betrugsmann'], dateOfBirth: '1970-01-01', category: 'FRAUD' }
    const proposed = await server.request('POST', '/kyc/v1/blacklist', { cookie: admin, body })
    const { entryId } = z.object({ entryId: z.string() }).parse(proposed.json)
    const confirm = () =>
      server.request('POST', `/kyc/v1/blacklist/${entryId}/confirmation`, {
        cookie: again,
        body: { decision: 'CONFIRM' },
      })
    const tries = await Promise.all([confirm(), confirm(), confirm()])
    expect(tries.map(({ status, code }) => `${status} ${code}`)).toEqual(Array(3).fill('403 SAME_PERSON'))
  })

  it('hears nothing more once signed out', async () => {
    const cookie = await server.signIn('analyst')
    await server.request('POST', '/ui/v1/auth/sign-out', { cookie, body: {} })
    expect((await server.request('GET', '/kyc/v1/cases', { cookie })).status).toBe(401)
    expect((await server.request('GET', '/ui/v1/events', { cookie })).status).toBe(401)
  })

  it('is answered without a fault, whatever the body', async () => {
    const cookie = await server.signIn('compliance_admin')
    for (const path of ['/ui/v1/auth/change-password', '/ui/v1/auth/sign-in/email', '/kyc/v1/blacklist']) {
      expect((await server.request('POST', path, { raw: nested(50_000), cookie })).status).toBe(400)
    }
    for (const path of ['/api/workflow', '/api/metadata/workflow', '/api/tasks', '/api/workflow/kycWorkflow']) {
      expect((await server.request('POST', path, { raw: nested(50_000) })).status).toBeLessThan(500)
    }
    expect((await server.request('GET', '/api/health')).status).toBe(200)
  })
})

it('shows kept mail in the demo alone: it holds the codes of applicants', async () => {
  const real = await createTestServer({ GATEHOUSE_DEMO: 'off' })
  expect((await real.request('GET', '/ui/v1/mailbox')).status).toBe(404)
  await real.remove()
})
