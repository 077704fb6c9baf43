// Properties of the decider that hold for every definition and every order of events.

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compilePlan } from './plan.ts'
import { decide } from './decide.ts'
import type { DeciderEnv } from './effects.ts'
import type { RunEvent } from './events.ts'
import type { Run } from './run.ts'
import { toWorkflowDef } from '../model/definition-defaults.ts'
import type { WorkflowTaskInput } from '../model/definition.ts'
import { isTerminal, hasEnded } from '../model/status.ts'
import { newRun } from '../runtime/new-run.ts'
import { toExecutionRow, toRun, toTaskRow } from '../runtime/run-codec.ts'
import type { RowText } from '../runtime/run-codec.ts'
import { toWorkflow } from '../runtime/views.ts'

let names = 0
const ref = (base: string) => `${base}${++names}`

function sequenceOf(depth: number): fc.Arbitrary<WorkflowTaskInput[]> {
  return fc.array(taskOf(depth), { minLength: 1, maxLength: 3 }).map((parts) => parts.flat())
}

/** One task, or a fork with its join. Nothing that needs a script: those answer in their own time. */
function taskOf(depth: number): fc.Arbitrary<WorkflowTaskInput[]> {
  const leaf = fc
    .constantFrom('SIMPLE', 'SIMPLE', 'HUMAN', 'NOOP', 'SET_VARIABLE')
    .map((type) => [{ name: 'w', type, taskReferenceName: ref('t') }])
  if (depth === 0) return leaf
  const below = sequenceOf(depth - 1)
  const forked = fc.array(below, { minLength: 1, maxLength: 3 }).map((branches) => [
    { name: 'f', type: 'FORK_JOIN', taskReferenceName: ref('f'), forkTasks: branches },
    {
      name: 'j',
      type: 'JOIN',
      taskReferenceName: ref('j'),
      joinOn: branches.flatMap((tasks) => tasks.at(-1)?.taskReferenceName ?? []),
    },
  ])
  const chosen = fc.tuple(fc.constantFrom('a', 'b', 'c'), below, below).map(([value, a, other]) => [
    {
      name: 's',
      type: 'SWITCH',
      taskReferenceName: ref('s'),
      evaluatorType: 'value-param',
      expression: 'k',
      inputParameters: { k: value },
      decisionCases: { a, b: [] },
      defaultCase: other,
    },
  ])
  const looped = fc.tuple(fc.integer({ min: 0, max: 3 }), below).map(([turns, body]) => [
    {
      name: 'l',
      type: 'DO_WHILE',
      taskReferenceName: ref('l'),
      inputParameters: { _items: Array.from({ length: turns }, (_, n) => n) },
      loopOver: body,
    },
  ])
  return fc.oneof(leaf, forked, chosen, looped)
}

/** An environment whose ids are numbers, so that equal histories are equal. */
function environment(): DeciderEnv {
  let id = 0
  let row = 0
  return {
    newId: () => `id-${++id}`,
    newRow: () => ++row,
    random: () => 0,
    taskDefinition: () => undefined,
    latestVersion: () => undefined,
    lastPollTime: () => undefined,
    environment: () => undefined,
    cachedOutput: () => undefined,
    serverId: 'server',
  }
}

function begin(tasks: WorkflowTaskInput[], env: DeciderEnv): Run {
  const definition = toWorkflowDef({ name: 'p', tasks })
  const snapshot = { definition, hash: 'h', body: '', plan: compilePlan(definition) }
  const run = newRun({ id: 'run', row: 1, snapshot, input: {}, now: 1000 })
  decide(run, { kind: 'start' }, env, 1000, 'test')
  return run
}

function openTasks(run: Run) {
  return [...run.tasks.values()].filter(
    (record) => !isTerminal(record.status) && (record.taskType === 'w' || record.taskType === 'HUMAN'),
  )
}

function complete(taskId: string, status: 'COMPLETED' | 'FAILED' = 'COMPLETED'): RunEvent {
  const update = {
    status,
    output: { by: taskId },
    reason: undefined,
    workerId: 'w',
    callbackAfterSeconds: 0,
    subWorkflowId: undefined,
  }
  return { kind: 'update', taskId, update }
}

