import { array, assert, constant, constantFrom, nat, oneof, option, property, record, string, tuple } from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EventLogEntry, TaskTransition } from '../event-log.ts'
import { taskStatuses, workflowStatuses } from '../model/status.ts'
import { readEventText, toEventText } from './event-text.ts'

const id = '01a20e1b-adb6-7000-9211-abfd242226f5'
const polled: TaskTransition = {
  kind: 'task',
  at: 1_795_533_024_694,
  by: 'worker-1',
  taskId: id,
  ref: 'collect_ref',
  taskType: 'collect',
  retryCount: 0,
  from: 'SCHEDULED',
  to: 'IN_PROGRESS',
}
const failed: TaskTransition = { ...polled, at: polled.at + 7, from: 'IN_PROGRESS', to: 'FAILED', reason: 'no "luck"' }

describe('entries of the event log', () => {
  it('say once what they have in common', () => {
    const parts = [
      [polled.at],
      [id, 'collect_ref', 'collect', 0],
      [0, 'worker-1', 'IN_PROGRESS', 'SCHEDULED', 0],
      [7, 0, 'FAILED', 'IN_PROGRESS', 'no "luck"'],
    ]
    expect(JSON.parse(toEventText([polled, failed]))).toEqual(parts.flat())
  })

  it('are read as they were written up to schema version 6', () => {
    expect(readEventText(JSON.stringify([polled, failed]))).toEqual([polled, failed])
  })

  it('come back as they were, whatever they hold', () => {
    const base = { at: nat(), by: string() }
    const maybe = <T>(key: string, value: Arbitrary<T>) =>
      option(
        value.map((one) => ({ [key]: one })),
        { nil: {} },
      )
    const taskEntry = tuple(
      record({
        kind: constant('task' as const),
        ...base,
        taskId: constantFrom('a', 'b', 'c'),
        ref: constantFrom('r', 'r__2'),
        taskType: constantFrom('t', 'u'),
        retryCount: nat(2),
        to: constantFrom(...taskStatuses),
      }),
      maybe('from', constantFrom(...taskStatuses)),
      maybe('reason', string()),
    ).map(([entry, from, reason]) => ({ ...entry, ...from, ...reason }) as EventLogEntry) // the optional parts of one
    const workflowEntry = record({
      kind: constant('workflow' as const),
      ...base,
      to: constantFrom(...workflowStatuses),
    })
    assert(
      property(array(oneof(taskEntry, workflowEntry), { minLength: 1 }), (entries) => {
        expect(readEventText(toEventText(entries))).toEqual(entries)
      }),
    )
  })
})
