/** What `/v1/screen` says about one customer. */
import type { ListPurpose } from '../entity.ts'
import { purposesOf } from '../entity.ts'
import type { ScreeningIndex } from '../candidates/screening-index.ts'
import type { BatchHit, BatchResult } from '../batch/batch-message.ts'

/** `ALERT`: a person must look. `BELOW_ALERT`: kept for the record and for samples. `CLEAR`: nothing like it is listed. */
export type ScreeningOutcome = 'ALERT' | 'BELOW_ALERT' | 'CLEAR'

export interface ScreeningAnswer {
  /** The client's own id. */
  readonly id: string | null
  readonly outcome: ScreeningOutcome
  /** 0 to 100; that of the best hit, 0 without one. */
  readonly score: number
  /** Hits from the store line on before `limit` cut them. */
  readonly total: number
  /** A bound was reached: more names were alike than were compared. */
  readonly truncated: boolean
  readonly hits: readonly AnsweredHit[]
}

export interface AnsweredHit extends BatchHit {
  readonly listId: string
  readonly entryId: string
  /** Version of the list's content. */
  readonly listVersion: string
  readonly alert: boolean
  readonly caption: string
  readonly matchedName: string
  readonly schema: string
  readonly topics: readonly string[]
  readonly purposes: readonly ListPurpose[]
  readonly programmes: readonly string[]
  readonly contentHash: string
}

export function toScreeningAnswer(
  id: string | null,
  result: BatchResult,
  index: ScreeningIndex,
  versions: ReadonlyMap<string, string>,
): ScreeningAnswer {
  const hits = result.hits.flatMap((hit) => toAnsweredHit(hit, index, versions))
  const score = result.hits[0]?.score ?? 0
  return {
    id,
    outcome: hits.length === 0 ? 'CLEAR' : score >= index.config.alert ? 'ALERT' : 'BELOW_ALERT',
    score,
    total: result.total,
    truncated: result.truncated,
    hits,
  }
}

function toAnsweredHit(
  hit: BatchHit,
  index: ScreeningIndex,
  versions: ReadonlyMap<string, string>,
): readonly AnsweredHit[] {
  const entity = index.entity(hit.entityId)
  if (entity === undefined) return []
  return [
    {
      ...hit,
      listId: entity.listId,
      entryId: entity.entryId,
      listVersion: versions.get(entity.listId) ?? '',
      alert: hit.score >= index.config.alert,
      caption: entity.names[0]?.full ?? entity.id,
      matchedName: entity.names[hit.matchedNameIndex]?.full ?? '',
      schema: entity.schema,
      topics: entity.topics,
      purposes: purposesOf(entity.topics),
      programmes: entity.programmes,
      contentHash: entity.contentHash,
    },
  ]
}
