/** Hints for open consoles: something changed, read it again. Never data. */
import type { LiveEvent } from '@gatehouse/kyc/wire'

export interface EventHub {
  publish(event: LiveEvent): void
  /** The answer unsubscribes. */
  subscribe(listener: (event: LiveEvent, id: number) => void): () => void
}

export function createEventHub(): EventHub {
  const listeners = new Set<(event: LiveEvent, id: number) => void>()
  let lastId = 0
  return {
    publish(event) {
      lastId += 1
      for (const listener of listeners) listener(event, lastId)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
