import { describe, expect, it } from 'vitest'
import { run, task } from './test-run.test-data.ts'
import { findWaiting, openChildren, statusOfChild } from './waiting.ts'

const now = 1_000_000

describe('findWaiting', () => {
  it.each([
    ['HUMAN', 'IN_PROGRESS', {}, ['person']],
    ['WAIT', 'IN_PROGRESS', { callbackAfterSeconds: 120 }, ['until']],
    ['WAIT', 'IN_PROGRESS', { callbackAfterSeconds: 2_147_483_647 }, ['signal']],
    ['SIMPLE', 'SCHEDULED', { scheduledTime: now - 10_000 }, ['worker']],
    ['SIMPLE', 'SCHEDULED', { scheduledTime: now - 100 }, []],
    ['SIMPLE', 'IN_PROGRESS', {}, []],
    ['SUB_WORKFLOW', 'IN_PROGRESS', { subWorkflowId: 'child' }, ['child']],
    ['SUB_WORKFLOW', 'COMPLETED', { subWorkflowId: 'child' }, []],
    ['HUMAN', 'COMPLETED', {}, []],
  ])('reads %s %s', (taskType, status, more, kinds) => {
    expect(
      findWaiting(run('RUNNING', [task('t', status, { taskType, ...more })]), now).map((item) => item.kind),
    ).toEqual(kinds)
  })

  it('names the children that still run', () => {
    const parent = run('RUNNING', [
      task('asked__1', 'IN_PROGRESS', { taskType: 'SUB_WORKFLOW', subWorkflowId: 'child', iteration: 1 }),
      task('earlier', 'COMPLETED', { taskType: 'SUB_WORKFLOW', subWorkflowId: 'done' }),
    ])
    expect(openChildren(parent)).toEqual([{ ref: 'asked', childId: 'child' }])
  })

  it.each([
    ['waits for a person', 'RUNNING', 'HUMAN', 'WAITING'],
    ['works', 'RUNNING', 'SIMPLE', 'RUNNING'],
    ['is paused', 'PAUSED', 'HUMAN', 'PAUSED'],
  ])('says how a child stands that %s', (_how, status, taskType, expected) => {
    expect(statusOfChild(run(status, [task('t', 'IN_PROGRESS', { taskType })]), now)).toBe(expected)
  })

  it('waits for nothing once the run has ended', () => {
    expect(findWaiting(run('TERMINATED', [task('t', 'IN_PROGRESS', { taskType: 'HUMAN' })]), now)).toEqual([])
  })
})
