// A clock that jumps both ways, while the engine runs and while it is down.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Clock } from '../src/ports.ts'
import { createVirtualClock } from '../src/time/clock.ts'
import { flow, openTestEngine, simple, task } from './harness.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(joinPath(tmpdir(), 'gatehouse-clock-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const hour = 3_600_000

/** A clock that can be set: its alarms follow the time that passes, as those of a system do. */
function createJumpingClock() {
  const steady = createVirtualClock()
  let offset = 0
  const clock: Clock = {
    now: () => steady.now() + offset,
    setAlarm(at, callback) {
      let cancel = () => {}
      const arm = () => {
        const left = at - (steady.now() + offset)
        cancel = steady.setAlarm(steady.now() + Math.min(Math.max(left, 0), 30_000), left <= 30_000 ? callback : arm)
      }
      arm()
      return () => cancel()
    },
  }
  return { clock, pass: (ms: number) => steady.advance(ms), jump: (ms: number) => void (offset += ms) }
}

it.each([-5 * hour, 5 * hour])('loses nothing when the clock jumps by %i ms', async (by) => {
  const { clock, pass, jump } = createJumpingClock()
  const t = await openTestEngine({ clock })
  await t.engine.metadata.registerTasks([{ name: 'a', responseTimeoutSeconds: 60 }])
  const id = await t.run(
    flow([simple('a'), task('WAIT', 'pause', { inputParameters: { duration: '10 minutes' } }), simple('b')]),
  )
  jump(by)
  await t.work('a')
  jump(-by)
  await pass(0)
  expect((await t.workflow(id)).status).toBe('RUNNING')
  // By then the wait is over by either reading of the clock.
  await pass(Math.max(by, 0) + 11 * 60_000)
  await t.work('b')
  expect((await t.workflow(id)).status).toBe('COMPLETED')
})

it('wakes what is due within half a minute of a jump ahead', async () => {
  const { clock, pass, jump } = createJumpingClock()
  const t = await openTestEngine({ clock })
  const id = await t.run(flow([task('WAIT', 'pause', { inputParameters: { duration: '1 day' } })]))
  jump(25 * hour)
  await pass(30_000)
  expect((await t.workflow(id)).status).toBe('COMPLETED')
})

it('hands out what was waiting for a worker after a restart, whatever the clock says by then', async () => {
  const dataFile = joinPath(folder, 'engine.db')
  const ahead = createVirtualClock(1_790_000_000_000 + 5 * hour)
  const before = await openTestEngine({ dataFile, clock: ahead })
  await before.engine.metadata.registerTasks([{ name: 'late', retryDelaySeconds: 60 }])
  const id = await before.run(flow([simple('a'), simple('late')]))
  const delayed = await before.run(flow([simple('late')]))
  await before.work('late', {}, 'FAILED')
  await before.engine.close()

  const behind = createVirtualClock()
  const after = await openTestEngine({ dataFile, clock: behind })
  await after.work('a')
  expect((await after.poll('late')).map((one) => one.workflowInstanceId)).toEqual([id])
  // A delay is still kept, but it begins again at most.
  await behind.advance(60_000)
  expect((await after.poll('late')).map((one) => one.workflowInstanceId)).toEqual([delayed])
})
