// Schedules on a clock that the test moves.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { flow, openTestEngine, simple } from './harness.ts'
import type { TestEngine } from './harness.ts'

const second = 1000
const folder = mkdtempSync(joinPath(tmpdir(), 'gatehouse-schedules-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function scheduled(t: TestEngine, more = {}) {
  const definition = flow([simple('s')])
  await t.engine.metadata.registerWorkflow(definition)
  return t.engine.schedules.save({
    name: 'every',
    cronExpression: '*/10 * * * * *',
    startWorkflowRequest: { name: definition.name, input: { value: 1 } },
    ...more,
  })
}

describe('a schedule', () => {
  it('starts its workflow at each instant and tells it why', async () => {
    const t = await openTestEngine()
    const schedule = await scheduled(t)
    const first = schedule.nextRunTime ?? 0
    expect(first % (10 * second)).toBe(0)
    await t.clock.advance(30 * second)
    const { totalHits, results } = await t.engine.schedules.executions({ oldestFirst: true })
    expect(totalHits).toBe(3)
    expect(results.map(({ scheduledTime, state }) => [scheduledTime - first, state])).toEqual([
      [0, 'EXECUTED'],
      [10 * second, 'EXECUTED'],
      [20 * second, 'EXECUTED'],
    ])
    expect((await t.workflow(results[0]?.workflowId ?? '')).input).toEqual({
      value: 1,
      _startedByScheduler: 'every',
      _scheduledTime: first,
      _executedTime: first,
      _executionId: results[0]?.executionId,
      _schedulerCron: '*/10 * * * * * UTC',
    })
  })

  it('stands still while it is paused and passes over what it missed', async () => {
    const t = await openTestEngine()
    await scheduled(t)
    await t.engine.schedules.pause('every', 'holiday')
    await t.engine.schedules.pause('every', 'holiday')
    await t.clock.advance(60 * second)
    expect(t.engine.schedules.get('every')).toMatchObject({ paused: true, pausedReason: 'holiday' })
    await t.engine.schedules.resume('every')
    await expect(t.engine.schedules.resume('every')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await t.clock.advance(10 * second)
    expect((await t.engine.schedules.executions()).totalHits).toBe(1)
  })

  it('runs only between its start and its end', async () => {
    const t = await openTestEngine()
    const now = t.clock.now()
    await scheduled(t, { scheduleStartTime: now + 20 * second, scheduleEndTime: now + 40 * second })
    await t.clock.advance(120 * second)
    const times = (await t.engine.schedules.executions()).results.map(({ scheduledTime }) => scheduledTime)
    expect(times.length).toBeGreaterThanOrEqual(2)
    expect(Math.min(...times)).toBeGreaterThanOrEqual(now + 20 * second)
    expect(Math.max(...times)).toBeLessThanOrEqual(now + 40 * second)
    expect(t.engine.schedules.get('every').nextRunTime).toBeUndefined()
  })

  it('takes the earliest of several expressions, each in its zone', async () => {
    const t = await openTestEngine()
    const schedule = await scheduled(t, {
      cronSchedules: [
        { cronExpression: '0 0 12 * * *', zoneId: 'Europe/Paris' },
        { cronExpression: '0 0 12 * * *', zoneId: 'America/New_York' },
      ],
    })
    const hour = new Date(schedule.nextRunTime ?? 0).getUTCHours()
    expect([10, 11, 16, 17]).toContain(hour)
  })

  for (const catchUp of [true, false]) {
    it(`${catchUp ? 'catches up with' : 'passes over'} what fell into a stop of the server`, async () => {
      const dataFile = joinPath(folder, `${catchUp}`, 'engine.db')
      const before = await openTestEngine({ dataFile })
      await scheduled(before, { runCatchupScheduleInstances: catchUp })
      await before.clock.advance(10 * second)
      await before.engine.close()
      await before.clock.advance(30 * second)
      const after = await openTestEngine({ dataFile, clock: before.clock })
      await before.clock.advance(0)
      const { totalHits } = await after.engine.schedules.executions()
      expect(totalHits).toBe(catchUp ? 4 : 1)
      await before.clock.advance(10 * second)
      expect((await after.engine.schedules.executions()).totalHits).toBe(totalHits + 1)
    })
  }

  it('notes a start that fails and goes on', async () => {
    const t = await openTestEngine()
    await scheduled(t, { startWorkflowRequest: { name: 'nowhere' } })
    await t.clock.advance(20 * second)
    const { results } = await t.engine.schedules.executions()
    expect(results).toHaveLength(2)
    expect(results[0]).toMatchObject({
      state: 'FAILED',
      reason: 'No such workflow defined. name=nowhere, version=null',
    })
  })

  it('stands still with the whole scheduler', async () => {
    const t = await openTestEngine()
    await scheduled(t)
    await t.engine.schedules.pauseAll()
    await t.clock.advance(60 * second)
    await t.engine.schedules.resumeAll()
    await t.clock.advance(10 * second)
    expect((await t.engine.schedules.executions()).totalHits).toBe(1)
  })

  it.each([
    [{ cronExpression: 'sometimes' }, 'Invalid cron expression'],
    [{ cronExpression: '* * * * *' }, 'it has 5 fields; six are needed'],
    [{ cronExpression: '99 * * * * *' }, 'Invalid cron expression'],
    [{ zoneId: 'Nowhere/Land' }, 'Unknown time-zone ID: Nowhere/Land'],
    [{ startWorkflowRequest: { name: '' } }, 'does not name a workflow'],
    [{ cronExpression: '' }, 'has no cron expression'],
  ])('is refused with %j', async (more, message) => {
    const t = await openTestEngine()
    await expect(scheduled(t, more)).rejects.toMatchObject({
      code: 'INVALID',
      message: expect.stringContaining(message),
    })
  })

  it('is listed, found by its workflow, and removed', async () => {
    const t = await openTestEngine()
    const { startWorkflowRequest } = await scheduled(t)
    expect(t.engine.schedules.list(startWorkflowRequest.name)).toHaveLength(1)
    expect(t.engine.schedules.list('other')).toEqual([])
    await t.engine.schedules.remove('every')
    await t.engine.schedules.remove('every')
    expect(() => t.engine.schedules.get('every')).toThrow("Schedule 'every' not found")
    await t.clock.advance(60 * second)
    expect((await t.engine.schedules.executions()).totalHits).toBe(0)
  })

  it('tells the next times of an expression, five at most', async () => {
    const t = await openTestEngine()
    const from = Date.UTC(2026, 10, 23)
    const next = (cron: string) =>
      t.engine.schedules.nextTimes(cron, { from, limit: 9 }).map((at) => new Date(at).toISOString())
    expect(next('0 0 9 ? * MON#1')[0]).toBe('2026-12-07T09:00:00.000Z')
    expect(next('0 0 0 L * *')[0]).toBe('2026-11-30T00:00:00.000Z')
    expect(next('@daily')).toHaveLength(5)
  })
})
