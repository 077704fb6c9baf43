// The system's clock, and one for tests that stands still until it is moved.

import { Heap } from '../queue/heap.ts'
import type { Clock } from '../ports.ts'

// Timeouts count the time that the process was awake, alarms are for times of the day: after a sleep of the machine or a
// jump of its clock they differ. No alarm is later than this after such a jump.
const longestTimeoutMs = 30_000

export const systemClock: Clock = {
  now: () => Date.now(),
  setAlarm(at, callback) {
    let timer: NodeJS.Timeout
    const arm = () => {
      const left = Math.max(0, at - Date.now())
      timer = left > longestTimeoutMs ? setTimeout(arm, longestTimeoutMs) : setTimeout(callback, left)
      timer.unref()
    }
    arm()
    return () => clearTimeout(timer)
  },
}

export interface VirtualClock extends Clock {
  /** Moves on, calling back every alarm on the way at its own time, with room for what follows from each. */
  advance(ms: number): Promise<void>
}

interface Alarm {
  readonly at: number
  readonly order: number
  callback: (() => void) | undefined
}

export function createVirtualClock(startAt = 1_790_000_000_000): VirtualClock {
  let now = startAt
  let order = 0
  const alarms = new Heap<Alarm>((a, b) => a.at < b.at || (a.at === b.at && a.order < b.order))
  return {
    now: () => now,
    setAlarm(at, callback) {
      const alarm: Alarm = { at, order: order++, callback }
      alarms.push(alarm)
      return () => {
        alarm.callback = undefined
      }
    },
    async advance(ms) {
      const until = now + ms
      for (;;) {
        await settled()
        const next = alarms.peek()
        if (!next || next.at > until) break
        alarms.pop()
        now = Math.max(now, next.at)
        next.callback?.()
      }
      now = until
      await settled()
    },
  }
}

/** Lets promises and the commits that wait for the end of an event-loop turn run. */
async function settled(): Promise<void> {
  for (let turns = 0; turns < 4; turns += 1) await new Promise((resolve) => setImmediate(resolve))
}
