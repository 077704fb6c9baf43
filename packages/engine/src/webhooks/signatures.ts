// The signatures that senders of webhooks use, one function a scheme.

import { createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto'
import type { WebhookCall } from './webhook.ts'

/** What a valid signature vouches for. */
export interface Signed {
  /** The signed text: tells this call from others. */
  readonly text: string
  /** When it was signed, epoch ms; undefined where the scheme has no time. */
  readonly at?: number
  /** The sender's own name for the delivery, where the signature covers it. */
  readonly deliveryId?: string
}

/** undefined: the call does not carry a signature of that key. */
export type CheckSignature = (call: WebhookCall, key: string, header: string | undefined) => Signed | undefined

/** HMAC of the body in hex. */
export const checkPlain: CheckSignature = (call, key, header) => {
  const given = headerOf(call, header)?.replace(/^sha256=/i, '')
  return isEqual(given?.toLowerCase(), hmac(key, call.rawBody, 'hex')) ? { text: call.rawBody } : undefined
}

/** HMAC of the body with a key in base64, itself in base64 or hex. */
export const checkKeyed: CheckSignature = (call, key, header) => {
  const given = headerOf(call, header)?.replace(/^(sha256=|HMAC\s+)/i, '')
  const secret = Buffer.from(key, 'base64')
  const isRight =
    isEqual(given, hmac(secret, call.rawBody, 'base64')) ||
    isEqual(given?.toLowerCase(), hmac(secret, call.rawBody, 'hex'))
  return isRight ? { text: call.rawBody } : undefined
}

/** `t=1700000000,v1=…`; several `v1` while a key is exchanged. */
export const checkStripe: CheckSignature = (call, key, header = 'stripe-signature') => {
  const parts = (headerOf(call, header) ?? '').split(',').map((part) => part.trim().split('='))
  const seconds = parts.find(([name]) => name === 't')?.[1] ?? ''
  const text = `${seconds}.${call.rawBody}`
  const wanted = hmac(key, text, 'hex')
  const isRight = parts.some(([name, value]) => name === 'v1' && isEqual(value, wanted))
  return isRight ? signedAt(text, seconds) : undefined
}

export const checkSlack: CheckSignature = (call, key) => {
  const seconds = headerOf(call, 'x-slack-request-timestamp') ?? ''
  const text = `v0:${seconds}:${call.rawBody}`
  const isRight = isEqual(headerOf(call, 'x-slack-signature'), `v0=${hmac(key, text, 'hex')}`)
  return isRight ? signedAt(text, seconds) : undefined
}

/** https://www.standardwebhooks.com; Svix sends the same under names of its own. */
export const checkStandard: CheckSignature = (call, key) => {
  const part = (name: string) => headerOf(call, `webhook-${name}`) ?? headerOf(call, `svix-${name}`) ?? ''
  const deliveryId = part('id')
  const seconds = part('timestamp')
  if (deliveryId === '') return undefined
  const text = `${deliveryId}.${seconds}.${call.rawBody}`
  const wanted = `v1,${hmac(Buffer.from(key.replace(/^whsec_/, ''), 'base64'), text, 'base64')}`
  const isRight = part('signature')
    .split(' ')
    .some((signature) => isEqual(signature, wanted))
  const signed = isRight ? signedAt(text, seconds) : undefined
  return signed && { ...signed, deliveryId }
}

/** An ECDSA signature; the key is the public one, as base64 of its DER form. */
export const checkSendgrid: CheckSignature = (call, key) => {
  const signature = headerOf(call, 'x-twilio-email-event-webhook-signature')
  const seconds = headerOf(call, 'x-twilio-email-event-webhook-timestamp') ?? ''
  if (signature === undefined) return undefined
  const text = seconds + call.rawBody
  try {
    const publicKey = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' })
    const isRight = verify('sha256', Buffer.from(text), publicKey, Buffer.from(signature, 'base64'))
    return isRight ? signedAt(text, seconds) : undefined
  } catch {
    // Not a key.
    return undefined
  }
}

/** Takes the same time wherever the texts differ. */
export function isEqual(given: string | undefined, wanted: string | undefined): boolean {
  if (given === undefined || wanted === undefined) return false
  const a = Buffer.from(given)
  const b = Buffer.from(wanted)
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Without the blanks around it. A header may be called as what every object has: that is none that was sent. */
export function headerOf({ headers }: WebhookCall, name = ''): string | undefined {
  const key = name.toLowerCase()
  return Object.hasOwn(headers, key) ? headers[key]?.trim() : undefined
}

function hmac(key: string | Buffer, text: string, encoding: 'hex' | 'base64'): string {
  return createHmac('sha256', key).update(text).digest(encoding)
}

/** What is no number of seconds is no time: nothing would hold it to one. */
function signedAt(text: string, seconds: string): Signed | undefined {
  return /^\d{1,12}$/.test(seconds) ? { text, at: Number(seconds) * 1000 } : undefined
}
