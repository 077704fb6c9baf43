import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApplicationViewSchema, MailboxSchema, StatusViewSchema } from '@gatehouse/kyc/wire'
import type { TestAnswer, TestServer } from '../testing/test-server.ts'
import { createTestServer } from '../testing/test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await createTestServer({ PORT: '0' })
  await server.start()
})
afterAll(() => server.remove())

const base = '/apply/v1/applications'
const own = () => ({ host: new URL(server.urls.console).host })
const call = (method: string, url: string, options: Parameters<TestServer['request']>[2] = {}) =>
  server.request(method, url, { ...options, headers: { ...own(), ...options.headers } })

async function begin(): Promise<{ ref: string; cookie: string }> {
  const answer = await call('POST', base, {
    body: { locale: 'en', productCode: 'CURRENT_ACCOUNT', privacyNoticeVersion: '1' },
  })
  expect(answer.status).toBe(201)
  return { ref: ApplicationViewSchema.parse(answer.json).ref, cookie: cookieOf(answer) }
}

function cookieOf(answer: TestAnswer): string {
  return String([answer.headers['set-cookie']].flat()[0]).split(';', 1)[0] ?? ''
}

async function mailTo(address: string, subject: RegExp): Promise<string> {
  const signedIn = await call('POST', '/ui/v1/auth/sign-in/email', {
    body: { email: server.demoAccounts[0]?.email, password: server.demoAccounts[0]?.password },
  })
  const cookie = cookieOf(signedIn)
  const endsAt = Date.now() + 15_000
  for (;;) {
    const mails = MailboxSchema.parse((await call('GET', '/ui/v1/mailbox', { cookie })).json)
    const mail = mails.find(({ to, subject: line }) => to === address && subject.test(line))
    if (mail !== undefined) return `${mail.subject}\n${mail.text}`
    if (Date.now() > endsAt) throw new Error(`No mail to ${address} like ${subject}`)
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
}

const answers = {
  'identity.givenNames': 'Petra',
  'identity.surnames': 'Probe',
  'identity.dateOfBirth': '1988-02-03',
  'identity.sexOnDocument': 'F',
  'identity.birthTown': 'Kiel',
  'identity.birthCountry': 'DE',
  'identity.nationalities': ['DE'],
  'identity.pepDeclaration': { status: 'NONE' },
  'contact.residenceCountry': 'DE',
  'contact.residence': { street: 'Hafenweg', houseNumber: '4', postalCode: '24103', city: 'Kiel', country: 'DE' },
  'contact.residenceSince': '2012-05',
  'contact.phone': '+493023125010',
  'document.type': 'PASSPORT',
  'document.issuingState': 'DE',
  'document.number': 'C01X00001',
  'document.expiryDate': '2031-06-30',
  'financial.employmentStatus': 'EMPLOYED',
  'financial.occupation': { iscoCode: '4110' },
  'financial.employer': 'Probe GmbH',
  'financial.annualIncome': { minor: 4_800_000, currency: 'EUR' },
  'financial.wealth': { minor: 1_000_000, currency: 'EUR' },
  'financial.debt': { minor: 0, currency: 'EUR' },
  'financial.sourceOfFunds': [{ kind: 'SALARY' }],
  'financial.purpose': { kind: 'SALARY_AND_HOUSEHOLD' },
  'financial.expectedTurnover': {
    monthlyIn: { minor: 300_000, currency: 'EUR' },
    monthlyOut: { minor: 250_000, currency: 'EUR' },
    cashSharePercent: 5,
    countries: [],
  },
  'account.iban': 'DE62370400440532013001',
  'account.accountHolderName': 'Petra Probe',
  'tax.taxResidences': [{ country: 'DE', noTinReason: 'B', noTinExplanation: 'applied for' }],
  'tax.usPerson': false,
  'tax.signedAt': '2026-11-23T08:30:00.000Z',
  'tax.signature': 'Petra Probe',
  'consents.termsVersion': '1',
  'consents.termsAcceptedAt': '2026-11-23T08:30:00.000Z',
}

describe('an applicant', () => {
  it('fills in, confirms the address by mail, uploads, sends, and follows the status', async () => {
    const { ref, cookie } = await begin()
    const first = ApplicationViewSchema.parse((await call('GET', `${base}/${ref}`, { cookie })).json)
    expect(first.sections.every(({ state }) => state === 'not-started')).toBe(true)

    const early = await call('POST', `${base}/${ref}/submission`, { cookie })
    expect([early.status, early.code]).toEqual([422, 'SUBMISSION_BLOCKED'])
    expect((early.json as { error: { fields: unknown[] } }).error.fields.length).toBeGreaterThan(3)

    const email = 'petra.probe@example.com'
    const saved = await call('PATCH', `${base}/${ref}`, {
      cookie,
      body: { set: { ...answers, 'contact.email': email } },
    })
    expect(saved.status).toBe(200)
    expect((await call('POST', `${base}/${ref}/codes`, { cookie })).status).toBe(202)
    const code = /\d{6}/.exec(await mailTo(email, /code/i))?.[0] ?? ''
    const wrong = await call('POST', `${base}/${ref}/codes/confirm`, {
      cookie,
      body: { code: code === '000000' ? '000001' : '000000' },
    })
    expect([wrong.status, wrong.code]).toEqual([422, 'CODE_WRONG'])
    const confirmed = ApplicationViewSchema.parse(
      (await call('POST', `${base}/${ref}/codes/confirm`, { cookie, body: { code } })).json,
    )
    expect(confirmed.emailConfirmed).toBe(true)

    const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(40)])
    const uploaded = await call('POST', `${base}/${ref}/documents`, { cookie, ...multipart('pass.png', png) })
    expect(uploaded.status).toBe(201)
    const script = await call('POST', `${base}/${ref}/documents`, {
      cookie,
      ...multipart('pass.png', Buffer.from('<script>alert(1)</script>')),
    })
    expect([script.status, script.code]).toEqual([415, 'FILE_TYPE'])
    const huge = await call('POST', `${base}/${ref}/documents`, {
      cookie,
      ...multipart('pass.png', Buffer.concat([png, Buffer.alloc(10 * 1024 * 1024)])),
    })
    expect([huge.status, huge.code]).toEqual([413, 'FILE_TOO_LARGE'])

    const ready = ApplicationViewSchema.parse((await call('GET', `${base}/${ref}`, { cookie })).json)
    expect(ready.problems.filter(({ severity }) => severity === 'error')).toEqual([])
    const sent = await call('POST', `${base}/${ref}/submission`, { cookie })
    expect(sent.status).toBe(200)
    expect(StatusViewSchema.parse(sent.json).milestone).not.toBe('DECIDED')
    await mailTo(email, /have your application/)
    const again = await call('POST', `${base}/${ref}/submission`, { cookie })
    expect(again.status).toBe(409)
    expect(again.text).not.toMatch(/IN_CHECKS|SUBMITTED|IN_REVIEW/)
  })

  it("sees nobody else's application, and cannot tell which exist", async () => {
    const mine = await begin()
    const other = await begin()
    const foreign = await call('GET', `${base}/${other.ref}`, { cookie: mine.cookie })
    const unknown = await call('GET', `${base}/A-0000-0000`, { cookie: mine.cookie })
    expect([foreign.status, unknown.status]).toEqual([401, 401])
    expect(message(foreign)).toBe(message(unknown))
    expect((await call('GET', '/kyc/v1/cases', { cookie: mine.cookie })).status).toBe(401)
  })

  it('gets the same answer to resume whether the address is known or not', async () => {
    const { ref, cookie } = await begin()
    const email = 'resume.probe@example.com'
    await call('PATCH', `${base}/${ref}`, { cookie, body: { set: { 'contact.email': email } } })
    const known = await call('POST', '/apply/v1/resume', { body: { email } })
    const unknown = await call('POST', '/apply/v1/resume', { body: { email: 'nobody@example.com' } })
    expect([known.status, known.text]).toEqual([unknown.status, unknown.text])
    const code = /\d{6}/.exec(await mailTo(email, /code/i))?.[0] ?? ''
    const opened = await call('POST', '/apply/v1/resume/confirm', { body: { email, code } })
    expect(opened.json).toEqual({ ref })
    expect((await call('GET', `${base}/${ref}`, { cookie: cookieOf(opened) })).status).toBe(200)
  })

  it('cannot write what only the bank may', async () => {
    const { ref, cookie } = await begin()
    for (const path of [
      'contact.emailConfirmedAt',
      'document.verification',
      'product',
      '__proto__.x',
      'nothing.like.this',
    ]) {
      const answer = await call('PATCH', `${base}/${ref}`, { cookie, body: { set: { [path]: 'x' } } })
      expect([path, answer.status]).toEqual([path, 400])
    }
  })

  it('has a cookie that scripts and other paths do not see', async () => {
    const answer = await call('POST', base, {
      body: { locale: 'de', productCode: 'SAVINGS', privacyNoticeVersion: '1' },
    })
    expect(String(answer.headers['set-cookie'])).toMatch(/Path=\/apply;.*HttpOnly; SameSite=Strict/)
  })

  it('withdraws', async () => {
    const { ref, cookie } = await begin()
    const answer = await call('POST', `${base}/${ref}/withdrawal`, { cookie })
    expect([200, 409]).toContain(answer.status)
  })
})

function message(answer: TestAnswer): string {
  return (answer.json as { error: { message: string } }).error.message
}

function multipart(fileName: string, bytes: Buffer): { raw: Buffer; headers: Record<string, string> } {
  const boundary = 'boundary-of-the-test'
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="side"\r\n\r\nfront\r\n--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${fileName}"\r\nContent-Type: image/png\r\n\r\n`
  return {
    raw: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  }
}
