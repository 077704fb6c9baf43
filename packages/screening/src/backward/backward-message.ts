/** What the main thread and the thread of the customers say to each other. */
import type { MatcherConfig } from '../candidates/screening-index.ts'
import type { Entity } from '../entity.ts'
import type { BackwardHit } from './customer-index.ts'
import type { CustomerRecord } from './customer-store.ts'

export type BackwardRequest =
  | { readonly kind: 'put'; readonly call: number; readonly customers: readonly CustomerRecord[] }
  | { readonly kind: 'remove'; readonly call: number; readonly ids: readonly string[] }
  | {
      readonly kind: 'screen'
      readonly call: number
      readonly entities: readonly Entity[]
      readonly config: MatcherConfig
    }

export interface BackwardReply {
  readonly call: number
  readonly count: number
  readonly hits: readonly BackwardHit[]
}
