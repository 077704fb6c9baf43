/** Counts attempts by key in a rolling window, in memory: a restart forgives. */
export interface RateLimit {
  /** Counts one attempt; the seconds to wait when there were too many, else 0. */
  take(key: string): number
  /** Seconds to wait, without counting. */
  wait(key: string): number
  forgive(key: string): void
  /** As if the last attempt had not been made. */
  giveBack(key: string): void
}

/** Keys kept at once; beyond it the oldest windows go first, so that a flood of keys cannot fill the memory. */
const maxKeys = 50_000

export function createRateLimit(options: {
  readonly max: number
  readonly windowMs: number
  readonly now: () => number
}): RateLimit {
  const windows = new Map<string, { startedAt: number; count: number }>()
  const current = (key: string) => {
    const found = windows.get(key)
    if (found !== undefined && options.now() - found.startedAt < options.windowMs) return found
    windows.delete(key)
    return undefined
  }
  const secondsLeft = (startedAt: number) =>
    Math.max(1, Math.ceil((startedAt + options.windowMs - options.now()) / 1000))
  return {
    take(key) {
      const found = current(key)
      if (found === undefined) {
        if (windows.size >= maxKeys) windows.delete(windows.keys().next().value ?? '')
        windows.set(key, { startedAt: options.now(), count: 1 })
        return 0
      }
      found.count += 1
      return found.count > options.max ? secondsLeft(found.startedAt) : 0
    },
    wait(key) {
      const found = current(key)
      return found !== undefined && found.count >= options.max ? secondsLeft(found.startedAt) : 0
    },
    giveBack(key) {
      const found = current(key)
      if (found !== undefined && found.count > 0) found.count -= 1
    },
    forgive(key) {
      windows.delete(key)
    },
  }
}
