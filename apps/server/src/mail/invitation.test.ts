// Invitations over a real mail server that may refuse them, and how many there may be.
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterEach, expect, it } from 'vitest'
import { ServerError } from '../errors.ts'
import { createEventHub } from '../live/event-hub.ts'
import { createTestServer } from '../testing/test-server.ts'
import { createInvitations } from './invitation.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

async function open() {
  const mail = { isRefusing: false, taken: [] as string[] }
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo({ address }, _session, done) {
      if (mail.isRefusing) return done(new Error('No such box'))
      mail.taken.push(address)
      done()
    },
    onData(stream, _session, done) {
      stream.resume()
      stream.once('end', done)
    },
  })
  smtp.on('error', () => {})
  smtp.listen(0, '127.0.0.1')
  await once(smtp.server, 'listening')
  ends.push(() => new Promise((resolve) => smtp.close(() => resolve(undefined))))
  // A server that listens on a port has an address.
  const { port } = smtp.server.address() as AddressInfo
  let offset = 0
  const server = await createTestServer(
    { GATEHOUSE_DEMO: 'on', PORT: '0', SMTP_URL: `smtp://127.0.0.1:${port}` },
    { now: () => new Date(Date.now() + offset) },
  )
  ends.push(() => server.remove())
  await server.start()
  const invite = async (id: string) => server.request('POST', `/api/users/${encodeURIComponent(id)}/sendInviteEmail`)
  const add = (id: string) => server.request('PUT', `/api/users/${id}`, { body: { name: 'Ada', roles: ['USER'] } })
  return { server, mail, invite, add, advance: (ms: number) => (offset += ms) }
}

it('an invitation that the mail server refuses can be asked for again, and the trail has both', async () => {
  const { server, mail, invite, add } = await open()
  const { uuid } = (await add('ada@bank.example')).json as { uuid: string } // what SDKs read
  mail.isRefusing = true
  for (let tries = 0; tries < 7; tries += 1) {
    expect(await invite('ada@bank.example')).toMatchObject({
      status: 502,
      json: { code: 'UPSTREAM_UNAVAILABLE', message: expect.stringContaining('Try again later') },
    })
  }
  mail.isRefusing = false
  expect((await invite('ada@bank.example')).status).toBe(200)
  expect(mail.taken).toEqual(['ada@bank.example'])
  const audit = await server.request('GET', '/kyc/v1/audit?limit=200', { cookie: await server.signIn('auditor') })
  const { items } = audit.json as { items: { action: string; object: object }[] } // the route's schema
  const about = (action: string) => items.filter((item) => item.action === action).map(({ object }) => object)
  expect(about('API_USER_INVITED')).toMatchObject([{ type: 'api_user', id: uuid }])
  expect(about('API_USER_NOT_INVITED')).toHaveLength(7)
})

it('invitations to one address are limited', async () => {
  const { mail, invite, add, advance } = await open()
  await add('ada@bank.example')
  const statuses = async (id: string, count: number) => {
    const answers = await Promise.all(Array.from({ length: count }, () => invite(id)))
    return answers.map(({ status }) => status).toSorted()
  }
  expect(await statuses('ada@bank.example', 7)).toEqual([200, 200, 200, 200, 200, 429, 429])
  expect(await invite('ada@bank.example')).toMatchObject({
    json: { code: 'RATE_LIMITED', message: 'Too many invitations. Try again in 60 minutes.' },
  })
  await add('bob@bank.example')
  expect((await invite('bob@bank.example')).status).toBe(200)
  expect(mail.taken).toHaveLength(6)
  advance(3_600_000)
  expect((await invite('ada@bank.example')).status).toBe(200)
})

it('one who asks is held to 200 an hour, without those that were not sent', async () => {
  let isDown = true
  const send = async () => {
    if (isDown) throw new Error('down')
  }
  const invite = createInvitations(
    { send, close() {} },
    createEventHub(),
    () => 'http://bank.example',
    () => 0,
  )
  const ask = (at: number, by = 'operator') =>
    invite(`${at}`, { address: `${at}@bank.example`, name: 'Ada', by }).then(
      () => 'sent',
      (error: unknown) => (error instanceof ServerError ? error.code : 'other'),
    )
  expect(await ask(0)).toBe('UPSTREAM_UNAVAILABLE')
  isDown = false
  const answers = await Promise.all(Array.from({ length: 202 }, (_, at) => ask(at)))
  expect([answers.filter((answer) => answer === 'sent').length, answers.at(-1)]).toEqual([200, 'RATE_LIMITED'])
  expect(await ask(300, 'another')).toBe('sent')
})
