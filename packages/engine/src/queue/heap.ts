// A binary heap: the least entry first, by an order given once.

export class Heap<T> {
  private readonly entries: T[] = []
  private readonly isBefore: (a: T, b: T) => boolean

  constructor(isBefore: (a: T, b: T) => boolean) {
    this.isBefore = isBefore
  }

  get size(): number {
    return this.entries.length
  }

  peek(): T | undefined {
    return this.entries[0]
  }

  push(entry: T): void {
    const { entries } = this
    let at = entries.length
    entries.push(entry)
    while (at > 0) {
      const up = (at - 1) >> 1
      const parent = entries[up]
      if (parent === undefined || !this.isBefore(entry, parent)) break
      entries[at] = parent
      at = up
    }
    entries[at] = entry
  }

  pop(): T | undefined {
    const { entries } = this
    const first = entries[0]
    const last = entries.pop()
    if (last !== undefined && entries.length > 0) this.sink(last)
    return first
  }

  private sink(entry: T): void {
    const { entries } = this
    let at = 0
    for (;;) {
      const down = this.lesserChild(at)
      const child = entries[down]
      if (child === undefined || !this.isBefore(child, entry)) break
      entries[at] = child
      at = down
    }
    entries[at] = entry
  }

  private lesserChild(at: number): number {
    const left = 2 * at + 1
    const a = this.entries[left]
    const b = this.entries[left + 1]
    return a !== undefined && b !== undefined && this.isBefore(b, a) ? left + 1 : left
  }
}
