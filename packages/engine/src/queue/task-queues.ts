// The queues that workers poll. Higher priority first, then the time a task became due, then the order of arrival.
// They are derived from the tasks and never stored.

import { Heap } from './heap.ts'

export interface QueueEntry {
  readonly taskId: string
  readonly workflowId: string
  /** `type`, or `domain:type`. */
  readonly queue: string
  readonly priority: number
  /** Epoch ms. */
  readonly dueAt: number
}

interface Held extends QueueEntry {
  readonly order: number
  /** `out`: handed to a worker. `gone`: a leftover in a heap. */
  state: 'waiting' | 'ready' | 'out' | 'gone'
}

interface Queue {
  readonly ready: Heap<Held>
  readonly waiting: Heap<Held>
  /** Due and delayed, without those handed out. */
  size: number
  out: number
}

export function queueName(taskType: string, domain?: string): string {
  return domain ? `${domain}:${taskType}` : taskType
}

export class TaskQueues {
  private readonly queues = new Map<string, Queue>()
  private readonly entries = new Map<string, Held>()
  private order = 0

  /** Puts a task into its queue, or moves it when it is there with another time. */
  put(entry: QueueEntry, now: number): void {
    this.remove(entry.taskId)
    const queue = this.queueOf(entry.queue)
    const held: Held = { ...entry, order: this.order++, state: entry.dueAt <= now ? 'ready' : 'waiting' }
    this.entries.set(entry.taskId, held)
    queue.size += 1
    if (held.state === 'ready') queue.ready.push(held)
    else queue.waiting.push(held)
  }

  /** Whether the task waits there, due at that time. */
  holds(taskId: string, dueAt: number): boolean {
    const held = this.entries.get(taskId)
    return held !== undefined && held.state !== 'out' && held.dueAt === dueAt
  }

  has(taskId: string): boolean {
    const held = this.entries.get(taskId)
    return held !== undefined && held.state !== 'out'
  }

  /** Notes that a task read back from the store is with a worker. */
  putOut(entry: QueueEntry): void {
    this.remove(entry.taskId)
    this.entries.set(entry.taskId, { ...entry, order: this.order++, state: 'out' })
    this.queueOf(entry.queue).out += 1
  }

  remove(taskId: string): void {
    const held = this.entries.get(taskId)
    if (!held) return
    this.entries.delete(taskId)
    const queue = this.queueOf(held.queue)
    if (held.state === 'out') queue.out -= 1
    else queue.size -= 1
    held.state = 'gone'
    // Domains come and go, each test of a workflow has its own; a queue without one is worth showing when it is empty.
    if (queue.size === 0 && queue.out === 0 && held.queue.includes(':')) this.queues.delete(held.queue)
  }

  /**
   * Takes up to `count` due tasks. `admit` may refuse one for now: it stays where it is and is passed over.
   * What is taken counts as handed out until it is put back or removed.
   */
  take(name: string, count: number, now: number, admit: (entry: QueueEntry) => boolean): QueueEntry[] {
    const queue = this.queues.get(name)
    if (!queue) return []
    this.ripen(queue, now)
    const taken: Held[] = []
    const passed: Held[] = []
    while (taken.length < count && passed.length < maxPassedOver) {
      const held = queue.ready.pop()
      if (!held) break
      if (held.state !== 'ready') continue
      if (admit(held)) {
        held.state = 'out'
        queue.size -= 1
        queue.out += 1
        taken.push(held)
      } else passed.push(held)
    }
    for (const held of passed) queue.ready.push(held)
    return taken
  }

  /** Due tasks exist. */
  isReady(name: string, now: number): boolean {
    const queue = this.queues.get(name)
    if (!queue) return false
    this.ripen(queue, now)
    while (queue.ready.peek()?.state === 'gone') queue.ready.pop()
    return queue.ready.size > 0
  }

  /** When the next delayed task of the queue becomes due; undefined when there is none. */
  nextDueAt(name: string): number | undefined {
    const waiting = this.queues.get(name)?.waiting
    while (waiting?.peek()?.state === 'gone') waiting.pop()
    return waiting?.peek()?.dueAt
  }

  size(name: string): number {
    return this.queues.get(name)?.size ?? 0
  }

  names(): string[] {
    return [...this.queues.keys()].sort()
  }

  depth(name: string): { readonly size: number; readonly unacked: number } {
    const queue = this.queues.get(name)
    return { size: queue?.size ?? 0, unacked: queue?.out ?? 0 }
  }

  /** Every queue, and since when the oldest of its due tasks has been waiting. Looks at each task: for now and then. */
  waitingSince(now: number): { queue: string; size: number; unacked: number; oldestDueAt: number | undefined }[] {
    const oldest = new Map<string, number>()
    for (const { queue, dueAt, state } of this.entries.values()) {
      if (state === 'out' || dueAt > now) continue
      oldest.set(queue, Math.min(dueAt, oldest.get(queue) ?? dueAt))
    }
    return this.names().map((queue) => ({ queue, ...this.depth(queue), oldestDueAt: oldest.get(queue) }))
  }

  private queueOf(name: string): Queue {
    const known = this.queues.get(name)
    if (known) return known
    const queue: Queue = {
      ready: new Heap<Held>(isServedBefore),
      waiting: new Heap<Held>((a, b) => a.dueAt < b.dueAt || (a.dueAt === b.dueAt && a.order < b.order)),
      size: 0,
      out: 0,
    }
    this.queues.set(name, queue)
    return queue
  }

  private ripen(queue: Queue, now: number): void {
    for (let next = queue.waiting.peek(); next && (next.dueAt <= now || next.state === 'gone'); ) {
      queue.waiting.pop()
      if (next.state === 'waiting') {
        next.state = 'ready'
        queue.ready.push(next)
      }
      next = queue.waiting.peek()
    }
  }
}

// A queue holds the tasks of one name, so a limit on that name refuses all of them alike; looking further is only for
// queues whose tasks have several definitions.
const maxPassedOver = 32

function isServedBefore(a: Held, b: Held): boolean {
  if (a.priority !== b.priority) return a.priority > b.priority
  return a.dueAt === b.dueAt ? a.order < b.order : a.dueAt < b.dueAt
}
