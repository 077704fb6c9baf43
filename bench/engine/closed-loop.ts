/** Keeps a number of flows going at once, and says how many ended a second and how long one took. */

import { sleep } from './processes.ts'

export interface LoopResult {
  readonly flows: number
  /** With those of the warm-up and the end. */
  readonly allFlows: number
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

export interface LoopOptions {
  readonly atOnce: number
  readonly seconds: number
  readonly warmUpSeconds: number
  /** Starts one flow and resolves when it has ended. */
  readonly runOne: () => Promise<void>
}

export async function closedLoop({ atOnce, seconds, warmUpSeconds, runOne }: LoopOptions): Promise<LoopResult> {
  const from = performance.now() + warmUpSeconds * 1000
  const until = from + seconds * 1000
  const took: number[] = []
  let allFlows = 0
  const lane = async (): Promise<void> => {
    while (performance.now() < until) {
      const startedAt = performance.now()
      await runOne()
      const endedAt = performance.now()
      allFlows += 1
      if (endedAt >= from && endedAt <= until) took.push(endedAt - startedAt)
    }
  }
  const lanes = Promise.all(Array.from({ length: atOnce }, lane))
  // Flows that a slow server has not ended by then don't count, and nobody waits for them.
  await Promise.race([lanes, sleep(until - performance.now() + 1000)])
  lanes.catch(() => {})
  took.sort((a, b) => a - b)
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? Number.NaN
  return { flows: took.length, allFlows, perSecond: took.length / seconds, p50Ms: at(0.5), p99Ms: at(0.99) }
}