/** Completes open tasks in an order that the choices name, until nothing is open. */
function runToEnd(
  run: Run,
  env: DeciderEnv,
  choices: readonly number[],
  eachStep: (run: Run) => void = () => {},
): void {
  for (let step = 0; step < 500; step += 1) {
    const open = openTasks(run)
    if (hasEnded(run.status) || open.length === 0) return
    const chosen = open[(choices[step % choices.length] ?? 0) % open.length]
    if (chosen) decide(run, complete(chosen.id), env, 2000 + step, 'test')
    eachStep(run)
  }
}

const choicesOf = fc.array(fc.nat(20), { minLength: 1, maxLength: 30 })

const rowText: RowText = (_holder, _side, value) => JSON.stringify(value)

describe('the decider', () => {
  it('brings every definition to its end, whatever the order in which its tasks complete', () => {
    fc.assert(
      fc.property(sequenceOf(2), choicesOf, choicesOf, (tasks, one, other) => {
        const ends = [one, other].map((choices) => {
          const env = environment()
          const run = begin(tasks, env)
          runToEnd(run, env, choices)
          return {
            status: run.status,
            refs: [...run.tasks.values()].map((record) => `${record.ref}:${record.status}`).sort(),
          }
        })
        expect(ends[0]?.status).toBe('COMPLETED')
        expect(ends[1]).toEqual(ends[0])
      }),
      { numRuns: 150 },
    )
  })

  it('has nothing more to do when nothing has happened', () => {
    fc.assert(
      fc.property(sequenceOf(2), choicesOf, (tasks, choices) => {
        const env = environment()
        const run = begin(tasks, env)
        runToEnd(run, env, choices, () => {
          const again = decide(run, { kind: 'decide' }, env, 3000, 'test')
          expect([again.changed.size, again.effects.length, again.entries.length]).toEqual([0, 0, 0])
        })
      }),
      { numRuns: 60 },
    )
  })

  it('leaves a run that has ended as it is, whatever still comes in', () => {
    fc.assert(
      fc.property(sequenceOf(1), choicesOf, fc.boolean(), (tasks, choices, terminated) => {
        const env = environment()
        const run = begin(tasks, env)
        const [first] = openTasks(run)
        if (terminated)
          decide(run, { kind: 'terminate', reason: 'stop', startsFailureWorkflow: false }, env, 1500, 'test')
        runToEnd(run, env, choices)
        const before = JSON.stringify(toWorkflow(run, true, 9000))
        const events: RunEvent[] = [{ kind: 'decide' }, { kind: 'due' }, complete(first?.id ?? 'none', 'FAILED')]
        for (const event of events) decide(run, event, env, 9000, 'test')
        expect(JSON.stringify(toWorkflow(run, true, 9000))).toBe(before)
      }),
      { numRuns: 80 },
    )
  })

  it('counts what is not done with rightly, so that loops and workflows end when they should', () => {
    fc.assert(
      fc.property(sequenceOf(2), choicesOf, (tasks, choices) => {
        const env = environment()
        const run = begin(tasks, env)
        runToEnd(run, env, choices, () => {
          if (hasEnded(run.status)) return
          const live = [...run.tasks.values()].filter((record) => !record.executed && !record.retried)
          expect(run.live).toBe(live.length)
        })
      }),
      { numRuns: 60 },
    )
  })

  it('goes on from what was stored as it would have from memory', () => {
    fc.assert(
      fc.property(sequenceOf(2), choicesOf, fc.nat(6), (tasks, choices, stopAt) => {
        const env = environment()
        const run = begin(tasks, env)
        let steps = 0
        let current = run
        const reload = () => {
          if (steps++ !== stopAt) return
          const rows = [...current.tasks.values()].map((record) => ({
            ...toTaskRow(current, record, rowText),
            input: JSON.stringify(record.input),
          }))
          const row = toExecutionRow(current, rowText)
          const read = toRun(row, rows, current.def, current.plan, current.logCount, () => ({}))
          const stored = { ...toWorkflow(current, true, 9000), updateTime: 0 }
          expect({ ...toWorkflow(read, true, 9000), updateTime: 0 }).toEqual(stored)
          current = read
        }
        reload()
        for (let step = 0; step < 500 && openTasks(current).length > 0; step += 1) {
          const open = openTasks(current)
          const chosen = open[(choices[step % choices.length] ?? 0) % open.length]
          if (chosen) decide(current, complete(chosen.id), env, 2000 + step, 'test')
          reload()
        }
        expect(current.status).toBe('COMPLETED')
      }),
      { numRuns: 100 },
    )
  })
})
