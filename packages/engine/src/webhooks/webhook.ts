// Calls from outside that executions wait for, that start them, or that event handlers act on.

import type { JsonMap } from '../model/json.ts'

/**
 * How a caller proves itself; the secret is `secretValue`.
 *
 * | verifier | what is checked |
 * | --- | --- |
 * | HEADER_BASED | every one of `headers` is there with its value |
 * | SIGNATURE_BASED | header `headerKey`: HMAC-SHA256 of the body in hex, with or without `sha256=` before it |
 * | HMAC_BASED | the same with a secret in base64; the signature in hex or base64, with or without `HMAC ` before it |
 * | STRIPE | header `headerKey` (`Stripe-Signature`): `t=<seconds>,v1=<hex>` over `<seconds>.<body>` |
 * | SLACK_BASED | `X-Slack-Signature`: `v0=<hex>` over `v0:<seconds>:<body>` |
 * | STANDARD_WEBHOOKS | `webhook-signature`: `v1,<base64>` over `<webhook-id>.<seconds>.<body>`; `svix-` headers too |
 * | SENDGRID | an ECDSA signature over `<seconds><body>`; the secret is the public key in base64 |
 */
export type WebhookVerifier = (typeof webhookVerifiers)[number]
export const webhookVerifiers = [
  'HEADER_BASED',
  'SIGNATURE_BASED',
  'HMAC_BASED',
  'STRIPE',
  'SLACK_BASED',
  'STANDARD_WEBHOOKS',
  'SENDGRID',
] as const

export interface WebhookInput {
  /** Event handlers hear its calls as the event `webhook:<name>`. */
  readonly name: string
  /** Workflows with a WAIT_FOR_WEBHOOK for it: the version by name, 0 or null for every version. */
  readonly receiverWorkflowNamesToVersions?: Readonly<Record<string, number | null>>
  /** Workflows that each call starts, its payload as their input: the version by name, 0 or null for the newest. */
  readonly workflowsToStart?: Readonly<Record<string, number | null>>
  readonly verifier: WebhookVerifier
  readonly headers?: Readonly<Record<string, string>>
  readonly headerKey?: string
  /** What callers of Orkes' clients call the secret; nothing is done by it. */
  readonly secretKey?: string
  /** May be `${workflow.secrets.NAME}`, as may the values of `headers`. */
  readonly secretValue?: string
  /** How far the time in a signature may be from now, in seconds. Default 300. */
  readonly toleranceSeconds?: number
  /** Header by which the sender names a delivery, the same in each of its tries: the second one does nothing. */
  readonly deliveryIdHeader?: string
  /**
   * Whether a body that was signed once may come again. By default it does nothing the second time, since a signature
   * without a time in it cannot be told from one that somebody has written down and sends again.
   */
  readonly acceptRepeats?: boolean
  readonly sourcePlatform?: string
}

export interface Webhook extends WebhookInput {
  readonly id: string
  readonly createdBy?: string
}

export interface WebhookCall {
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** As received: a signature is over these very characters. */
  readonly rawBody: string
  readonly payload: JsonMap
}

export interface WebhookOutcome {
  /** Tasks that the call has completed. */
  readonly completedTasks: readonly string[]
  readonly startedWorkflows: readonly string[]
  /** The same call had come before: nothing was done. */
  readonly repeated: boolean
  /** What the sender wants to read to know that somebody listens. */
  readonly challenge?: string
}

export interface Webhooks {
  /** As `save`; CONFLICT when there is one of that id, or one is being made. */
  create(webhook: WebhookInput, id?: string): Promise<Webhook>
  /** Creates one, or replaces the one of that id. INVALID when callers could not prove themselves. */
  save(webhook: WebhookInput, id?: string): Promise<Webhook>
  /** Secrets are shown as `***`. */
  list(): Webhook[]
  get(id: string): Webhook
  remove(id: string): Promise<void>
  /**
   * Answers once all of it is on disk, together with the note that this call has been. NOT_FOUND for an unknown id,
   * FORBIDDEN when the call does not prove itself or was signed too long ago.
   */
  receive(id: string, call: WebhookCall): Promise<WebhookOutcome>
}
