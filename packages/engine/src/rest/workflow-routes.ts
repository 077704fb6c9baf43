/** `/api/workflow`: what can be done to an execution. */
import type { Engine, SkipRequest } from '../api.ts'
import type { JsonMap } from '../model/json.ts'
import { readRerunRequest, readSkipRequest, readUpgradeRequest } from '../validation/request-readers.ts'
import { empty, json, param, plain, type Route, type RouteRequest } from './exchange.ts'
import { flagParam, textParam } from './parameters.ts'
import { readBody, readMap, readOptionalBody } from './request-body.ts'

export function workflowRoutes({ workflows }: Engine): Route[] {
  const id = (request: RouteRequest) => param(request, 'workflowId')
  return [
    {
      method: 'PUT',
      path: '/api/workflow/decide/{workflowId}',
      summary: 'Decides an execution now; due timeouts are applied first',
      async handle(request) {
        await workflows.decide(id(request))
        return empty()
      },
    },
    {
      method: 'PUT',
      path: '/api/workflow/{workflowId}/pause',
      summary: 'Pauses an execution: nothing new is scheduled',
      async handle(request) {
        await workflows.pause(id(request))
        return empty()
      },
    },
    {
      method: 'PUT',
      path: '/api/workflow/{workflowId}/resume',
      summary: 'Lets a paused execution go on',
      async handle(request) {
        await workflows.resume(id(request))
        return empty()
      },
    },
    {
      method: 'PUT',
      path: '/api/workflow/{workflowId}/skiptask/{taskReferenceName}',
      summary: 'Skips a task that has not been reached',
      async handle(request) {
        await workflows.skipTask(id(request), param(request, 'taskReferenceName'), skipRequestOf(request))
        return empty()
      },
    },
    {
      method: 'POST',
      path: '/api/workflow/{workflowId}/jump/{taskReferenceName}',
      summary: 'Goes on at a later task; what lies between is skipped',
      async handle(request) {
        const input = readOptionalBody(request, readMap, {})
        await workflows.jump(id(request), param(request, 'taskReferenceName'), input)
        return empty()
      },
    },
    {
      method: 'POST',
      path: '/api/workflow/{workflowId}/upgrade',
      summary: 'Moves a running execution to another version of its definition',
      async handle(request) {
        await workflows.upgrade(id(request), readBody(request, readUpgradeRequest))
        return empty()
      },
    },
    {
      method: 'POST',
      path: '/api/workflow/{workflowId}/rerun',
      summary: 'Runs an ended execution again, from the start or from a task',
      handle: async (request) =>
        plain(await workflows.rerun(id(request), readOptionalBody(request, readRerunRequest, {}))),
    },
    {
      method: 'POST',
      path: '/api/workflow/{workflowId}/restart',
      summary: 'Starts an ended execution over',
      async handle(request) {
        await workflows.restart(id(request), {
          useLatestDefinitions: flagParam(request, 'useLatestDefinitions', false),
        })
        return empty(204)
      },
    },
    {
      method: 'POST',
      path: '/api/workflow/{workflowId}/retry',
      summary: 'Retries the failed tasks of an ended execution',
      async handle(request) {
        await workflows.retry(id(request), {
          resumeSubworkflowTasks: flagParam(request, 'resumeSubworkflowTasks', false),
        })
        return empty(204)
      },
    },
    {
      method: 'POST',
      path: '/api/workflow/{workflowId}/resetcallbacks',
      summary: 'Makes every postponed task due now',
      async handle(request) {
        await workflows.resetCallbacks(id(request))
        return empty(204)
      },
    },
    {
      method: 'DELETE',
      path: '/api/workflow/{workflowId}',
      summary: 'Terminates an execution',
      async handle(request) {
        await workflows.terminate(id(request), {
          ...reasonOf(request),
          triggerFailureWorkflow: flagParam(request, 'triggerFailureWorkflow', false),
        })
        return empty()
      },
    },
    {
      method: 'DELETE',
      path: '/api/workflow/{workflowId}/remove',
      summary: 'Removes an execution; its summary stays findable when archived',
      async handle(request) {
        await workflows.remove(id(request), { archive: flagParam(request, 'archiveWorkflow', true) })
        return empty()
      },
    },
    {
      method: 'DELETE',
      path: '/api/workflow/{workflowId}/terminate-remove',
      summary: 'Terminates and removes an execution',
      async handle(request) {
        await workflows.terminate(id(request), reasonOf(request))
        await workflows.remove(id(request), { archive: flagParam(request, 'archiveWorkflow', true) })
        return empty()
      },
    },
    {
      method: 'POST',
      path: '/api/workflow/{workflowId}/variables',
      summary: "Merges into an execution's variables",
      handle: async (request) => json(await workflows.updateVariables(id(request), readBody(request, readMap))),
    },
  ]
}

export function reasonOf(request: RouteRequest): { reason?: string } {
  const reason = textParam(request, 'reason')
  return reason === undefined ? {} : { reason }
}

/** From the body, or from parameters of the form `taskInput[key]=text`, which is all that Conductor itself reads. */
function skipRequestOf(request: RouteRequest): SkipRequest {
  const body = readOptionalBody(request, readSkipRequest, {})
  const taskInput = bracketed(request.query, 'taskInput') ?? body.taskInput
  const taskOutput = bracketed(request.query, 'taskOutput') ?? body.taskOutput
  return { ...(taskInput === undefined ? {} : { taskInput }), ...(taskOutput === undefined ? {} : { taskOutput }) }
}

function bracketed(query: URLSearchParams, name: string): JsonMap | undefined {
  const entries = [...query].flatMap(([key, value]) => {
    const [, inner] = /^(?:\w+)\[([^\]]+)\]$/.exec(key) ?? []
    return inner !== undefined && key.startsWith(`${name}[`) ? [[inner, value] as const] : []
  })
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}
