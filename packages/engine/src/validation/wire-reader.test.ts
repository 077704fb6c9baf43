import { describe, expect, it } from 'vitest'
import { readTaskDef, readWorkflowDef } from './definition-readers.ts'
import { readEventHandler, readStartRequest, readTaskResult } from './request-readers.ts'
import { UnreadableBody } from './wire-reader.ts'

describe('lenient reading', () => {
  it.each<[unknown, object]>([
    [
      { retryCount: '3', timeoutSeconds: 2.9, taskStatusListenerEnabled: 'false' },
      { retryCount: 3, timeoutSeconds: 2, taskStatusListenerEnabled: false },
    ],
    [
      { retryCount: null, enforceSchema: null },
      { retryCount: 0, enforceSchema: false },
    ],
    [{ concurrentExecLimit: null, description: null, inputKeys: null, inputTemplate: null }, {}],
    [{ unknown: { deep: 1 }, ownerEmail: 5 }, { ownerEmail: '5' }],
  ])('%j', (body, expected) => expect(readTaskDef(body, '')).toEqual({ name: '', ...expected }))

  it('keeps data maps as they are, nulls included', () => {
    expect(readTaskDef({ name: 't', inputTemplate: { a: null, b: { c: null } } }, '')).toEqual({
      name: 't',
      inputTemplate: { a: null, b: { c: null } },
    })
  })

  it('takes what the console of Conductor sends for a start', () => {
    const body = { name: 'w', version: '2', correlationId: '', idempotencyKey: '', input: { a: 1 } }
    expect(readStartRequest(body, '')).toEqual({ name: 'w', version: 2, input: { a: 1 }, hasNullInput: false })
    expect(readStartRequest({ name: 'w', version: '', input: null }, '')).toEqual({ name: 'w', hasNullInput: true })
  })

  it('takes a result of a worker', () => {
    const body = {
      workflowInstanceId: 'w',
      taskId: 't',
      status: 'COMPLETED',
      outputData: null,
      logs: [{ log: 'x', createdTime: null }],
    }
    expect(readTaskResult(body, '')).toEqual({
      workflowInstanceId: 'w',
      taskId: 't',
      status: 'COMPLETED',
      logs: [{ log: 'x', createdTime: 0 }],
    })
  })

  it('reads definitions inside definitions', () => {
    const inner = { name: 'i', tasks: [{ name: 'a', taskReferenceName: 'a' }] }
    const task = {
      name: 's',
      taskReferenceName: 's',
      type: 'SUB_WORKFLOW',
      subWorkflowParam: { workflowDefinition: inner, priority: '${p}' },
    }
    expect(readWorkflowDef({ name: 'w', tasks: [task] }, '').tasks[0]?.subWorkflowParam).toEqual({
      workflowDefinition: inner,
      priority: '${p}',
    })
  })
})

describe('what cannot be read', () => {
  it.each<[unknown, string]>([
    [[], 'the body must be an object, not []'],
    ['x', 'the body must be an object, not "x"'],
    [{ tasks: {} }, 'tasks must be a list, not {}'],
    [{ tasks: [null] }, 'null in the list tasks'],
    [{ tasks: [{ type: null }] }, 'tasks[0].type must be a task type, not null'],
    [{ tasks: [{ startDelay: 'soon' }] }, 'tasks[0].startDelay must be a whole number, not "soon"'],
    [{ name: { a: 1 } }, 'name must be a text, not {"a":1}'],
    [{ timeoutPolicy: 'alert_only' }, 'timeoutPolicy must be one of [TIME_OUT_WF, ALERT_ONLY], not "alert_only"'],
    [{ version: 1e300 }, 'version must be a whole number, not 1e+300'],
    [{ restartable: 'maybe' }, 'restartable must be a boolean, not "maybe"'],
    [
      { tasks: [{ subWorkflowParam: { workflowDefinition: 'nope' } }] },
      'workflowDefinition is a string, but not a valid DSL string',
    ],
  ])('%j', (body, message) => {
    expect(() => readWorkflowDef(body, '')).toThrow(new UnreadableBody(message))
  })

  it('names a wrong action of an event handler', () => {
    expect(() => readEventHandler({ actions: [{ action: 'start_agent' }] }, '')).toThrow(UnreadableBody)
    expect(() => readEventHandler({ actions: [{}] }, '')).toThrow(UnreadableBody)
  })
})
