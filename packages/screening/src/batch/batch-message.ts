/** What the main thread and a batch worker say to each other. */
import type { Hit, MatchResult } from '../scoring/hit.ts'
import type { ScreeningQuery } from '../scoring/query.ts'

/** A hit that names its entry instead of carrying it. */
export interface BatchHit extends Omit<Hit, 'entity'> {
  readonly entityId: string
}

export interface BatchResult extends Omit<MatchResult, 'hits'> {
  readonly hits: readonly BatchHit[]
}

export interface WorkerStart {
  readonly image: Uint8Array
  readonly config: Readonly<Record<string, number>>
  readonly threshold: number | undefined
  readonly limit: number | undefined
}

export interface WorkerChunk {
  readonly chunk: number
  readonly queries: readonly ScreeningQuery[]
}

export type WorkerAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly chunk: number; readonly results: readonly BatchResult[] }
