/** The contract of `/api/metadata`. */
import { describe, expect, it } from 'vitest'
import type { Setting } from './contract-setting.ts'

const WORKFLOW_DEF_KEYS = [
  'createTime',
  'description',
  'enforceSchema',
  'inputParameters',
  'inputTemplate',
  'maskedFields',
  'metadata',
  'name',
  'outputParameters',
  'ownerEmail',
  'restartable',
  'schemaVersion',
  'tasks',
  'timeoutPolicy',
  'timeoutSeconds',
  'updateTime',
  'variables',
  'version',
  'workflowStatusListenerEnabled',
]

export function metadataContract(setting: Setting): void {
  const { get, post, put, delete: remove, unique, status } = setting
  const task = { name: 't', taskReferenceName: 't' }

  describe('workflow definitions', () => {
    it('come back with every default filled in', async () => {
      const name = unique('defaults')
      const sent = {
        name,
        description: 'd',
        version: 1,
        ownerEmail: 'a@example.org',
        tasks: [task],
        outputParameters: { a: '${t.output.a}' },
      }
      const saved = await put('/api/metadata/workflow', { body: [sent] })
      expect(saved.status).toBe(200)
      expect(saved.json()).toEqual({ bulkErrorResults: {}, bulkSuccessfulResults: [name] })

      const answer = await get(`/api/metadata/workflow/${name}`)
      expect(answer).toMatchObject({ status: 200, contentType: 'application/json' })
      const definition = answer.json()
      expect(Object.keys(definition).toSorted()).toEqual(WORKFLOW_DEF_KEYS)
      expect(definition).toMatchObject({
        createTime: 0,
        inputParameters: [],
        outputParameters: { a: '${t.output.a}' },
        schemaVersion: 2,
        restartable: true,
        workflowStatusListenerEnabled: false,
        timeoutPolicy: 'ALERT_ONLY',
        timeoutSeconds: 0,
        variables: {},
        inputTemplate: {},
        enforceSchema: true,
        metadata: {},
        maskedFields: [],
      })
      expect(definition.updateTime).toBeGreaterThan(0)
      expect(definition.tasks).toEqual([
        {
          name: 't',
          taskReferenceName: 't',
          inputParameters: {},
          type: 'SIMPLE',
          decisionCases: {},
          defaultCase: [],
          forkTasks: [],
          startDelay: 0,
          joinOn: [],
          optional: false,
          defaultExclusiveJoinTask: [],
          asyncComplete: false,
          loopOver: [],
          onStateChange: {},
          permissive: false,
          metadata: {},
        },
      ])
    })

    it('are registered once, and replaced only when asked to', async () => {
      const name = unique('once')
      const body = { name, version: 1, tasks: [task] }
      const first = await post('/api/metadata/workflow', { body })
      expect(first).toMatchObject({ status: 200, text: '', contentType: undefined })
      expect((await get(`/api/metadata/workflow/${name}`)).json().createTime).toBeGreaterThan(0)
      const again = await post('/api/metadata/workflow', { body })
      expect(again.status).toBe(409)
      expect(again.json()).toMatchObject({
        status: 409,
        message: `Workflow with ${name}.1 already exists!`,
        retryable: false,
        instance: expect.any(String),
      })
      expect((await post('/api/metadata/workflow', { body, query: { overwrite: true } })).status).toBe(200)
      expect((await get(`/api/metadata/workflow/${name}`)).json().createTime).toBe(0)
    })

    it('are found by name, by version and in lists', async () => {
      const name = unique('versions')
      for (const version of [1, 3, 2]) {
        expect((await post('/api/metadata/workflow', { body: { name, version, tasks: [task] } })).status).toBe(200)
      }
      expect((await get(`/api/metadata/workflow/${name}`)).json().version).toBe(3)
      expect((await get(`/api/metadata/workflow/${name}`, { query: { version: 2 } })).json().version).toBe(2)
      const versionsOf = (all: { name: string; version: number }[]) =>
        all
          .filter((each) => each.name === name)
          .map(({ version }) => version)
          .toSorted()
      expect(versionsOf((await get('/api/metadata/workflow')).json())).toEqual([1, 2, 3])
      expect(versionsOf((await get('/api/metadata/workflow/latest-versions')).json())).toEqual([3])
      expect((await get('/api/metadata/workflow/names')).json()).toContain(name)
      const short = (version: number) => ({ name, version, createTime: expect.any(Number) })
      expect((await get(`/api/metadata/workflow/${name}/versions`)).json()).toEqual([short(1), short(2), short(3)])
      const long = (version: number) => ({ ...short(version), updateTime: expect.any(Number) })
      expect((await get('/api/metadata/workflow/names-and-versions')).json()[name]).toEqual([long(1), long(2), long(3)])
      expect((await get(`/api/metadata/workflow/${unique('none')}/versions`)).json()).toEqual([])
    })

    it('are removed by version', async () => {
      const name = unique('removed')
      await post('/api/metadata/workflow', { body: { name, version: 1, tasks: [task] } })
      expect(await remove(`/api/metadata/workflow/${name}/1`)).toMatchObject({ status: 200, text: '' })
      expect((await get(`/api/metadata/workflow/${name}`)).json()).toMatchObject({
        status: 404,
        message: `No such workflow found by name: ${name}, version: null`,
      })
      expect((await get(`/api/metadata/workflow/${name}`, { query: { version: 7 } })).json()).toMatchObject({
        message: `No such workflow found by name: ${name}, version: 7`,
      })
      const unknown = await remove(`/api/metadata/workflow/${name}/1`)
      expect(unknown.status).toBe(status('deleteUnknownWorkflowDef'))
      expect(unknown.json().message).toContain(`No such workflow definition: ${name} version: 1`)
    })

    it('are refused with every violation listed', async () => {
      const empty = await post('/api/metadata/workflow', { body: {} })
      expect(empty.status).toBe(400)
      const { validationErrors, ...error } = empty.json()
      expect(error).toEqual({
        status: 400,
        message: 'Validation failed, check below errors for detail.',
        retryable: false,
      })
      expect(validationErrors.map(({ message }: { message: string }) => message)).toEqual(
        expect.arrayContaining(['WorkflowDef name cannot be null or empty', 'WorkflowTask list cannot be empty']),
      )
      const wrong = { name: unique('wrong'), tasks: [{ ...task, name: '' }] }
      expect((await put('/api/metadata/workflow', { body: [wrong] })).json().validationErrors).toMatchObject([
        { path: 'updateWorkflowDef.arg0[0].tasks[0].name', message: 'WorkflowTask name cannot be empty or null' },
      ])
      expect(
        (await post('/api/metadata/workflow/validate', { body: { ...wrong, schemaVersion: 1, tasks: [task] } })).json()
          .validationErrors,
      ).toMatchObject([
        {
          path: 'validateWorkflowDef.arg0.schemaVersion',
          message: 'workflowDef schemaVersion: 2 is only supported',
          invalidValue: '1',
        },
      ])
      expect((await put('/api/metadata/workflow', { body: [] })).json().validationErrors).toMatchObject([
        { message: 'WorkflowDefList is empty' },
      ])
      expect(
        (await post('/api/metadata/workflow/validate', { body: { name: wrong.name, tasks: [task] } })).status,
      ).toBe(200)
    })

    it('are refused for what their tasks lack', async () => {
      const paths = async (broken: object) => {
        const body = { name: unique('broken'), tasks: [broken] }
        return (await post('/api/metadata/workflow', { body })).json().validationErrors
      }
      expect(await paths({ ...task, type: 'SUB_WORKFLOW' })).toMatchObject([
        { message: 'subWorkflowParam field is required for taskType: SUB_WORKFLOW taskName: t' },
      ])
      expect(await paths({ ...task, type: 'HTTP' })).toMatchObject([
        {
          message:
            'inputParameters.http_request or inputParameters.uri field is required for taskType: HTTP taskName: t',
        },
      ])
      expect(
        await paths({ ...task, type: 'FORK_JOIN', forkTasks: [[{ name: '', taskReferenceName: 'x' }]] }),
      ).toMatchObject([{ path: 'registerWorkflowDef.arg0.tasks[0].forkTasks[0].<list element>[0].name' }])
      expect(await paths({ ...task, inputParameters: { z: '${nope.output.y}' } })).toMatchObject([
        {
          message:
            'taskReferenceName: nope for given task: t input value: z of input parameter: ${nope.output.y} is not defined in workflow definition.',
        },
      ])
      const bothWaits = { ...task, type: 'WAIT', inputParameters: { duration: '1s', until: '2030-01-01' } }
      expect(await paths(bothWaits)).toMatchObject([
        { message: "Both 'duration' and 'until' specified. Please provide only one input" },
      ])
    })

    it('are read leniently, but not when a type is null', async () => {
      const name = unique('lenient')
      const body = {
        name,
        version: '1',
        tasks: [{ ...task, startDelay: '0', optional: 'false', unknown: {} }],
        unknown: 1,
        restartable: null,
      }
      expect((await post('/api/metadata/workflow', { body })).status).toBe(200)
      expect((await get(`/api/metadata/workflow/${name}`)).json()).toMatchObject({ version: 1, restartable: false })
      const nullType = { name: unique('lenient'), tasks: [{ ...task, type: null }] }
      expect((await post('/api/metadata/workflow', { body: nullType })).status).toBe(status('nullTaskType'))
      const wrongEnum = { name: unique('lenient'), timeoutPolicy: 'alert_only', tasks: [task] }
      expect((await post('/api/metadata/workflow', { body: wrongEnum })).status).toBe(status('wrongEnumInBody'))
    })
  })

  describe('task definitions', () => {
    it('come back with every default filled in', async () => {
      const name = unique('taskdef')
      const body = {
        name,
        description: 'd',
        retryCount: 2,
        retryDelaySeconds: 0,
        responseTimeoutSeconds: 120,
        ownerEmail: 'a@example.org',
      }
      expect(await post('/api/metadata/taskdefs', { body: [body] })).toMatchObject({ status: 200, text: '' })
      const definition = (await get(`/api/metadata/taskdefs/${name}`)).json()
      expect(definition).toMatchObject({
        ...body,
        updateTime: 0,
        timeoutSeconds: 0,
        inputKeys: [],
        outputKeys: [],
        runtimeMetadata: [],
        timeoutPolicy: 'TIME_OUT_WF',
        retryLogic: 'FIXED',
        inputTemplate: {},
        rateLimitPerFrequency: 0,
        rateLimitFrequencyInSeconds: 1,
        backoffScaleFactor: 1,
        maxRetryDelaySeconds: 0,
        backoffJitterMs: 0,
        totalTimeoutSeconds: 0,
        taskStatusListenerEnabled: true,
        enforceSchema: false,
      })
      expect(definition.createTime).toBeGreaterThan(0)
      expect(definition).not.toHaveProperty('concurrentExecLimit')
    })

    it('are overwritten by POST, updated by PUT, listed and removed', async () => {
      const name = unique('taskdef')
      for (const retryCount of [1, 2]) {
        expect((await post('/api/metadata/taskdefs', { body: [{ name, retryCount }] })).status).toBe(200)
      }
      const { createTime } = (await get(`/api/metadata/taskdefs/${name}`)).json()
      expect((await put('/api/metadata/taskdefs', { body: { name, retryCount: 5 } })).status).toBe(200)
      expect((await get(`/api/metadata/taskdefs/${name}`)).json()).toMatchObject({ retryCount: 5, createTime })
      const names = (await get('/api/metadata/taskdefs')).json().map((each: { name: string }) => each.name)
      expect(names).toContain(name)
      expect((await remove(`/api/metadata/taskdefs/${name}`)).status).toBe(200)
      expect((await get(`/api/metadata/taskdefs/${name}`)).json()).toMatchObject({
        status: 404,
        message: `No such taskType found by name: ${name}`,
      })
      expect((await put('/api/metadata/taskdefs', { body: { name } })).json()).toMatchObject({
        status: 404,
        message: `No such task by name ${name}`,
      })
      expect((await remove(`/api/metadata/taskdefs/${name}`)).status).toBe(status('deleteUnknownTaskDef'))
    })

    it('are refused with the property at fault', async () => {
      const name = unique('taskdef')
      expect((await post('/api/metadata/taskdefs', { body: [{ name, retryCount: -1 }] })).json()).toEqual({
        status: 400,
        message: 'Validation failed, check below errors for detail.',
        retryable: false,
        validationErrors: [
          {
            path: 'registerTaskDef.arg0[0].retryCount',
            message: 'TaskDef retryCount: 0 must be >= 0',
            invalidValue: '-1',
          },
        ],
      })
      expect(
        (await post('/api/metadata/taskdefs', { body: [{ name, timeoutSeconds: 10 }] })).json().validationErrors,
      ).toMatchObject([
        { message: `TaskDef: ${name} responseTimeoutSeconds: 3600 must be less than timeoutSeconds: 10` },
      ])
      expect((await post('/api/metadata/taskdefs', { body: [] })).status).toBe(400)
    })
  })
}
