/**
 * Two threads for scripts: one for all, and one for the slow. A script that others have waited behind for a moment goes
 * on in the slow lane, where only its like wait for it; the same script goes there straight away from then on, until it
 * has been quick. So an endless script, started a hundred times, costs the others that moment once.
 *
 * Different scripts of one workflow cost it a few times: while some of them are in the slow lane, all that it brings goes
 * there. In that lane workflows share the time (fair-queue.ts), so that the slow scripts of others are not held up by them.
 */
import type { ScriptJob, ScriptQueue, ScriptReply, WorkerSettings } from './script-protocol.ts'
import { createFairQueue } from './fair-queue.ts'
import { createRecentlyUsed } from './recently-used.ts'
import { createScriptThread } from './script-thread.ts'

// Long beside what scripts take (under a millisecond), short beside what people and workers notice.
const PATIENCE_MS = 200
const SLOW_SCRIPTS_KNOWN = 1000
// Slow scripts that a workflow may have while its others still go with everybody's.
const MOST_BESIDE = 3

export function createScriptLanes(settings: WorkerSettings, idleMs: number): ScriptQueue {
  const slowOnes = createRecentlyUsed<true>(SLOW_SCRIPTS_KNOWN, () => {})
  const slow = createFairQueue(
    createScriptThread({
      settings,
      idleMs,
      onDone(job, tookMs) {
        if (tookMs < PATIENCE_MS) slowOnes.delete(keyOf(job))
      },
    }),
    () => performance.now(),
  )
  const hasMany = ({ owner }: ScriptJob) => owner !== '' && slow.count(owner) >= MOST_BESIDE
  const main = createScriptThread({
    settings,
    idleMs,
    handOver: {
      afterMs: PATIENCE_MS,
      to(job) {
        slowOnes.set(keyOf(job), true)
        return slow.submit(job)
      },
      takes: hasMany,
    },
  })

  return {
    submit: (job: ScriptJob): Promise<ScriptReply> =>
      (slowOnes.get(keyOf(job)) || hasMany(job) ? slow : main).submit(job),
    async close() {
      await Promise.all([main.close(), slow.close()])
    },
  }
}

function keyOf({ kind, source }: ScriptJob): string {
  return `${kind} ${source}`
}
