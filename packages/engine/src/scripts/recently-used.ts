/** A map that holds so many entries and lets go of the one unused for longest. */

export interface RecentlyUsed<T> {
  get(key: string): T | undefined
  set(key: string, value: T): void
  delete(key: string): void
  clear(): void
}

export function createRecentlyUsed<T>(capacity: number, onRemoved: (value: T) => void): RecentlyUsed<T> {
  // A Map iterates in insertion order, and every use inserts again: the first entry is the least recently used one.
  const entries = new Map<string, T>()

  function remove(key: string): void {
    const value = entries.get(key)
    if (value === undefined) return
    entries.delete(key)
    onRemoved(value)
  }

  return {
    get(key) {
      const value = entries.get(key)
      if (value === undefined) return undefined
      entries.delete(key)
      entries.set(key, value)
      return value
    },
    set(key, value) {
      entries.set(key, value)
      const oldest = entries.keys().next()
      if (entries.size > capacity && !oldest.done) remove(oldest.value)
    },
    delete: remove,
    clear() {
      for (const key of entries.keys()) remove(key)
    },
  }
}
