/** What the main thread and a batch worker say to each other. */
import type { ListPurpose } from '../entity.ts'
import type { Hit, MatchResult } from '../scoring/hit.ts'
import type { ScreeningQuery } from '../scoring/query.ts'

/** A hit that names its entry instead of carrying it. */
export interface BatchHit extends Omit<Hit, 'entity'> {
  readonly entityId: string
}

export interface BatchResult extends Omit<MatchResult, 'hits'> {
  readonly hits: readonly BatchHit[]
}

/** What of a query's hits is wanted; the same for a whole batch. */
export interface BatchSettings {
  readonly threshold?: number
  readonly limit?: number
  /** Only entries of these lists. */
  readonly lists?: readonly string[]
  /** Only entries that serve one of these purposes. */
  readonly purposes?: readonly ListPurpose[]
}

export interface WorkerStart {
  readonly image: Uint8Array
  readonly config: Readonly<Record<string, number>>
}

export interface WorkerChunk {
  readonly chunk: number
  readonly queries: readonly ScreeningQuery[]
  readonly settings: BatchSettings
}

export interface WorkerAnswer {
  readonly chunk: number
  readonly results: readonly BatchResult[]
}
