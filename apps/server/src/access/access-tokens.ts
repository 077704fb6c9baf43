/** Tokens of applications: signed, good for an hour, and for as long as the access key that they were made with is. */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { AccessRecords } from './records.ts'

export interface ApplicationIdentity {
  readonly applicationId: string
  readonly keyId: string
}

export type TokenCheck =
  | { readonly ok: true; readonly identity: ApplicationIdentity }
  | { readonly ok: false; readonly reason: 'EXPIRED_TOKEN' | 'INVALID_TOKEN' }

export interface AccessTokens {
  /** A token for the right secret of an active key; undefined whatever was wrong. */
  exchange(records: AccessRecords, keyId: string, secret: string): string | undefined
  check(records: AccessRecords, token: string): TokenCheck
}

const tokenSeconds = 3600
/** Tells them from the tokens of service keys. */
const mark = 'app'
const ClaimsSchema = z.object({ a: z.string(), k: z.string(), e: z.number() })

export function isApplicationToken(token: string): boolean {
  return token.startsWith(`${mark}.`)
}

export function newSecret(): { readonly secret: string; readonly secretHash: string } {
  const secret = randomBytes(32).toString('base64url')
  return { secret, secretHash: hashOf(secret) }
}

export function createAccessTokens(signingKey: Uint8Array, now: () => number): AccessTokens {
  const sign = (payload: string) => createHmac('sha256', signingKey).update(`${mark}.${payload}`).digest('base64url')
  return {
    exchange(records, keyId, secret) {
      const key = records.keys.get(keyId)
      // An unknown key is compared all the same, so that the time taken tells nothing.
      const isRight = isEqual(hashOf(secret), key?.secretHash ?? hashOf(''))
      if (key?.status !== 'ACTIVE' || !isRight) return undefined
      const claims = { a: key.applicationId, k: keyId, e: Math.floor(now() / 1000) + tokenSeconds }
      const payload = Buffer.from(JSON.stringify(claims)).toString('base64url')
      return `${mark}.${payload}.${sign(payload)}`
    },
    check(records, token) {
      const [, payload = '', signature = ''] = token.split('.')
      if (!isEqual(sign(payload), signature)) return { ok: false, reason: 'INVALID_TOKEN' }
      // Signed, so written by `exchange`.
      const {
        a: applicationId,
        k: keyId,
        e,
      } = ClaimsSchema.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()))
      if (e * 1000 < now()) return { ok: false, reason: 'EXPIRED_TOKEN' }
      const isActive = records.keys.get(keyId)?.status === 'ACTIVE' && records.applications.has(applicationId)
      return isActive ? { ok: true, identity: { applicationId, keyId } } : { ok: false, reason: 'INVALID_TOKEN' }
    },
  }
}

/** The secret has 256 random bits, so a plain hash cannot be searched. */
function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Bytes are compared: a letter may be two. */
function isEqual(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
