// Calls from outside that executions wait for, or that start them.

import type { JsonMap } from '../model/json.ts'

export interface WebhookInput {
  readonly name: string
  /** Workflows with a WAIT_FOR_WEBHOOK for it: the version by name, 0 or null for every version. */
  readonly receiverWorkflowNamesToVersions?: Readonly<Record<string, number | null>>
  /** Workflows that each call starts, its payload as their input: the version by name, 0 or null for the newest. */
  readonly workflowsToStart?: Readonly<Record<string, number | null>>
  /**
   * How a caller proves itself: by fixed headers, or by an HMAC-SHA256 of the body in the header `headerKey`, in hex,
   * with or without `sha256=` before it.
   */
  readonly verifier: 'HEADER_BASED' | 'SIGNATURE_BASED'
  readonly headers?: Readonly<Record<string, string>>
  readonly headerKey?: string
  /** May be `${workflow.secrets.NAME}`, as may the values of `headers`. */
  readonly secretValue?: string
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
}

export interface Webhooks {
  /** Creates one, or replaces the one of that id. INVALID when callers could not prove themselves. */
  save(webhook: WebhookInput, id?: string): Promise<Webhook>
  /** Secrets are shown as `***`. */
  list(): Webhook[]
  get(id: string): Webhook
  remove(id: string): Promise<void>
  /** NOT_FOUND for an unknown id, FORBIDDEN when the call does not prove itself. Answers once all of it is on disk. */
  receive(id: string, call: WebhookCall): Promise<WebhookOutcome>
}
