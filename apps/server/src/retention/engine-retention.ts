/** Once an hour, executions of the embedded engine that ended long enough ago are archived or removed. */
import type { Engine, RetentionRequest } from '@gatehouse/engine'
import type { EngineRetention } from '../config/config.ts'
import type { Logger } from '../log.ts'
import type { Repeated } from './repeat.ts'
import { createRepeated } from './repeat.ts'

const dayMs = 86_400_000

/** What it did since the server started, for those who watch it. */
export interface RetentionCounts {
  archived: number
  removed: number
  freedBytes: number
  /** Epoch seconds of the last run that came to its end; 0 before. */
  lastRunAt: number
  failures: number
}

export interface EngineRetentionTimer extends Repeated {
  readonly counts: RetentionCounts
}

export function createEngineRetention(
  engine: Pick<Engine, 'applyRetention'>,
  kept: EngineRetention,
  log: Logger,
): EngineRetentionTimer {
  const counts: RetentionCounts = { archived: 0, removed: 0, freedBytes: 0, lastRunAt: 0, failures: 0 }
  const stopping = new AbortController()
  const run = async (): Promise<void> => {
    const startedAt = Date.now()
    try {
      const request = { ...dueBefore(kept, startedAt), signal: stopping.signal }
      const { archived, removed, freedBytes } = await engine.applyRetention(request)
      counts.archived += archived
      counts.removed += removed
      counts.freedBytes += freedBytes
      counts.lastRunAt = Math.floor(Date.now() / 1000)
      if (archived + removed > 0 || freedBytes > 0) {
        log.info({ archived, removed, freedBytes, ms: Date.now() - startedAt }, 'engine retention')
      }
    } catch (error) {
      if (stopping.signal.aborted) return
      counts.failures += 1
      log.error({ err: error }, 'engine retention did not run')
    }
  }
  const timer = createRepeated(run, { firstMs: 10 * 60_000, everyMs: 3_600_000 })
  return {
    counts,
    start() {
      if (kept.archiveDays !== undefined || kept.removeDays !== undefined) timer.start()
    },
    stop() {
      stopping.abort()
      return timer.stop()
    },
  }
}

/** @param now epoch ms */
export function dueBefore({ archiveDays, removeDays }: EngineRetention, now: number): RetentionRequest {
  return {
    ...(archiveDays === undefined ? {} : { archiveEndedBefore: now - archiveDays * dayMs }),
    ...(removeDays === undefined ? {} : { removeEndedBefore: now - removeDays * dayMs }),
  }
}
