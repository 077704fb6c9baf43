/**
 * Hands scripts to a thread one at a time, so that each owner gets its share of the thread's time: next is who has had the
 * least of it. Who comes, or comes back, has had as much as whoever went last: waiting saves nothing up.
 */
import { createRecentlyUsed } from './recently-used.ts'
import type { ScriptJob, ScriptQueue, ScriptReply } from './script-protocol.ts'

interface Owner {
  readonly waiting: { readonly job: ScriptJob; readonly settle: (reply: ScriptReply) => void }[]
  hadMs: number
}

export interface FairQueue extends ScriptQueue {
  /** Scripts of that owner that wait or run. */
  count(owner: string): number
}

const ownersRemembered = 1000

/** `nowMs`: of a clock that only goes on. */
export function createFairQueue(thread: ScriptQueue, nowMs: () => number): FairQueue {
  /** Those with scripts that wait. */
  const present = new Map<string, Owner>()
  const known = createRecentlyUsed<Owner>(ownersRemembered, () => {})
  const counts = new Map<string, number>()
  let isBusy = false
  /** What the one who went last had had then. */
  let levelMs = 0

  function add(owner: string, by: 1 | -1): void {
    const count = (counts.get(owner) ?? 0) + by
    if (count === 0) counts.delete(owner)
    else counts.set(owner, count)
  }

  function next(): void {
    const [first, ...rest] = present
    if (isBusy || first === undefined) return
    const [name, owner] = rest.reduce((least, each) => (each[1].hadMs < least[1].hadMs ? each : least), first)
    const one = owner.waiting.shift()
    if (owner.waiting.length === 0) present.delete(name)
    if (one === undefined) return
    isBusy = true
    levelMs = owner.hadMs
    const since = nowMs()
    void thread.submit(one.job).then((reply) => {
      owner.hadMs += nowMs() - since
      add(name, -1)
      isBusy = false
      next()
      one.settle(reply)
    })
  }

  return {
    submit(job) {
      const owner = known.get(job.owner) ?? { waiting: [], hadMs: 0 }
      known.set(job.owner, owner)
      if (owner.waiting.length === 0) owner.hadMs = Math.max(owner.hadMs, levelMs)
      return new Promise((settle) => {
        owner.waiting.push({ job, settle })
        present.set(job.owner, owner)
        add(job.owner, 1)
        next()
      })
    },
    count: (owner) => counts.get(owner) ?? 0,
    /** What waits is refused by the closed thread, one after the other. */
    close: () => thread.close(),
  }
}
