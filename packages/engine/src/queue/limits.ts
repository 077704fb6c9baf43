// How many tasks of a definition may be with workers at once, and how many may start in a span of time.

import type { TaskDef } from '../model/definition.ts'

export class Limits {
  /** Tasks in progress by definition name. */
  private readonly running = new Map<string, Set<string>>()
  /** Start times within the window, by definition name. */
  private readonly starts = new Map<string, number[]>()

  /** Whether one more may start now; if not, when to look again (undefined: when a slot becomes free). */
  admits(definition: TaskDef | undefined, now: number): { readonly ok: boolean; readonly againAt?: number } {
    if (!definition) return { ok: true }
    const limit = definition.concurrentExecLimit ?? 0
    if (limit > 0 && (this.running.get(definition.name)?.size ?? 0) >= limit) return { ok: false }
    const most = definition.rateLimitPerFrequency
    if (most <= 0) return { ok: true }
    const windowMs = definition.rateLimitFrequencyInSeconds * 1000
    const recent = (this.starts.get(definition.name) ?? []).filter((at) => at > now - windowMs)
    this.starts.set(definition.name, recent)
    const [oldest] = recent
    return recent.length < most || oldest === undefined ? { ok: true } : { ok: false, againAt: oldest + windowMs }
  }

  started(definition: TaskDef | undefined, taskId: string, now: number): void {
    if (!definition) return
    if ((definition.concurrentExecLimit ?? 0) > 0) this.hold(definition.name, taskId)
    if (definition.rateLimitPerFrequency <= 0) return
    const starts = this.starts.get(definition.name)
    if (starts) starts.push(now)
    else this.starts.set(definition.name, [now])
  }

  /** Counts a task that is in progress already. */
  hold(name: string, taskId: string): void {
    const tasks = this.running.get(name)
    if (tasks) tasks.add(taskId)
    else this.running.set(name, new Set([taskId]))
  }

  /** True when a slot of that definition has become free. */
  release(name: string, taskId: string): boolean {
    return this.running.get(name)?.delete(taskId) ?? false
  }
}
