// A histogram of durations, cheap enough for every commit.

/** Milliseconds; what is above the last goes into a bucket of its own. */
const bounds = [1, 2, 5, 10, 25, 50, 100, 250, 1000, 5000] as const

export interface LatencySnapshot {
  readonly count: number
  readonly sumMs: number
  /** How many took so many milliseconds at most, each with those before it. */
  readonly buckets: readonly { readonly leMs: number; readonly count: number }[]
  /** Those that could not be done at all. */
  readonly failed: number
}

export class Latency {
  private readonly counts: number[] = [...bounds, 0].map(() => 0)
  private sumMs = 0
  private failures = 0

  add(ms: number): void {
    this.sumMs += ms
    const at = bounds.findIndex((bound) => ms <= bound)
    const bucket = at < 0 ? bounds.length : at
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1
  }

  fail(): void {
    this.failures += 1
  }

  snapshot(): LatencySnapshot {
    let count = 0
    const buckets = bounds.map((leMs, at) => ({ leMs, count: (count += this.counts[at] ?? 0) }))
    return { count: count + (this.counts[bounds.length] ?? 0), sumMs: this.sumMs, buckets, failed: this.failures }
  }
}
