import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { checkCall, verifierGap } from './verify-call.ts'
import type { WebhookInput, WebhookVerifier } from './webhook.ts'

const now = Date.UTC(2026, 10, 23, 9)
const seconds = String(now / 1000)
const rawBody = '{"check":"7"}'
const text = 'the key'
const base64 = Buffer.from(text).toString('base64')
const hmac = (content: string, encoding: 'hex' | 'base64' = 'hex') =>
  createHmac('sha256', text).update(content).digest(encoding)
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
const ecdsa = (content: string) => sign('sha256', Buffer.from(content), privateKey).toString('base64')

interface Example {
  readonly verifier: WebhookVerifier
  readonly secretValue: string
  readonly headerKey?: string
  readonly sign: (at: string, body: string) => Record<string, string>
  /** Whether the signature holds a time. */
  readonly timed: boolean
}

const examples: readonly Example[] = [
  {
    verifier: 'SIGNATURE_BASED',
    secretValue: text,
    headerKey: 'X-Sig',
    sign: (_, body) => ({ 'x-sig': `sha256=${hmac(body)}` }),
    timed: false,
  },
  {
    verifier: 'HMAC_BASED',
    secretValue: base64,
    headerKey: 'Authorization',
    sign: (_, body) => ({ authorization: `HMAC ${hmac(body, 'base64')}` }),
    timed: false,
  },
  {
    verifier: 'STRIPE',
    secretValue: text,
    sign: (at, body) => ({ 'stripe-signature': `t=${at},v1=${hmac('old key')},v1=${hmac(`${at}.${body}`)},v0=x` }),
    timed: true,
  },
  {
    verifier: 'STRIPE',
    secretValue: text,
    headerKey: 'Vendor-Signature',
    sign: (at, body) => ({ 'vendor-signature': `t=${at}, v1=${hmac(`${at}.${body}`)}` }),
    timed: true,
  },
  {
    verifier: 'SLACK_BASED',
    secretValue: text,
    sign: (at, body) => ({
      'x-slack-request-timestamp': at,
      'x-slack-signature': `v0=${hmac(`v0:${at}:${body}`)}`,
    }),
    timed: true,
  },
  {
    verifier: 'STANDARD_WEBHOOKS',
    secretValue: `whsec_${base64}`,
    sign: (at, body) => ({
      'webhook-id': 'msg_1',
      'webhook-timestamp': at,
      'webhook-signature': `v1,${hmac('other', 'base64')} v1,${hmac(`msg_1.${at}.${body}`, 'base64')}`,
    }),
    timed: true,
  },
  {
    verifier: 'STANDARD_WEBHOOKS',
    secretValue: base64,
    sign: (at, body) => ({
      'svix-id': 'msg_1',
      'svix-timestamp': at,
      'svix-signature': `v1,${hmac(`msg_1.${at}.${body}`, 'base64')}`,
    }),
    timed: true,
  },
  {
    verifier: 'SENDGRID',
    secretValue: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    sign: (at, body) => ({
      'x-twilio-email-event-webhook-timestamp': at,
      'x-twilio-email-event-webhook-signature': ecdsa(at + body),
    }),
    timed: true,
  },
]

