/** The contract of workflows that start others: children, failure workflows, START_WORKFLOW. */
import { describe, expect, it } from 'vitest'
import type { Json } from './contract-client.ts'
import type { Setting } from './contract-setting.ts'

export function familyContract(setting: Setting): void {
  const { post, unique, register, start, workflow, poll, report, ended, eventually } = setting
  const inline = (name: string, expression: string, inputParameters: Json = {}) => ({
    name,
    type: 'INLINE',
    inputParameters: { evaluatorType: 'graaljs', expression, ...inputParameters },
  })
  const byRef = (run: Json, ref: string) => run.tasks.find(({ referenceTaskName }: Json) => referenceTaskName === ref)

  describe('workflows in workflows', () => {
    it('SUB_WORKFLOW starts a child, knows it, and takes over its end', async () => {
      const type = unique('inner')
      const child = await register('child', [{ name: type, inputParameters: { n: '${workflow.input.n}' } }], {
        outputParameters: { twice: `\${${type}.output.twice}` },
      })
      const parent = await register('parent', [
        {
          name: 'sub',
          type: 'SUB_WORKFLOW',
          subWorkflowParam: { name: child },
          inputParameters: { n: '${workflow.input.n}' },
        },
      ])
      const id = await start(parent, { n: 2 }, { correlationId: 'family' })
      const task = await poll(type)
      const childRun = await workflow(task.workflowInstanceId)
      expect(childRun).toMatchObject({
        parentWorkflowId: id,
        workflowName: child,
        correlationId: 'family',
        input: { n: 2 },
        priority: 0,
      })
      const sub = byRef(await workflow(id), 'sub')
      expect(sub).toMatchObject({ status: 'IN_PROGRESS', subWorkflowId: childRun.workflowId })
      expect(sub.inputData).toMatchObject({
        subWorkflowName: child,
        subWorkflowVersion: 1,
        workflowInput: { n: 2 },
        subWorkflowDefinition: null,
      })
      await report(task, 'COMPLETED', { twice: 4 })
      const run = await ended(id, 'COMPLETED')
      expect(run.output).toEqual({ subWorkflowId: childRun.workflowId, twice: 4 })
    })

    it('a failed child fails its parent, and retrying the child revives it', async () => {
      const type = unique('inner')
      await post('/api/metadata/taskdefs', { body: [{ name: type, retryCount: 0 }] })
      const child = await register('child', [{ name: type }])
      const id = await start(
        await register('parent', [
          { name: 'sub', type: 'SUB_WORKFLOW', subWorkflowParam: { name: child, version: 1 } },
        ]),
      )
      const task = await poll(type)
      await report(task, 'FAILED', {}, { reasonForIncompletion: 'no' })
      const failed = await ended(id, 'FAILED')
      const childId = task.workflowInstanceId
      expect(failed.tasks[0]).toMatchObject({ status: 'FAILED', subWorkflowId: childId })
      expect(failed.tasks[0].reasonForIncompletion).toContain(`Sub workflow ${child}.1/${childId} failure reason: `)
      expect((await post(`/api/workflow/${childId}/retry`)).status).toBe(204)
      await eventually(
        async () => ((await workflow(id)).status === 'RUNNING' ? true : undefined),
        'the parent runs again',
      )
      await report(await poll(type), 'COMPLETED')
      const run = await ended(id, 'COMPLETED')
      expect(run.tasks.filter(({ retried }: Json) => !retried)).toMatchObject([{ subWorkflowId: childId }])
    })

    it('terminating a parent terminates its child', async () => {
      const type = unique('inner')
      const child = await register('child', [{ name: type }])
      const id = await start(
        await register('parent', [{ name: 'sub', type: 'SUB_WORKFLOW', subWorkflowParam: { name: child } }]),
      )
      const { workflowInstanceId } = await poll(type)
      await setting.delete(`/api/workflow/${id}`, { query: { reason: 'enough' } })
      const run = await ended(workflowInstanceId, 'TERMINATED')
      expect(run.reasonForIncompletion).toBe('Parent workflow has been terminated with reason: enough')
    })

    it('a definition inside the task needs no registration', async () => {
      const definition = {
        name: unique('inside'),
        version: 1,
        tasks: [
          {
            name: 'calc',
            taskReferenceName: 'calc',
            type: 'INLINE',
            inputParameters: { evaluatorType: 'graaljs', expression: '6 * 7' },
          },
        ],
      }
      const sub = {
        name: 'sub',
        type: 'SUB_WORKFLOW',
        subWorkflowParam: { name: definition.name, version: 1, workflowDefinition: definition },
      }
      const run = await ended(await start(await register('parent', [sub])), 'COMPLETED')
      expect(run.output).toMatchObject({ result: 42 })
      expect((await workflow(run.tasks[0].subWorkflowId)).input).toMatchObject({ _systemMetadata: { dynamic: true } })
    })

    it('a branch of a dynamic fork runs the newest version, and its input says which', async () => {
      const type = unique('inner')
      const child = await register('child', [{ name: type }], { version: 3 })
      const fork = {
        name: 'fork',
        type: 'FORK_JOIN_DYNAMIC',
        dynamicForkTasksParam: 'tasks',
        dynamicForkTasksInputParamName: 'inputs',
        inputParameters: { tasks: '${workflow.input.tasks}', inputs: {} },
      }
      const branch = { taskReferenceName: 'branch', type: 'SUB_WORKFLOW', subWorkflowParam: { name: child } }
      const name = await register('forked', [fork, { name: 'join', type: 'JOIN' }])
      const id = await start(name, { tasks: [branch] })
      await report(await poll(type), 'COMPLETED')
      const { tasks } = await ended(id, 'COMPLETED')
      expect(tasks[1]).toMatchObject({ status: 'COMPLETED', inputData: { subWorkflowVersion: 3 } })
    })

    it('a failure workflow is started with what went wrong', async () => {
      const type = unique('work')
      await post('/api/metadata/taskdefs', { body: [{ name: type, retryCount: 0 }] })
      const rescue = await register('rescue', [inline('note', '$.reason', { reason: '${workflow.input.reason}' })])
      const id = await start(await register('failing', [{ name: type }], { failureWorkflow: rescue }), { a: 1 })
      const { taskId } = await poll(type)
      await report({ workflowInstanceId: id, taskId }, 'FAILED', {}, { reasonForIncompletion: 'no' })
      await ended(id, 'FAILED')
      const rescueId = await eventually(
        async () => (await workflow(id)).output['conductor.failure_workflow'],
        'the failure workflow is known',
      )
      const run = await ended(rescueId, 'COMPLETED')
      expect(run.input).toMatchObject({
        a: 1,
        workflowId: id,
        failureStatus: 'FAILED',
        failureTaskId: taskId,
        reason: expect.stringContaining('no'),
      })
      expect(run.input.failedWorkflow).toMatchObject({ workflowId: id })
    })

    it('START_WORKFLOW starts another one and goes on', async () => {
      const other = await register('other', [inline('calc', '1')])
      const begin = {
        name: 'begin',
        type: 'START_WORKFLOW',
        inputParameters: { startWorkflow: { name: other, input: { a: 1 } } },
      }
      const run = await ended(await start(await register('starter', [begin]), {}, { correlationId: 'c' }), 'COMPLETED')
      expect(await workflow(run.output.workflowId)).toMatchObject({
        workflowName: other,
        input: { a: 1 },
        correlationId: 'c',
      })
    })
  })
}
