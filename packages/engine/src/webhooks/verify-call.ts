// Whether a call proves that it comes from who the webhook is for.

import { createHmac, timingSafeEqual } from 'node:crypto'
import { revealSecrets } from '../expressions/resolve.ts'
import type { WebhookCall, WebhookInput } from './webhook.ts'

/** What is missing for callers to prove themselves; undefined when nothing is. */
export function verifierGap(webhook: WebhookInput): string | undefined {
  if (webhook.verifier === 'HEADER_BASED') {
    const values = Object.values(webhook.headers ?? {})
    return values.length > 0 && values.every((value) => value !== '') ? undefined : 'headers with values'
  }
  if (!webhook.headerKey) return 'headerKey, the header that carries the signature'
  return webhook.secretValue ? undefined : 'secretValue, the key of the signature'
}

export function isProven(
  webhook: WebhookInput,
  call: WebhookCall,
  secretOf: (name: string) => string | undefined,
): boolean {
  const reveal = (text: string) => {
    const value = revealSecrets(text, secretOf)
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  if (webhook.verifier === 'HEADER_BASED') {
    const wanted = Object.entries(webhook.headers ?? {})
    return (
      wanted.length > 0 && wanted.every(([name, value]) => isEqual(call.headers[name.toLowerCase()], reveal(value)))
    )
  }
  const key = reveal(webhook.secretValue ?? '')
  if (key === undefined) return false
  const signature = createHmac('sha256', key).update(call.rawBody).digest('hex')
  const given = call.headers[(webhook.headerKey ?? '').toLowerCase()]?.trim().replace(/^sha256=/i, '')
  return isEqual(given?.toLowerCase(), signature)
}

/** Takes the same time wherever the texts differ. */
function isEqual(given: string | undefined, wanted: string | undefined): boolean {
  if (given === undefined || wanted === undefined) return false
  const a = Buffer.from(given)
  const b = Buffer.from(wanted)
  return a.length === b.length && timingSafeEqual(a, b)
}
