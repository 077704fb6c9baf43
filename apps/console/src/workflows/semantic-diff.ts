/** What changed between two versions, task by task, by reference name. Pure. */
import type { WorkflowDef, WorkflowTask } from '../api/conductor.ts'
import { formatJson } from '../api/json.ts'
import { allTasks } from '../executions/definition-of.ts'

export interface TaskChange {
  readonly kind: 'added' | 'removed' | 'changed'
  readonly ref: string
  /** Names of the fields that differ, for a changed task. */
  readonly fields: readonly string[]
}

// Branches hold tasks that are compared on their own.
const branches = new Set(['decisionCases', 'defaultCase', 'forkTasks', 'loopOver'])

export function semanticDiff(from: WorkflowDef, to: WorkflowDef): readonly TaskChange[] {
  const before = byRef(from)
  const after = byRef(to)
  const removed = [...before.keys()]
    .filter((ref) => !after.has(ref))
    .map((ref): TaskChange => ({ kind: 'removed', ref, fields: [] }))
  const rest = [...after].flatMap(([ref, task]): readonly TaskChange[] => {
    const old = before.get(ref)
    if (old === undefined) return [{ kind: 'added', ref, fields: [] }]
    const fields = changedFields(old, task)
    return fields.length === 0 ? [] : [{ kind: 'changed', ref, fields }]
  })
  return [...removed, ...rest]
}

const byRef = (definition: WorkflowDef): ReadonlyMap<string, WorkflowTask> =>
  new Map([...allTasks(definition.tasks)].map((task) => [task.taskReferenceName, task]))

function changedFields(a: WorkflowTask, b: WorkflowTask): readonly string[] {
  const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))]
  const names = new Set([...left.keys(), ...right.keys()])
  return [...names].filter((name) => !branches.has(name) && text(left.get(name)) !== text(right.get(name)))
}

/** Key order says nothing: `{a, b}` and `{b, a}` are the same input. */
function text(value: unknown): string {
  return formatJson(sorted(value), 0)
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value ?? null
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([key, item]) => [key, sorted(item)]),
  )
}
