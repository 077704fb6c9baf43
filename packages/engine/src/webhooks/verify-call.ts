// Whether a call proves that it comes from who the webhook is for, and what tells it from every other call.

import { createHash } from 'node:crypto'
import { revealSecrets } from '../expressions/resolve.ts'
import {
  checkKeyed,
  checkPlain,
  checkSendgrid,
  checkSlack,
  checkStandard,
  checkStripe,
  headerOf,
  isEqual,
  type CheckSignature,
  type Signed,
} from './signatures.ts'
import type { WebhookCall, WebhookInput, WebhookVerifier } from './webhook.ts'

const defaultToleranceSeconds = 300

interface Scheme {
  readonly check: CheckSignature
  /** The sender does not say in which header its signature comes. */
  readonly needsHeader: boolean
}

const schemes: Readonly<Record<Exclude<WebhookVerifier, 'HEADER_BASED'>, Scheme>> = {
  SIGNATURE_BASED: { check: checkPlain, needsHeader: true },
  HMAC_BASED: { check: checkKeyed, needsHeader: true },
  STRIPE: { check: checkStripe, needsHeader: false },
  SLACK_BASED: { check: checkSlack, needsHeader: false },
  STANDARD_WEBHOOKS: { check: checkStandard, needsHeader: false },
  SENDGRID: { check: checkSendgrid, needsHeader: false },
}

/** What is missing for callers to prove themselves; undefined when nothing is. */
export function verifierGap(webhook: WebhookInput): string | undefined {
  const { verifier, toleranceSeconds = defaultToleranceSeconds } = webhook
  if (toleranceSeconds <= 0 || toleranceSeconds > 86_400) return 'toleranceSeconds between 1 and 86400'
  if (verifier === 'HEADER_BASED') {
    const values = Object.values(webhook.headers ?? {})
    return values.length > 0 && values.every((value) => value !== '') ? undefined : 'headers with values'
  }
  if (schemes[verifier].needsHeader && !webhook.headerKey) return 'headerKey, the header that carries the signature'
  // Slack shows its secret once it knows the address: until it is set, every call is refused.
  if (verifier === 'SLACK_BASED') return undefined
  return webhook.secretValue ? undefined : 'secretValue, the key of the signature'
}

export type CallCheck =
  | {
      readonly ok: true
      /** Any one of them seen before: the call is a repetition. Empty: nothing tells it from others. */
      readonly marks: readonly string[]
    }
  | { readonly ok: false; readonly why: string }

/** @param now epoch ms */
export function checkCall(
  webhook: WebhookInput,
  call: WebhookCall,
  secretOf: (name: string) => string | undefined,
  now: number,
): CallCheck {
  const named = headerOf(call, webhook.deliveryIdHeader)
  const marks = named ? [`delivery ${digest(named)}`] : []
  if (webhook.verifier === 'HEADER_BASED') {
    const wanted = Object.entries(webhook.headers ?? {})
    const isRight =
      wanted.length > 0 && wanted.every(([name, value]) => isEqual(headerOf(call, name), reveal(value, secretOf)))
    return isRight ? { ok: true, marks } : unproven
  }
  const key = reveal(webhook.secretValue ?? '', secretOf)
  if (key === undefined) return { ok: false, why: 'The secret of this webhook is not set.' }
  const signed = schemes[webhook.verifier].check(call, key, webhook.headerKey)
  if (!signed) return unproven
  const { toleranceSeconds = defaultToleranceSeconds, acceptRepeats = false } = webhook
  if (signed.at !== undefined && Math.abs(now - signed.at) > toleranceSeconds * 1000) {
    return { ok: false, why: `The call was not signed within ${toleranceSeconds} seconds from now.` }
  }
  return { ok: true, marks: [...marks, ...marksOf(signed, acceptRepeats)] }
}

const unproven: CallCheck = { ok: false, why: 'The call does not carry the proof that this webhook asks for.' }

function marksOf({ text, at, deliveryId }: Signed, acceptRepeats: boolean): string[] {
  if (deliveryId !== undefined) return [`delivery ${digest(deliveryId)}`]
  return at === undefined && acceptRepeats ? [] : [`signed ${digest(text)}`]
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}

function reveal(text: string, secretOf: (name: string) => string | undefined): string | undefined {
  const value = revealSecrets(text, secretOf)
  return typeof value === 'string' && value !== '' ? value : undefined
}
