// How many executions of a definition may run at once, by a key that their input gives. The others wait their turn.

import { resolve } from '../expressions/resolve.ts'
import { javaText } from '../expressions/java-text.ts'
import { scopeOf } from '../decider/scope.ts'
import type { Run } from '../decider/run.ts'
import { mask } from './masking.ts'

interface Group {
  readonly running: Set<string>
  /** In the order of their start. */
  readonly waiting: Set<string>
}

export class WorkflowLimits {
  private readonly groups = new Map<string, Group>()

  /** What a run is counted under; undefined when its definition sets no limit. */
  keyOf(run: Run, environment: (name: string) => string | undefined): string | undefined {
    const { rateLimitKey = '', concurrentExecLimit = 0 } = run.def.rateLimitConfig ?? {}
    if (concurrentExecLimit <= 0) return undefined
    return `${run.def.name}:${javaText(resolve(rateLimitKey, scopeOf(run, environment)))}`
  }

  /** Whether one more may run now. */
  hasRoom(run: Run): boolean {
    if (run.rateLimitKey === undefined) return true
    const limit = run.def.rateLimitConfig?.concurrentExecLimit ?? 0
    return (this.groups.get(run.rateLimitKey)?.running.size ?? 0) < limit
  }

  enter(run: Run): void {
    if (run.rateLimitKey === undefined) return
    const group = this.groupOf(run.rateLimitKey)
    group.waiting.delete(run.id)
    group.running.add(run.id)
  }

  wait(run: Run): void {
    if (run.rateLimitKey !== undefined) this.groupOf(run.rateLimitKey).waiting.add(run.id)
  }

  isWaiting(run: Run): boolean {
    return run.rateLimitKey !== undefined && this.groups.get(run.rateLimitKey)?.waiting.has(run.id) === true
  }

  /** It has ended, or is gone: the id of the one whose turn it is now. */
  leave(run: Run): string | undefined {
    const group = run.rateLimitKey === undefined ? undefined : this.groups.get(run.rateLimitKey)
    if (!group || run.rateLimitKey === undefined) return undefined
    group.waiting.delete(run.id)
    if (!group.running.delete(run.id)) return undefined
    const [next] = group.waiting
    if (next === undefined && group.running.size === 0) this.groups.delete(run.rateLimitKey)
    return next
  }

  private groupOf(key: string): Group {
    const known = this.groups.get(key)
    if (known) return known
    const group: Group = { running: new Set(), waiting: new Set() }
    this.groups.set(key, group)
    return group
  }
}

/** What a run is counted under, without the name of its definition before it, and without what that hides. */
export function shownLimitKey(run: Run): string {
  const { rateLimitKey = '', def } = run
  const key = rateLimitKey.slice(def.name.length + 1)
  const parameters = { key: def.rateLimitConfig?.rateLimitKey ?? '' }
  return javaText(mask({ key }, def.maskedFields, { parameters, scope: scopeOf(run, () => undefined) })['key'])
}
