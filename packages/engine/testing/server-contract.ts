/** The contract of the searches, of the server's own routes and of its errors. */
import { describe, expect, it } from 'vitest'
import type { Json } from './contract-client.ts'
import type { Setting } from './contract-setting.ts'

export function serverContract(setting: Setting): void {
  const {
    get,
    post,
    put,
    delete: remove,
    send,
    unique,
    status,
    register,
    start,
    poll,
    report,
    ended,
    eventually,
    flavour,
  } = setting

  describe('search', () => {
    it('finds executions by their fields, in pages', async () => {
      const type = unique('searched')
      const name = await register('search', [{ name: type }])
      const search = async (query: string, more: Record<string, string | number | boolean> = {}) =>
        (await get('/api/workflow/search', { query: { query, ...more } })).json()
      expect(await search(`workflowType='${name}'`)).toEqual({ totalHits: 0, results: [] })
      const ids: string[] = []
      for (let i = 0; i < 3; i++) ids.push(await start(name, { place: 'Elsewhere' }, { correlationId: `c${i}` }))
      await eventually(
        async () => ((await search(`workflowType='${name}'`)).totalHits === 3 ? true : undefined),
        'all are indexed',
      )

      const [first = ''] = ids
      const found = await search(`workflowId="${first}"`)
      expect(found.results).toMatchObject([
        {
          workflowType: name,
          version: 1,
          workflowId: first,
          correlationId: 'c0',
          status: 'RUNNING',
          startTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
          executionTime: 0,
          failedReferenceTaskNames: '',
          failedTaskNames: [],
          priority: 0,
          parentWorkflowId: '',
          classifier: 'workflow',
          taskToDomain: {},
          output: '{}',
          outputSize: 2,
          input: expect.any(String),
        },
      ])
      expect(found.results[0]).not.toHaveProperty('endTime')
      expect(await search(`correlationId='c1' AND workflowType = '${name}'`)).toMatchObject({ totalHits: 1 })
      expect(await search(`workflowType='${name}' AND status IN (RUNNING,PAUSED)`)).toMatchObject({ totalHits: 3 })
      expect(await search(`workflowType='${name}' AND status=COMPLETED`)).toEqual({ totalHits: 0, results: [] })
      expect(await search(`workflowType='${name}' AND startTime>${Date.now() + 60_000}`)).toMatchObject({
        totalHits: 0,
      })
      expect(await search(`workflowType='${name}' AND parentWorkflowId=""`)).toMatchObject({ totalHits: 3 })
      expect(await search(`workflowType='${name}'`, { freeText: 'elsewhere' })).toMatchObject({ totalHits: 3 })
      expect(await search(`workflowType='${name}'`, { freeText: 'nowhere' })).toMatchObject({ totalHits: 0 })
      const page = async (begin: number) => {
        const { totalHits, results } = await search(`workflowType='${name}'`, {
          start: begin,
          size: 2,
          sort: 'startTime:ASC',
        })
        expect(totalHits).toBe(3)
        return results.map(({ workflowId }: Json) => workflowId)
      }
      expect([...(await page(0)), ...(await page(2))].toSorted()).toEqual(ids.toSorted())
      expect(await search(`workflowType='${name}'`, { size: 0 })).toEqual({ totalHits: 3, results: [] })

      const whole = (await get('/api/workflow/search-v2', { query: { query: `workflowId='${first}'` } })).json()
      expect(whole.results).toMatchObject([
        { workflowId: first, tasks: [], input: { place: 'Elsewhere' }, workflowName: name },
      ])
    })

    it('finds tasks, and executions by them', async () => {
      const type = unique('searched')
      const id = await start(await register('search', [{ name: type }]), {}, { correlationId: 'c' })
      await report(await poll(type), 'COMPLETED', { a: 1 })
      await ended(id, 'COMPLETED')
      const found = await eventually(async () => {
        const answer = (
          await get('/api/tasks/search', { query: { query: `taskType='${type}' AND status=COMPLETED` } })
        ).json()
        return answer.totalHits === 1 ? answer : undefined
      }, 'the task is indexed')
      expect(found.results).toMatchObject([
        {
          workflowId: id,
          taskType: type,
          taskDefName: type,
          status: 'COMPLETED',
          correlationId: 'c',
          workflowPriority: 0,
          scheduledTime: expect.any(String),
        },
      ])
      const query = `taskType='${type}'`
      expect((await get('/api/tasks/search-v2', { query: { query } })).json()).toMatchObject({
        totalHits: 1,
        results: [{ outputData: { a: 1 } }],
      })
      expect((await get('/api/workflow/search-by-tasks', { query: { query } })).json()).toMatchObject({
        totalHits: 1,
        results: [{ workflowId: id }],
      })
      expect((await get('/api/workflow/search-by-tasks-v2', { query: { query } })).json()).toMatchObject({
        results: [{ workflowId: id, tasks: [] }],
      })
    })

    it('refuses what it cannot read', async () => {
      expect((await get('/api/workflow/search', { query: { size: 5001 } })).json()).toMatchObject({
        status: 400,
        validationErrors: [
          { path: 'searchWorkflows.arg1', message: 'Cannot return more than 5000 workflows. Please use pagination.' },
        ],
      })
      expect((await get('/api/workflow/search', { query: { query: 'status BETWEEN 1 AND 2' } })).json()).toMatchObject({
        status: 400,
        message: expect.stringContaining('Incorrectly formatted query string'),
      })
    })
  })

  describe('event handlers', () => {
    it('are added, found, changed and removed', async () => {
      const name = unique('handler')
      const event = `conductor:${unique('wf')}:ref`
      const handler = {
        name,
        event,
        condition: '$.a == 1',
        actions: [
          { action: 'start_workflow', start_workflow: { name: 'x', input: { m: '${a}' } }, expandInlineJSON: true },
        ],
        active: true,
      }
      expect((await post('/api/event', { body: handler })).status).toBe(200)
      expect((await post('/api/event', { body: handler })).status).toBe(status('duplicateEventHandler'))
      expect((await get(`/api/event/${encodeURIComponent(event)}`)).json()).toMatchObject([handler])
      expect((await put('/api/event', { body: { ...handler, active: false } })).status).toBe(200)
      expect((await get(`/api/event/${event}`)).json()).toEqual([])
      expect((await get(`/api/event/${event}`, { query: { activeOnly: false } })).json()).toMatchObject([
        { name, active: false },
      ])
      expect((await get('/api/event')).json().map((each: Json) => each.name)).toContain(name)
      expect((await remove(`/api/event/${name}`)).status).toBe(200)
      expect((await remove(`/api/event/${name}`)).status).toBe(status('unknownEventHandler'))
      expect((await put('/api/event', { body: handler })).status).toBe(status('unknownEventHandler'))
      expect((await post('/api/event', { body: [handler] })).status).toBe(status('eventHandlersInList'))
      await remove(`/api/event/${name}`)
      expect(
        (await post('/api/event', { body: {} })).json().validationErrors.map(({ message }: Json) => message),
      ).toEqual(
        expect.arrayContaining([
          'Missing event handler name',
          'Missing event location',
          'No actions specified. Please specify at-least one action',
        ]),
      )
    })
  })

  describe('the server', () => {
    it('keeps values of the environment', async () => {
      const kept = await put('/api/environment/CONTRACT', { body: 'a value' })
      expect(kept.status).toBe(status('environment'))
      if (kept.status !== 200) return
      expect(await get('/api/environment/CONTRACT')).toMatchObject({ status: 200, text: 'a value' })
      expect((await get('/api/environment')).json()).toContainEqual({ name: 'CONTRACT', value: 'a value' })
      await remove('/api/environment/CONTRACT')
      expect(await get('/api/environment/CONTRACT')).toMatchObject({ status: 200, text: '' })
    })

    it('is healthy and tells its version', async () => {
      for (const path of ['/health', '/api/health']) {
        expect((await get(path)).json()).toEqual({ healthResults: [], suppressedHealthResults: [], healthy: true })
      }
      expect((await get('/actuator/health')).status).toBe(status('actuatorHealth'))
      expect(await get('/api/version')).toMatchObject({
        status: 200,
        contentType: 'text/plain;charset=UTF-8',
        text: expect.stringMatching(/^\d+\.\d+/),
      })
      expect((await get('/api/admin/config')).status).toBe(200)
      expect((await get('/api/secrets')).json()).toEqual(expect.any(Array))
      expect((await get('/api/environment')).json()).toEqual(expect.any(Array))
      expect(await get('/api/environment/none')).toMatchObject({ status: 200, text: '' })
      expect((await get('/api-docs')).status).toBe(status('openApi'))
      expect(await get('/swagger-ui/index.html')).toMatchObject({
        status: 200,
        contentType: expect.stringMatching(/^text\/html/),
      })
    })

    it('answers without sign-in when there is none', async () => {
      const answer = await post('/api/token', { body: { keyId: 'k', keySecret: 's' } })
      expect(answer.json()).toMatchObject({ status: 404, message: 'No static resource api/token.', retryable: false })
    })

    it('tells unknown routes, wrong methods and trailing slashes', async () => {
      expect((await get('/api/nothing/here')).json()).toEqual({
        status: 404,
        message: 'No static resource api/nothing/here.',
        instance: expect.any(String),
        retryable: false,
      })
      expect((await send('PATCH', '/api/workflow')).json()).toMatchObject({
        status: 405,
        message: "Request method 'PATCH' is not supported",
      })
      expect((await get('/api/metadata/workflow/')).status).toBe(404)
      expect((await get('/api/queue/')).status).toBe(200)
    })

    it('refuses parameters and bodies of a wrong type', async () => {
      expect((await get('/api/metadata/workflow/x', { query: { version: 'abc' } })).status).toBe(
        status('wrongParameterType'),
      )
      const broken = await post('/api/metadata/workflow', { raw: '{"name": ' })
      expect(broken.status).toBe(status('unreadableJson'))
      expect(broken.json().message).toMatch(/^JSON parse error: /)
      expect((await post('/api/metadata/workflow', { body: [] })).status).toBe(status('unreadableJson'))
      expect((await post('/api/metadata/workflow')).status).toBe(status('missingBody'))
      const name = unique('label')
      const definition = JSON.stringify({ name, tasks: [{ name: 't', taskReferenceName: 't' }] })
      expect((await post('/api/metadata/workflow', { raw: definition, contentType: 'text/plain' })).status).toBe(
        status('otherContentType'),
      )
    })

    it('names where an external payload would go', async () => {
      const query = { path: 'a/b', operation: 'WRITE', payloadType: 'WORKFLOW_INPUT' }
      expect((await get('/api/workflow/externalstoragelocation', { query })).json().path).toMatch(/^a\/b/)
      expect(
        (await get('/api/tasks/external-storage-location', { query: { ...query, payloadType: 'TASK_OUTPUT' } })).json()
          .path,
      ).toMatch(/^a\/b/)
      expect(
        (
          await get('/api/tasks/externalstoragelocation', {
            query: { ...query, operation: 'ZZ', payloadType: 'TASK_INPUT' },
          })
        ).status,
      ).toBe(400)
    })

    it.runIf(flavour === 'gatehouse')('describes every route it has', async () => {
      const { paths } = (await get('/api-docs')).json()
      expect(Object.keys(paths).length).toBeGreaterThan(80)
      expect(paths['/api/tasks/poll/batch/{tasktype}'].get.parameters).toMatchObject([{ name: 'tasktype', in: 'path' }])
    })
  })
}
