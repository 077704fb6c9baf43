/** What every use case works with: the database, the keys, the time. Made once by `createKycStore`. */
import type { Kysely } from 'kysely'
import type { BlobStore } from '../crypto/blob-store.ts'
import type { TenantKeys } from '../crypto/tenant-keys.ts'
import type { OnboardingPolicy } from '../policy/onboarding-policy.ts'
import type { Dialect } from './dialect.ts'
import type { CommitEvent } from './kyc-store.ts'
import type { Database } from './schema.ts'

export interface StoreContext {
  readonly db: Kysely<Database>
  readonly dialect: Dialect
  readonly tenantId: string
  readonly keys: TenantKeys
  readonly blobs: BlobStore
  /** milliseconds since 1970 */
  readonly clock: () => number
  /** a new ULID */
  readonly ids: () => string
  readonly policy: OnboardingPolicy
  /** version of the risk policy that new cases start with */
  readonly policyVersion: string
  readonly workflowName: string
  readonly appVersion: string
  readonly onCommit: (event: CommitEvent) => void
}

export function isoTime(ms: number): string {
  return new Date(ms).toISOString()
}

export const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS
