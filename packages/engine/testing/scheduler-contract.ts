/** The contract of `/api/scheduler`. */
import { describe, expect, it } from 'vitest'
import type { Json } from './contract-client.ts'
import type { Setting } from './contract-setting.ts'

export function schedulerContract(setting: Setting): void {
  const { get, post, put, delete: remove, unique, status, register, workflow, eventually, flavour } = setting
  const calculation = { name: 'calc', type: 'INLINE', inputParameters: { evaluatorType: 'graaljs', expression: '1' } }
  const yearly = (name: string, workflowName: string) => ({
    name,
    cronExpression: '0 0 0 1 1 *',
    startWorkflowRequest: { name: workflowName, version: 1, input: { value: 1 } },
  })

  describe('schedules', () => {
    it('are saved, found, paused, resumed and removed', async () => {
      const name = unique('schedule')
      const workflowName = await register('scheduled', [calculation])
      const saved = await post('/api/scheduler/schedules', { body: yearly(name, workflowName) })
      expect(saved.status).toBe(200)
      const expected = {
        name,
        cronExpression: '0 0 0 1 1 *',
        zoneId: 'UTC',
        paused: false,
        runCatchupScheduleInstances: false,
        cronSchedules: [],
        createdBy: '',
        updatedBy: '',
        startWorkflowRequest: { name: workflowName, version: 1, input: { value: 1 }, taskToDomain: {}, priority: 0 },
      }
      expect(saved.json()).toMatchObject(expected)
      expect((await get(`/api/scheduler/schedules/${name}`)).json()).toMatchObject(expected)
      expect((await get('/api/scheduler/schedules', { query: { workflowName } })).json()).toMatchObject([{ name }])
      const search = { workflowName, start: 0, size: 10 }
      expect((await get('/api/scheduler/schedules/search', { query: search })).json()).toMatchObject({
        totalHits: 1,
        results: [{ name }],
      })

      const path = `/api/scheduler/schedules/${name}`
      expect(await put(`${path}/pause`, { query: { reason: 'hold' } })).toMatchObject({ status: 200, text: '' })
      expect((await put(`${path}/pause`, { query: { reason: 'hold' } })).status).toBe(200)
      expect((await get(path)).json()).toMatchObject({ paused: true, pausedReason: 'hold' })
      expect((await put(`${path}/resume`)).status).toBe(200)
      expect((await put(`${path}/resume`)).json()).toMatchObject({
        status: 404,
        message: `Schedule '${name}' not found`,
      })
      const bulk = await put('/api/scheduler/bulk/pause', { body: [name] })
      expect(bulk.json()).toEqual({ bulkErrorResults: {}, bulkSuccessfulResults: [name] })
      expect((await put('/api/scheduler/bulk/resume', { body: [name] })).json()).toMatchObject({
        bulkSuccessfulResults: [name],
      })

      expect((await remove(path)).status).toBe(200)
      expect((await remove(path)).status).toBe(200)
      expect((await get(path)).json()).toMatchObject({ status: 404, message: `Schedule '${name}' not found` })
    })

    it('tell their next times', async () => {
      const query = { cronExpression: '0 0 12 * * *', scheduleStartTime: Date.UTC(2030, 0, 1), limit: 3 }
      const times = (await get('/api/scheduler/nextFewSchedules', { query })).json()
      expect(times).toEqual([1, 2, 3].map((day) => Date.UTC(2030, 0, day, 12)))
      expect((await get('/api/scheduler/nextFewSchedules', { query: { cronExpression: 'nonsense' } })).status).toBe(
        status('badCron'),
      )
    })

    it('are refused when they lack what they need', async () => {
      expect((await post('/api/scheduler/schedules', { body: { cronExpression: '0 0 0 1 1 *' } })).status).toBe(
        status('emptySchedule'),
      )
    })

    it('start their workflow, and write down that they did', async () => {
      const name = unique('schedule')
      const workflowName = await register('scheduled', [calculation])
      const everySecond = { ...yearly(name, workflowName), cronExpression: '* * * * * *' }
      expect((await post('/api/scheduler/schedules', { body: everySecond })).status).toBe(200)
      const query = { query: `scheduleName IN (${name}) AND state IN (EXECUTED)` }
      const [record] = await eventually(async () => {
        const { results } = (await get('/api/scheduler/search/executions', { query })).json()
        return results.length > 0 ? results : undefined
      }, 'the schedule has started its workflow')
      await remove(`/api/scheduler/schedules/${name}`)
      for (const byName of flavour === 'gatehouse' ? [name, `name:${name}`] : [`scheduleName IN (${name})`]) {
        const found = (await get('/api/scheduler/search/executions', { query: { query: byName } })).json()
        expect(found.results[0]).toMatchObject({ scheduleName: name })
      }
      expect(record).toMatchObject({
        executionId: expect.any(String),
        scheduleName: name,
        workflowName,
        state: 'EXECUTED',
        zoneId: 'UTC',
        startWorkflowRequest: { name: workflowName },
      })
      expect(record.scheduledTime % 1000).toBe(0)
      const { input }: Json = await workflow(record.workflowId)
      expect(input).toMatchObject({
        value: 1,
        _startedByScheduler: name,
        _scheduledTime: record.scheduledTime,
        _executedTime: expect.any(Number),
        _executionId: record.executionId,
        _schedulerCron: '* * * * * * UTC',
      })
    })

    it('stand still and go on all together', async () => {
      expect((await get('/api/scheduler/admin/pause')).json()).toEqual({ status: 'done' })
      expect((await get('/api/scheduler/admin/resume')).json()).toEqual({ status: 'done' })
      expect((await get('/api/scheduler/admin/requeue')).json()).toEqual({ sampleIds: [], 'recordIds.size': 0 })
    })
  })
}
