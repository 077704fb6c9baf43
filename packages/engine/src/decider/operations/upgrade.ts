// Upgrade: a running execution goes on by another version of its definition. Tasks are matched by their references; what
// the new version has before the point that was reached is marked as skipped.

import type { JsonMap } from '../../model/json.ts'
import { isTerminal } from '../../model/status.ts'
import type { Snapshot } from '../events.ts'
import { compilePlan } from '../plan.ts'
import type { Plan, PlanNode } from '../plan.ts'
import type { Run, TaskRecord } from '../run.ts'
import { suffixOf, tasksInOrder } from '../run.ts'
import { addDynamicNodes, indexRun } from '../run-index.ts'
import { dropRecord, setWorkflowStatus, touch } from '../step.ts'
import type { Step } from '../step.ts'
import type { Refusal } from './restart.ts'
import { skipAt } from './skip.ts'

/** Why the run cannot go on by that definition; undefined when it can. */
export function upgradeRefusal(run: Run, plan: Plan): Refusal | undefined {
  if (run.status !== 'RUNNING' && run.status !== 'PAUSED') {
    return {
      code: 'CONFLICT',
      message: `Workflow ${run.id} is ${run.status}: only a running workflow can be upgraded.`,
    }
  }
  for (const record of run.tasks.values()) {
    if (isTerminal(record.status) && (record.executed || record.retried)) continue
    if (isDynamic(run, record) || counterpart(plan, record.node)) continue
    const message = `Task ${record.ref} is open, and the new version has no such task in the same place.`
    return { code: 'CONFLICT', message }
  }
  return undefined
}

export function upgrade(step: Step, snapshot: Snapshot, outputs: Outputs, input: JsonMap | undefined): void {
  const { run } = step
  const plan = compilePlan(snapshot.definition)
  const made = new Set(tasksInOrder(run).filter((record) => isDynamic(run, record)))
  run.dynamicNodes = new Map()
  for (const record of tasksInOrder(run)) {
    if (!made.has(record)) moveOrDrop(step, record, counterpart(plan, record.node))
    if (record.taskType === 'FORK') addDynamicNodes(run, record.node, record.input.forkedTaskDefs)
  }
  for (const record of made) moveOrDrop(step, record, run.dynamicNodes.get(record.node.ref))
  run.def = snapshot.definition
  run.defHash = snapshot.hash
  run.plan = plan
  if (input !== undefined) run.input = input
  indexRun(run)
  skipWhatIsBehind(step, outputs)
  setWorkflowStatus(step, run.status, 'upgrade')
}

/** The event log keeps what was done by tasks that the new version does not know. */
function moveOrDrop(step: Step, record: TaskRecord, node: PlanNode | undefined): void {
  if (!node) {
    dropRecord(step, record)
    return
  }
  // A DYNAMIC task keeps what it has chosen.
  if (record.task === record.node.task) {
    record.task = node.task
    record.definition = node.task.taskDefinition ?? record.definition
  }
  record.node = node
  touch(step, record)
}

/** Everything before a task that was reached, in its sequence, counts as passed. It stands before that task. */
function skipWhatIsBehind(step: Step, outputs: Outputs): void {
  const { run } = step
  const before = new Map([...run.plan.nodes.values()].flatMap((node) => (node.next ? [[node.next, node]] : [])))
  // Tasks that were skipped by name may lie far ahead.
  const reached = tasksInOrder(run).filter(({ seq }) => seq > 0)
  const inOrder = asScheduled(reached.map((record) => [...skipBefore(step, record, before, outputs), record]))
  for (const [index, record] of inOrder.entries()) {
    record.seq = index + 1
    touch(step, record)
  }
  indexRun(run)
}

/**
 * The order in which a run of the new version would have made them: a fork makes the first task of each branch and its
 * JOIN at once, so what follows a first task that was skipped comes after those.
 */
function asScheduled(passages: readonly (readonly TaskRecord[])[]): TaskRecord[] {
  const made: TaskRecord[] = []
  const later = new Map<string, TaskRecord[]>()
  for (const [first, ...rest] of passages) {
    if (!first) continue
    made.push(first)
    const suffix = suffixOf(first.loop, first.turn)
    const { node } = first
    const join = node.parent?.branches.forks.includes(node) ? node.parent.next : undefined
    if (join) later.set(join.ref + suffix, [...(later.get(join.ref + suffix) ?? []), ...rest])
    else made.push(...rest)
    made.push(...(later.get(first.ref) ?? []))
    later.delete(first.ref)
  }
  return [...made, ...[...later.values()].flat()]
}

type Outputs = Readonly<Record<string, JsonMap>>

function skipBefore(
  step: Step,
  { node, loop, turn }: TaskRecord,
  before: ReadonlyMap<PlanNode, PlanNode>,
  outputs: Outputs,
): TaskRecord[] {
  const skipped: TaskRecord[] = []
  const suffix = suffixOf(loop, turn)
  for (let behind = before.get(node); behind; behind = before.get(behind)) {
    const ref = behind.ref + suffix
    if (step.run.newest.has(ref)) break
    skipped.push(skipAt(step, { node: behind, loop, turn }, {}, outputs[ref] ?? outputs[behind.ref] ?? {}))
  }
  return skipped.toReversed()
}

/** The task of the new version with the same reference and type, inside the same tasks. */
function counterpart(plan: Plan, node: PlanNode): PlanNode | undefined {
  const found = plan.nodes.get(node.ref)
  return found && isAlike(found, node) ? found : undefined
}

function isAlike(a: PlanNode | undefined, b: PlanNode | undefined): boolean {
  if (!a || !b) return a === b
  return a.ref === b.ref && a.task.type === b.task.type && isAlike(a.parent, b.parent)
}

function isDynamic(run: Run, record: TaskRecord): boolean {
  return run.dynamicNodes.has(record.node.ref)
}
