/**
 * Two threads for scripts: one for all, and one for the slow. A script that others have waited behind for a moment goes
 * on in the slow lane, where only its like wait for it; the same script goes there straight away from then on, until it
 * has been quick. So an endless script, started a hundred times, costs the others that moment once.
 */
import type { ScriptJob, ScriptQueue, ScriptReply, WorkerSettings } from './script-protocol.ts'
import { createRecentlyUsed } from './recently-used.ts'
import { createScriptThread } from './script-thread.ts'

// Long beside what scripts take (under a millisecond), short beside what people and workers notice.
const PATIENCE_MS = 200
const SLOW_SCRIPTS_KNOWN = 1000

export function createScriptLanes(settings: WorkerSettings, idleMs: number): ScriptQueue {
  const slowOnes = createRecentlyUsed<true>(SLOW_SCRIPTS_KNOWN, () => {})
  const slow = createScriptThread({
    settings,
    idleMs,
    onDone(job, tookMs) {
      if (tookMs < PATIENCE_MS) slowOnes.delete(keyOf(job))
    },
  })
  const main = createScriptThread({
    settings,
    idleMs,
    handOver: {
      afterMs: PATIENCE_MS,
      to(job) {
        slowOnes.set(keyOf(job), true)
        return slow.submit(job)
      },
    },
  })

  return {
    submit: (job: ScriptJob): Promise<ScriptReply> => (slowOnes.get(keyOf(job)) ? slow : main).submit(job),
    async close() {
      await Promise.all([main.close(), slow.close()])
    },
  }
}

function keyOf({ kind, source }: ScriptJob): string {
  return `${kind} ${source}`
}
