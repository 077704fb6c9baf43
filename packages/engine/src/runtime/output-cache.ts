// Outputs that may be used again for a while. They live in memory: after a restart everything is run once more.

import type { JsonMap } from '../model/json.ts'

interface Kept {
  readonly output: JsonMap
  /** Epoch ms. */
  readonly until: number
}

export class OutputCache {
  private readonly kept = new Map<string, Kept>()
  private readonly most: number

  constructor(most = 10_000) {
    this.most = most
  }

  get(key: string, now: number): JsonMap | undefined {
    const found = this.kept.get(key)
    if (!found) return undefined
    if (found.until > now) return found.output
    this.kept.delete(key)
    return undefined
  }

  put(key: string, output: JsonMap, until: number): void {
    this.kept.delete(key)
    this.kept.set(key, { output, until })
    // The oldest goes first.
    for (const [oldest] of this.kept) {
      if (this.kept.size <= this.most) return
      this.kept.delete(oldest)
    }
  }
}
