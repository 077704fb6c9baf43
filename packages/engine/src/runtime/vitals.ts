// How the engine is, in numbers: for those who watch it.

import type { EngineVitals } from '../api.ts'
import type { Core } from './core.ts'

export function readVitals(core: Core): EngineVitals {
  const now = core.clock.now()
  const { pages, free, pageBytes } = core.store.space()
  return {
    queues: core.polling.queues.waitingSince(now),
    timers: core.timers.lateness(now),
    commits: core.commits.latency.snapshot(),
    fileBytes: pages * pageBytes,
    freeBytes: free * pageBytes,
  }
}
