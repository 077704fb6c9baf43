// What retention asks: which executions are old enough, which definitions nobody has any more, and how much room there is.

import type { Database, SqlRow } from './database.ts'
import type { All, One } from './sqlite-store.ts'
import type { EndedSearch, SpaceUse } from './store.ts'

/**
 * Condition on an execution `e` that ended before `before` and has nothing above it that is open or ended later: what
 * is above may be resumed together with it.
 */
export function hasEndedBefore(before: string): string {
  return `e.ended > 0 AND e.ended < ${before} AND e.status NOT IN ('RUNNING', 'PAUSED') AND NOT EXISTS (
    WITH RECURSIVE above (id) AS (
      SELECT e.parent_id WHERE e.parent_id IS NOT NULL
      UNION SELECT x.parent_id FROM execution x JOIN above ON x.id = above.id WHERE x.parent_id IS NOT NULL
    )
    SELECT 1 FROM above JOIN execution p ON p.id = above.id WHERE p.ended = 0 OR p.ended >= ${before})`
}

export function createRetentionReads(all: All, one: One, database: Database) {
  const ended = all<{ row: number; id: string }>(
    `SELECT e.row, e.id FROM execution e
     WHERE e.row > ?1 AND e.row <= ?2 AND ${hasEndedBefore('?3')} AND (e.archived = 0 OR ?4)
     ORDER BY e.row LIMIT ?5`,
  )
  const hashes = all<{ hash: string }>('SELECT hash FROM snapshot')
  const used = all<{ snapshot: string }>('SELECT DISTINCT snapshot FROM execution WHERE row > ? AND row <= ?')
  const number = (sql: string) => {
    const read = one<SqlRow>(sql)
    return () => Number(Object.values(read() ?? {})[0] ?? 0)
  }
  const pages = number('PRAGMA page_count')
  const free = number('PRAGMA freelist_count')
  const pageBytes = number('PRAGMA page_size')
  const mode = number('PRAGMA auto_vacuum')
  return {
    readEnded: ({ endedBefore, after, upTo, archived, most }: EndedSearch) =>
      ended(after, upTo, endedBefore, archived ? 1 : 0, most),
    readSnapshotHashes: () => hashes().map(({ hash }) => hash),
    snapshotsUsed: (after: number, upTo: number) => used(after, upTo).map(({ snapshot }) => snapshot),
    space: (): SpaceUse => ({ pages: pages(), free: free(), pageBytes: pageBytes(), canShrink: mode() === 2 }),
    releasePages(most: number) {
      database.exec(`PRAGMA incremental_vacuum(${Math.max(1, Math.floor(most))})`)
    },
    checkpoint() {
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    },
  }
}
