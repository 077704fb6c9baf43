// One alarm for everything that has to be looked at later. Each key has one time; setting it anew replaces it. What a key is
// about (of which execution a task is, say) can go with it.

import { Heap } from '../queue/heap.ts'
import type { Clock } from '../ports.ts'

interface Entry<K, About> {
  readonly key: K
  readonly about: About
  readonly at: number
}

const leftoversAllowed = 1000
/** Later than this is late. */
const graceMs = 1000

function isEarlier(a: { readonly at: number }, b: { readonly at: number }): boolean {
  return a.at < b.at
}

export class Timers<K, About = void> {
  private readonly clock: Clock
  private readonly onDue: (key: K, about: About) => void
  private heap = new Heap<Entry<K, About>>(isEarlier)
  /** The entry that counts for each key; others in the heap are leftovers. */
  private readonly current = new Map<K, Entry<K, About>>()
  private cancelAlarm: (() => void) | undefined
  private alarmAt = Infinity

  constructor(clock: Clock, onDue: (key: K, about: About) => void) {
    this.clock = clock
    this.onDue = onDue
  }

  /** `undefined` clears. */
  set(key: K, at: number | undefined, about: About): void {
    const known = this.current.get(key)
    if (known?.at === at) return
    if (at === undefined) {
      this.current.delete(key)
      return
    }
    const entry = { key, at, about }
    this.current.set(key, entry)
    this.heap.push(entry)
    if (this.heap.size > leftoversAllowed + 2 * this.current.size) this.compact()
    if (at < this.alarmAt) this.arm()
  }

  /** When the key is due; undefined when it is not set. */
  get(key: K): number | undefined {
    return this.current.get(key)?.at
  }

  /** How many are set, and how many of them ought to have been told of a second ago; since when the oldest has. */
  lateness(now: number): { set: number; overdue: number; oldestAt: number | undefined } {
    let overdue = 0
    let oldestAt: number | undefined
    for (const { at } of this.current.values()) {
      if (at > now - graceMs) continue
      overdue += 1
      oldestAt = Math.min(at, oldestAt ?? at)
    }
    return { set: this.current.size, overdue, oldestAt }
  }

  stop(): void {
    this.cancelAlarm?.()
    this.cancelAlarm = undefined
    this.alarmAt = -Infinity
  }

  /** Leftovers of limits an hour away would otherwise pile up for an hour. */
  private compact(): void {
    this.heap = new Heap<Entry<K, About>>(isEarlier)
    for (const entry of this.current.values()) this.heap.push(entry)
  }

  private arm(): void {
    this.cancelAlarm?.()
    this.cancelAlarm = undefined
    this.dropLeftovers()
    const next = this.heap.peek()
    this.alarmAt = next?.at ?? Infinity
    if (next) this.cancelAlarm = this.clock.setAlarm(next.at, () => this.fire())
  }

  private dropLeftovers(): void {
    for (let next = this.heap.peek(); next && this.current.get(next.key) !== next; next = this.heap.peek()) {
      this.heap.pop()
    }
  }

  private fire(): void {
    const now = this.clock.now()
    // While it fires nothing arms: what is set meanwhile is seen by the loop or armed behind it.
    this.alarmAt = -Infinity
    for (let next = this.heap.peek(); next && next.at <= now; next = this.heap.peek()) {
      this.heap.pop()
      if (this.current.get(next.key) !== next) continue
      this.current.delete(next.key)
      this.onDue(next.key, next.about)
    }
    this.arm()
  }
}
