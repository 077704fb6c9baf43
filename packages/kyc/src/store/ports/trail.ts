/** The audit trail and the outbox, as the server and the dispatcher use them. */
import type { Actor } from '../actor.ts'
import type { JsonObject } from '../json.ts'
import type { Outcome } from '../outcome.ts'

export interface AuditRow {
  readonly seq: number
  readonly at: string
  readonly actor: { readonly type: string; readonly id: string }
  readonly action: string
  readonly object: { readonly type: string; readonly id: string; readonly revision: number | null }
  readonly caseId: string | null
  readonly reasonCode: string | null
  /** Public values, before and after; of sealed ones that they changed. */
  readonly detail: JsonObject
  readonly hash: string
}

export interface AuditVerification {
  readonly intact: boolean
  readonly records: number
  readonly head: string | null
  readonly firstBreak: { readonly seq: number; readonly expected: string; readonly found: string } | null
  readonly checkpoints: number
}

export interface Checkpoint {
  readonly tenantId: string
  readonly seq: number
  readonly hash: string
  readonly at: string
  /** Ed25519 over the canonical JSON of the other fields but `publicKey`, base64 */
  readonly signature: string
  /** SPKI DER, base64 */
  readonly publicKey: string
}

export interface TrailUseCases {
  /** Newest first; `cursor` is the seq to continue below. */
  auditList(input: {
    caseId?: string
    action?: string
    actorId?: string
    cursor?: string
    limit: number
  }): Promise<{ items: readonly AuditRow[]; nextCursor: string | null }>
  /** Audits what happens outside a case: sign-in, role change, export, list import, configuration. */
  recordAudit(input: {
    actor: Actor
    action: string
    object: { type: string; id: string }
    caseId?: string
    reasonCode?: string
    /** codes, ids and counts only */
    before?: JsonObject
    after?: JsonObject
  }): Promise<{ seq: number }>
  /** Recomputes the chain (all of it, or a range) and checks the signed heads within. */
  verifyAudit(range?: { fromSeq?: number; toSeq?: number }): Promise<AuditVerification>
  /** Signs the present head; null when nothing was written since the last one. */
  writeCheckpoint(): Promise<Checkpoint | null>
  /** JSON lines: records in order, then checkpoints. What the stand-alone verifier reads. */
  exportAudit(range?: { fromSeq?: number; toSeq?: number }): AsyncIterable<string>
}

export type OutboxMessage =
  | {
      readonly kind: 'START_WORKFLOW'
      readonly payload: {
        workflowName: string
        correlationId: string
        input: JsonObject
        /** executions with that correlation id that have ended and are not the one to be started */
        replaces?: readonly string[]
      }
    }
  | { readonly kind: 'COMPLETE_TASK'; readonly payload: { workflowId: string; taskRef: string; output: JsonObject } }
  | { readonly kind: 'TERMINATE_WORKFLOW'; readonly payload: { workflowId: string; reason: string } }
  | { readonly kind: 'RETRY_WORKFLOW'; readonly payload: { workflowId: string } }
  | { readonly kind: 'SEND_MAIL'; readonly payload: { notificationId: string } }

export type OutboxRow = OutboxMessage & {
  /** stable over redelivery: receivers drop a second one */
  readonly id: string
  readonly caseId: string | null
  readonly recipient: string
  /** deliveries tried before this one */
  readonly attempts: number
  readonly createdAt: string
  readonly leaseToken: string
}

export interface OutboxPort {
  /** Takes due rows, oldest first, never one whose recipient has an older unfinished row. */
  lease(input: {
    limit: number
    leaseMs: number
    kinds?: readonly OutboxMessage['kind'][]
  }): Promise<readonly OutboxRow[]>
  ack(input: { id: string; leaseToken: string }): Promise<Outcome<null>>
  /** Puts the row back with exponential back-off; `dead` takes it out for people to look at. */
  fail(input: {
    id: string
    leaseToken: string
    error: string
    dead?: boolean
  }): Promise<Outcome<{ state: 'PENDING' | 'DEAD'; availableAt: string }>>
  /** Earliest time at which `lease` could give something; null when nothing is left. */
  nextDue(): Promise<string | null>
  listDead(limit: number): Promise<
    readonly {
      id: string
      kind: string
      caseId: string | null
      attempts: number
      lastError: string | null
      createdAt: string
    }[]
  >
  /** What has not been delivered, by kind; those given up apart. */
  backlog(): Promise<readonly { kind: string; state: 'PENDING' | 'DEAD'; count: number; oldestAt: string }[]>
  /** The replay button. */
  revive(id: string): Promise<boolean>
}