describe.each(examples)('$verifier', ({ verifier, secretValue, headerKey, sign: signed, timed }) => {
  const webhook: WebhookInput = { name: 'v', verifier, secretValue, ...(headerKey ? { headerKey } : {}) }
  const check = (headers: Record<string, string>, more: Partial<WebhookInput> = {}, body = rawBody) =>
    checkCall({ ...webhook, ...more }, { headers, rawBody: body, payload: {} }, () => undefined, now)

  it('takes what the key has signed and nothing else', () => {
    const headers = signed(seconds, rawBody)
    expect(verifierGap(webhook)).toBeUndefined()
    expect(check(headers)).toMatchObject({ ok: true, marks: [expect.any(String)] })
    expect(check(headers, {}, '{"check":"8"}').ok).toBe(false)
    expect(check(signed(seconds, ''), {}, '').ok).toBe(true)
    expect(check({}).ok).toBe(false)
    expect(check(headers, { secretValue: Buffer.from('another').toString('base64') }).ok).toBe(false)
    expect(check(headers, { secretValue: '${workflow.secrets.GONE}' })).toMatchObject({
      ok: false,
      why: expect.stringContaining('not set'),
    })
    for (const name of Object.keys(headers)) {
      expect(check({ ...headers, [name]: '' }).ok).toBe(false)
      expect(check({ ...headers, [name]: `0${headers[name]}0` }).ok).toBe(false)
    }
  })

  it.runIf(timed)('refuses what was signed too long ago, or too far ahead', () => {
    for (const [offset, ok] of [
      [-299, true],
      [299, true],
      [-301, false],
      [301, false],
    ] as const) {
      const at = String(now / 1000 + offset)
      expect([offset, check(signed(at, rawBody)).ok]).toEqual([offset, ok])
    }
    expect(check(signed(String(now / 1000 - 600), rawBody), { toleranceSeconds: 900 }).ok).toBe(true)
    expect(check(signed('soon', rawBody)).ok).toBe(false)
  })

  const marks = (headers: Record<string, string>, more: Partial<WebhookInput> = {}, body = rawBody) => {
    const result = check(headers, more, body)
    return result.ok ? result.marks : []
  }

  it('knows the same call again', () => {
    expect(marks(signed(seconds, rawBody))).toHaveLength(1)
    expect(marks(signed(seconds, rawBody))).toEqual(marks(signed(seconds, rawBody)))
    const named = marks({ ...signed(seconds, rawBody), 'x-delivery': 'd1' }, { deliveryIdHeader: 'X-Delivery' })
    expect(named).toHaveLength(2)
    // A header that is not signed is no way round the mark of what is.
    expect(named).toEqual(expect.arrayContaining([...marks(signed(seconds, rawBody))]))
  })

  it.runIf(!timed)('takes the same body again where that is asked for', () => {
    expect(marks(signed(seconds, rawBody), { acceptRepeats: true })).toEqual([])
  })

  // Where the sender names its deliveries under the signature, the name alone counts.
  it.runIf(verifier !== 'STANDARD_WEBHOOKS')('tells another body from it', () => {
    expect(marks(signed(seconds, '{}'), {}, '{}')).not.toEqual(marks(signed(seconds, rawBody)))
  })
})

it.each(['__proto__', 'constructor', 'toString'])('takes no header for sent because objects have a %s', (name) => {
  const call = { headers: {}, rawBody, payload: {} }
  const check = (webhook: WebhookInput) => checkCall(webhook, call, () => undefined, now)
  const headers: Record<string, string> = JSON.parse(`{"${name}":"x"}`)
  expect(check({ name: 'v', verifier: 'HEADER_BASED', headers }).ok).toBe(false)
  expect(check({ name: 'v', verifier: 'SIGNATURE_BASED', headerKey: name, secretValue: text }).ok).toBe(false)
  const unnamed = checkCall(
    { name: 'v', verifier: 'HEADER_BASED', headers: { 'X-Key': 'k' }, deliveryIdHeader: name },
    { ...call, headers: { 'x-key': 'k' } },
    () => undefined,
    now,
  )
  expect(unnamed).toEqual({ ok: true, marks: [] })
})

it('says what is missing for callers to prove themselves', () => {
  const gap = (more: Partial<WebhookInput>) => verifierGap({ name: 'v', verifier: 'STRIPE', ...more })
  expect(gap({})).toContain('secretValue')
  expect(gap({ secretValue: 's' })).toBeUndefined()
  expect(gap({ secretValue: 's', toleranceSeconds: 0 })).toContain('toleranceSeconds')
  expect(gap({ verifier: 'SIGNATURE_BASED', secretValue: 's' })).toContain('headerKey')
  expect(gap({ verifier: 'HEADER_BASED', headers: {} })).toContain('headers')
})
