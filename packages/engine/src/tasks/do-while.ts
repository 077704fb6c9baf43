// DO_WHILE: runs its body, then asks whether to run it again. A turn costs the same however many went before it.

import { resolve } from '../expressions/resolve.ts'
import { inputFor, resolveInput } from '../decider/records.ts'
import type { PlanNode } from '../decider/plan.ts'
import type { TaskRecord } from '../decider/run.ts'
import { scopeOf } from '../decider/scope.ts'
import { scheduleNode } from '../decider/schedule.ts'
import { dropRecord, setStatus, touch } from '../decider/step.ts'
import type { Step } from '../decider/step.ts'
import type { JsonMap } from '../model/json.ts'
import { isTrue, runScript } from './scripts.ts'
import { trimToUse } from './script-input.ts'
import type { TaskKind } from './task-kind.ts'

export const doWhile: TaskKind = {
  initialStatus: 'IN_PROGRESS',
  retried: false,
  responseTimeout: false,
  start(step, record) {
    beginTurn(step, record, 1)
  },
  hydrate: (_run, record) => rebuildLoopOutput(record),
  recover(step, record) {
    rebuildLoopOutput(record)
    if (!record.turns) beginTurn(step, record, 1)
    else if (record.live === 0) turnOver(step, record)
  },
  turnOver,
  answer(step, record, answer) {
    if (answer.kind !== 'script') return
    if (!answer.outcome.ok) {
      const reason = `Unable to evaluate condition ${record.task.loopCondition}, exception ${answer.outcome.error}`
      setStatus(step, record, 'FAILED_WITH_TERMINAL_ERROR', reason)
    } else if (isTrue(answer.outcome.value)) beginTurn(step, record, record.iteration + 1)
    else endLoop(step, record)
  },
}

function turnOver(step: Step, record: TaskRecord): void {
  if (record.awaiting === 'script') return
  record.output[String(record.iteration)] = outputsOfTurn(record, record.iteration)
  forgetOldTurns(step, record)
  touch(step, record)
  const items = itemsOf(step, record)
  if (items && record.iteration >= items.length) endLoop(step, record)
  else if (record.task.loopCondition) askCondition(step, record, record.task.loopCondition)
  else if (items) beginTurn(step, record, record.iteration + 1)
  else endLoop(step, record)
}

function beginTurn(step: Step, record: TaskRecord, turn: number): void {
  const items = itemsOf(step, record)
  if (items && items.length === 0) {
    record.iteration = 0
    record.output = { iteration: 0 }
    setStatus(step, record, 'COMPLETED')
    return
  }
  record.iteration = turn
  record.output.iteration = turn
  if (items) {
    record.output.loopIndex = turn - 1
    record.output.loopItem = items[turn - 1] ?? null
  }
  touch(step, record)
  const first = record.node.branches.body
  if (first) scheduleNode(step, { node: first, loop: record, turn })
  else endLoop(step, record)
}

function endLoop(step: Step, record: TaskRecord): void {
  setStatus(step, record, 'COMPLETED')
}

/** Of the tasks that the definition names: what a dynamic fork makes up is in the output of its JOIN. */
function outputsOfTurn(record: TaskRecord, turn: number): JsonMap {
  const outputs: JsonMap = {}
  // Later attempts come later and stand in for earlier ones.
  for (const { node, output } of record.turns?.get(turn) ?? []) if (!isMadeUp(node)) outputs[node.ref] = output
  return outputs
}

function isMadeUp({ parent }: PlanNode): boolean {
  return parent !== undefined && (parent.task.type === 'FORK_JOIN_DYNAMIC' || isMadeUp(parent))
}

/** The output of a running loop from its records; it is stored only when the loop ends. */
function rebuildLoopOutput(record: TaskRecord): void {
  for (const turn of record.turns?.keys() ?? []) {
    if (turn < record.iteration) record.output[String(turn)] = outputsOfTurn(record, turn)
  }
}

function askCondition(step: Step, record: TaskRecord, condition: string): void {
  const input = trimToUse(condition, record.node.ref, {
    ...inputFor(step, record),
    ...outputsOfTurn(record, record.iteration),
    ...('loopIndex' in record.output ? { loopIndex: record.output.loopIndex, loopItem: record.output.loopItem } : {}),
    [record.node.ref]: record.output,
  })
  runScript(step, record, 'javascript', condition, input, 'condition')
}

/** The list of list mode, or undefined outside it. A scalar counts as a list of one, null as an empty one. */
function itemsOf(step: Step, record: TaskRecord): unknown[] | undefined {
  const { items } = record.task
  const listed = items
    ? resolve(items, scopeOf(step.run, step.env.environment, record.id))
    : '_items' in record.task.inputParameters
      ? resolveInput(step.run, step.env.environment, { _items: record.task.inputParameters._items }, undefined)._items
      : undefined
  if (listed === undefined) return undefined
  if (listed === null) return []
  return Array.isArray(listed) ? listed : [listed]
}

/** Drops records and outputs of turns that `keepLastN` no longer covers. */
function forgetOldTurns(step: Step, record: TaskRecord): void {
  const keep = Number(record.input.keepLastN ?? 0)
  if (!Number.isInteger(keep) || keep < 1) return
  for (const turn of record.turns?.keys() ?? []) {
    if (turn > record.iteration - keep) continue
    dropTurn(step, record, turn)
    delete record.output[String(turn)]
  }
}

function dropTurn(step: Step, record: TaskRecord, turn: number): void {
  for (const body of record.turns?.get(turn) ?? []) {
    for (const inner of body.turns?.keys() ?? []) dropTurn(step, body, inner)
    dropRecord(step, body)
  }
  record.turns?.delete(turn)
}
