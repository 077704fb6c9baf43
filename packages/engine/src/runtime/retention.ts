// Old executions and what belongs to nothing any more: archived or removed, so that the data file stops growing.

import type { RetentionRequest, RetentionResult } from '../api.ts'
import { EngineError } from '../errors.ts'
import type { Core } from './core.ts'

// Small enough for a commit that nobody notices behind it.
const mostInCommit = 200

export async function applyRetention(core: Core, request: RetentionRequest): Promise<RetentionResult> {
  const { archiveEndedBefore = 0, removeEndedBefore = 0 } = request
  if (!Number.isFinite(archiveEndedBefore) || !Number.isFinite(removeEndedBefore)) {
    throw new EngineError('INVALID', 'Times are epoch milliseconds.', { ...request })
  }
  core.mustBeOpen()
  const removed = await sweep(core, removeEndedBefore, false)
  const archived = await sweep(core, archiveEndedBefore, true)
  if (removeEndedBefore > 0) await core.commits.add((batch) => batch.forgottenBefore.push(removeEndedBefore))
  return { removed, archived }
}

async function sweep(core: Core, endedBefore: number, archive: boolean): Promise<number> {
  let count = 0
  for (let after = 0; endedBefore > 0; ) {
    const rows = core.store.readEnded({ endedBefore, after, archived: !archive, most: mostInCommit })
    const last = rows.at(-1)
    if (!last) break
    after = last.row
    // One that is about to run again is left for the next time.
    const idle = rows.filter(({ id }) => !core.cache.isHeld(id))
    for (const { id } of idle) core.cache.drop(id)
    await core.commits.add((batch) => {
      for (const { row } of idle) batch.removedExecutions.push({ row, archive })
    })
    count += idle.length
  }
  return count
}
