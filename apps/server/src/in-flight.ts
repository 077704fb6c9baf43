/** Counts what is under way, so that a stop can let it end. */
export interface InFlight {
  track<Args extends readonly unknown[], T>(work: (...args: Args) => Promise<T>): (...args: Args) => Promise<T>
  /** Resolves once nothing was under way for a moment, or after the limit. */
  settled(limitMs: number): Promise<void>
}

/** Between a handler's end and the call that reports it lie a few turns of the event loop. */
const quietMs = 50

export function createInFlight(): InFlight {
  let running = 0
  let lastEndAt = 0
  return {
    track:
      (work) =>
      async (...args) => {
        running += 1
        try {
          return await work(...args)
        } finally {
          running -= 1
          lastEndAt = performance.now()
        }
      },
    async settled(limitMs) {
      const endsAt = performance.now() + limitMs
      while (performance.now() < endsAt && (running > 0 || performance.now() - lastEndAt < quietMs)) {
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    },
  }
}
