/** The audit record and how it is chained: each hash covers the record and the hash before it. */
import { createHash } from 'node:crypto'
import { canonicalJson } from '../canonical-json.ts'
import type { JsonValue } from '../store/json.ts'

/** A changed field: a public value, or a commitment to a sealed one and where that lies. Never a clear personal value. */
export type AuditedValue = { readonly value: JsonValue } | { readonly commitment: string; readonly ref: string }

export interface AuditEntry {
  /** `case.submitted`, `check.recorded`, `pii.revealed`, … */
  readonly action: string
  readonly object: { readonly type: string; readonly id: string; readonly revision?: number }
  readonly caseId?: string
  readonly before?: Readonly<Record<string, AuditedValue>>
  readonly after?: Readonly<Record<string, AuditedValue>>
  readonly reasonCode?: string
  /** where the sealed note lies */
  readonly noteRef?: string
  readonly versions?: Readonly<Record<string, JsonValue>>
}

export interface AuditRecord extends AuditEntry {
  readonly seq: number
  readonly at: string
  readonly tenantId: string
  readonly actor: {
    readonly type: string
    readonly id: string
    readonly roles: readonly string[]
    readonly onBehalfOf?: string
  }
  readonly session?: { readonly ipHash: string; readonly userAgentHash: string }
  readonly correlationId?: string
  readonly prevHash: string
}

/** What the first record of a chain names as the one before it. */
export const GENESIS_HASH = '0'.repeat(64)

/** The canonical text that is stored and hashed. */
export function recordText(record: AuditRecord): string {
  return canonicalJson(record)
}

/** SHA-256 over the previous hash (64 hexadecimal digits as ASCII) followed by the record's canonical text, in hex. */
export function chainHash(prevHash: string, text: string): string {
  return createHash('sha256').update(prevHash, 'ascii').update(text, 'utf8').digest('hex')
}

/** Public values of an entry's `before` or `after`. */
export function publicValues(values: Readonly<Record<string, JsonValue>>): Record<string, AuditedValue> {
  return Object.fromEntries(Object.entries(values).map(([path, value]) => [path, { value }]))
}
