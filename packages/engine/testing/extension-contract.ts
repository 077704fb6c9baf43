/** What Conductor OSS stores or lacks and Orkes' SDKs know: each difference stands in the table. */
import { describe, expect, it } from 'vitest'
import type { Setting } from './contract-setting.ts'

const PENDING_SCRIPT = `(function () {
  var pending = $.joinOn.filter(function (ref) { return $[ref] && $[ref].status !== 'COMPLETED' })
  return pending.length === 0 ? true : { status: 'IN_PROGRESS', outputData: { pending: pending } }
})()`

export function extensionContract(setting: Setting): void {
  const {
    post,
    get,
    put,
    delete: remove,
    register,
    start,
    workflow,
    poll,
    report,
    ended,
    unique,
    status,
    flavour,
  } = setting

  describe('extensions', () => {
    it('a JOIN whose script waits for all, waits for all', async () => {
      const [a, b] = [unique('a'), unique('b')]
      const name = await register('join_script', [
        { name: 'fork', type: 'FORK_JOIN', forkTasks: [[{ name: a }], [{ name: b }]] },
        { name: 'join', type: 'JOIN', joinOn: [a, b], evaluatorType: 'js', expression: PENDING_SCRIPT },
      ])
      const id = await start(name)
      await report(await poll(a), 'COMPLETED', { done: 'a' })
      const half = await workflow(id)
      expect(half.tasks.at(-1)).toMatchObject({ referenceTaskName: 'join', status: 'IN_PROGRESS' })
      await report(await poll(b), 'COMPLETED', { done: 'b' })
      const whole = await ended(id, 'COMPLETED')
      expect(whole.tasks.at(-1).outputData).toMatchObject({ [a]: { done: 'a' }, [b]: { done: 'b' } })
    })

    it('a running execution jumps to a later task', async () => {
      const [first, between, last] = [unique('first'), unique('between'), unique('last')]
      const id = await start(await register('jump', [{ name: first }, { name: between }, { name: last }]))
      const answer = await post(`/api/workflow/${id}/jump/${last}`, { body: {} })
      expect(answer.status).toBe(status('jump'))
      if (answer.status !== 200) return
      await report(await poll(last), 'COMPLETED')
      const { tasks } = await ended(id, 'COMPLETED')
      expect(tasks.filter((task: { status: string }) => task.status === 'SKIPPED')).toHaveLength(2)
    })

    it('a running execution is moved to another version', async () => {
      const [first, second] = [unique('first'), unique('second')]
      const name = await register('upgrade', [{ name: first }])
      const id = await start(name)
      const tasks = [first, second].map((ref) => ({ name: ref, taskReferenceName: ref }))
      await post('/api/metadata/workflow', { body: { name, version: 2, tasks, ownerEmail: 'contract@example.org' } })
      const answer = await post(`/api/workflow/${id}/upgrade`, { body: { name, version: 2 } })
      expect(answer.status).toBe(status('upgrade'))
      if (answer.status !== 200) return
      await report(await poll(first), 'COMPLETED')
      await report(await poll(second), 'COMPLETED')
      expect((await ended(id, 'COMPLETED')).workflowVersion).toBe(2)
    })

    it('definitions carry tags, which go with them', async () => {
      const name = await register('tagged', [{ name: unique('task') }])
      const path = `/api/metadata/workflow/${name}/tags`
      const [env, team, old] = ['env', 'team', 'old'].map((key) => ({ key, value: 'a', type: 'METADATA' }))
      const added = await post(path, { body: env })
      expect(added.status).toBe(status('workflowTags'))
      if (added.status !== 200) return
      await post(path, { body: env })
      await put(path, { body: [team, old] })
      await remove(path, { body: old })
      expect((await get(path)).json()).toEqual([team])
      const definition = (await get(`/api/metadata/workflow/${name}`)).json()
      await put('/api/metadata/workflow', { body: [{ ...definition, tags: [env], overwriteTags: false }] })
      expect((await get(path)).json()).toEqual([team, env])
      const shown = await get(`/api/metadata/workflow/${name}`, { query: { metadata: true } })
      expect(shown.json()).toEqual({ ...definition, updateTime: expect.any(Number), tags: [team, env] })
      await remove(`/api/metadata/workflow/${name}/1`)
      expect((await get(path)).status).toBe(404)
      await post('/api/metadata/workflow', { body: definition })
      expect((await get(path)).json()).toEqual([])
    })

    it('a tag limits the running executions of a workflow', async () => {
      const name = await register('limited', [{ name: unique('task') }])
      const path = `/api/metadata/workflow/${name}`
      const tag = (value: unknown) => ({ key: name, type: 'RATE_LIMIT', value })
      const added = await post(`${path}/tags`, { body: tag(2) })
      expect(added.status).toBe(status('workflowTags'))
      if (added.status !== 200) return
      expect((await get('/api/metadata/tags')).json()).toContainEqual(tag(2))
      expect((await get(path)).json().rateLimitConfig).toEqual({ rateLimitKey: name, concurrentExecLimit: 2 })
      expect((await put(`${path}/tags`, { body: [tag('many')] })).status).toBe(400)
      await remove(`${path}/tags`, { body: tag(2) })
      expect((await get(path)).json()).not.toHaveProperty('rateLimitConfig')
    })

    it('tasks, schedules and event handlers carry tags too', async () => {
      const [task, schedule, handler] = [unique('task'), unique('schedule'), unique('handler')]
      const workflow = await register('tagged', [{ name: task }])
      await post('/api/metadata/taskdefs', { body: [{ name: task }] })
      await post('/api/scheduler/schedules', {
        body: {
          name: schedule,
          cronExpression: '0 0 0 1 1 *',
          paused: true,
          startWorkflowRequest: { name: workflow },
        },
      })
      const actions = [{ action: 'start_workflow', start_workflow: { name: workflow } }]
      await post('/api/event', { body: { name: handler, event: 'conductor:a:b', actions, description: 'says why' } })
      const tags = [
        { key: 'env', value: 'test' },
        { key: 'env', value: 'staging' },
      ]
      for (const path of [`metadata/task/${task}`, `scheduler/schedules/${schedule}`, `event/${handler}`]) {
        const kept = await put(`/api/${path}/tags`, { body: tags })
        expect(kept.status).toBe(status('tags'))
        if (kept.status !== 200) continue
        await remove(`/api/${path}/tags`, { body: [tags[0]] })
        expect((await get(`/api/${path}/tags`)).json()).toEqual([tags[1]])
      }
      const found = await get(`/api/event/handler/${handler}`)
      expect(found.status).toBe(status('tags'))
      const shown = flavour === 'gatehouse' ? { description: 'says why', tags: [tags[1]] } : { status: 404 }
      expect(found.json()).toMatchObject(shown)
      await remove(`/api/scheduler/schedules/${schedule}`)
      await remove(`/api/event/${handler}`)
    })

    it('secrets are kept by name, and given to workers', async () => {
      const [key, task] = [unique('secret'), unique('task')]
      const path = `/api/secrets/${key}`
      // As the Python SDK sends it: the bare text.
      const kept = await put(path, { raw: `of ${key}` })
      expect(kept.status).toBe(status('secrets'))
      if (kept.status !== 200) return
      expect((await get(`${path}/exists`)).json()).toBe(true)
      expect((await get('/api/secrets')).json()).toContain(key)
      expect((await get(path)).text).toBe(`of ${key}`)
      // As the Go SDK asks, where values come from a store that is cached.
      for (const cache of ['clearLocalCache', 'clearRedisCache']) {
        expect((await get(`/api/secrets/${cache}`)).json()).toEqual({})
      }
      expect((await get(path)).text).toBe(`of ${key}`)
      await start(await register('secret', [{ name: task, inputParameters: { it: `\${workflow.secrets.${key}}` } }]))
      expect((await poll(task)).inputData).toEqual({ it: `of ${key}` })
      expect((await remove(path)).status).toBe(200)
      expect((await get(path)).status).toBe(404)
      expect((await remove(path)).status).toBe(200)
      expect((await get(`${path}/exists`)).json()).toBe(false)
    })

    it('webhooks are kept, and their calls complete what waits for them', async () => {
      const name = await register('webhook', [
        { name: 'wait', type: 'WAIT_FOR_WEBHOOK', inputParameters: { matches: { "$['kind']": 'result' } } },
      ])
      const webhook = {
        name: unique('hook'),
        verifier: 'HEADER_BASED',
        headers: { 'x-key': 'open sesame' },
        receiverWorkflowNamesToVersions: { [name]: 1 },
      }
      const created = await post('/api/metadata/webhook', { body: webhook })
      expect(created.status).toBe(status('webhook'))
      if (created.status !== 200) return
      const { id: hookId } = created.json()
      expect((await get(`/api/metadata/webhook/${hookId}`)).json()).toMatchObject({ headers: { 'x-key': '***' } })
      expect((await put(`/api/metadata/webhook/${hookId}`, { body: webhook })).status).toBe(200)
      const id = await start(name)
      expect((await post(`/webhook/${hookId}`, { body: { kind: 'result' } })).status).toBe(403)
      const call = { body: { kind: 'result', n: 1 }, headers: { 'x-key': 'open sesame' } }
      expect((await post(`/webhook/${hookId}`, call)).status).toBe(200)
      expect((await ended(id, 'COMPLETED')).output).toEqual({ kind: 'result', n: 1 })
      expect((await remove(`/api/metadata/webhook/${hookId}`)).status).toBe(200)
    })

    it('there is nothing to upload', async () => {
      const answer = await post('/api/workflow/document-store/upload', { body: {} })
      expect(answer.status).toBe(status('documentStore'))
    })

    it('messages have no route unless the feature is on', async () => {
      const id = await start(await register('messages', [{ name: unique('task') }]))
      expect((await post(`/api/workflow/${id}/messages`, { body: { n: 1 } })).status).toBe(404)
    })

    it('a YIELD blocks until a signal comes in', async () => {
      const name = await register('yield', [
        { name: 'first', type: 'YIELD' },
        { name: 'second', type: 'YIELD' },
      ])
      const query = { returnStrategy: 'BLOCKING_TASK' }
      const id = await start(name)
      const answer = await post(`/api/tasks/${id}/COMPLETED/signal/sync`, { body: { by: 'signal' }, query })
      expect(answer.status).toBe(status('yield'))
      if (answer.status !== 200) return
      expect(answer.json()).toMatchObject({ referenceTaskName: 'second', taskType: 'YIELD', status: 'IN_PROGRESS' })
      await post(`/api/tasks/${id}/second/COMPLETED`, { body: { by: 'name' } })
      const { tasks } = await ended(id, 'COMPLETED')
      expect(tasks.map((task: { outputData: object }) => task.outputData)).toEqual([{ by: 'signal' }, { by: 'name' }])
      // Once more, as Orkes' SDKs do: the answer is how it ended.
      const late = await post(`/api/tasks/${id}/COMPLETED/signal/sync`, { body: { by: 'nobody' } })
      expect(late.json()).toMatchObject({ workflowId: id, targetWorkflowStatus: 'COMPLETED', signalTimeout: false })
      const held = await post(`/api/workflow/execute/${name}/1`, { body: { name, input: {} }, query })
      expect(held.json()).toMatchObject({ referenceTaskName: 'first', signalTimeout: false })
    })

    // A type that OSS does not know belongs to its workers.
    it.skipIf(flavour === 'conductor-oss')('HTTP_POLL is the engine’s own work', async () => {
      const name = await register('poll', [{ name: 'poll', type: 'HTTP_POLL', inputParameters: { method: 'GET' } }])
      const { tasks } = await ended(await start(name), 'FAILED')
      expect(tasks[0].reasonForIncompletion).toContain('Missing HTTP URI')
    })
  })
}
