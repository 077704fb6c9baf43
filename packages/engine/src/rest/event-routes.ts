/** `/api/event`: event handlers. */
import type { Engine } from '../api.ts'
import type { EventHandler } from '../event-handlers/event-handler.ts'
import { judgeEventHandler } from '../validation/request-rules.ts'
import { readEventHandler } from '../validation/request-readers.ts'
import { refuse } from '../validation/violation.ts'
import { list } from '../validation/wire-reader.ts'
import { keepTagsOf } from './definition-tags.ts'
import { empty, json, param, type Route, type RouteRequest } from './exchange.ts'
import { flagParam } from './parameters.ts'
import { readBody } from './request-body.ts'

const readEventHandlers = list(readEventHandler).read

export function eventRoutes(engine: Engine): Route[] {
  const { handlers, tags } = engine
  return [
    {
      method: 'POST',
      path: '/api/event',
      summary: 'Adds an event handler, or several one after the other',
      async handle(request) {
        for (const handler of handlersOf(request)) await handlers.add({ ...handler, ...madeBy(request) })
        await keepTagsOf(request, 'event', engine)
        return empty()
      },
    },
    {
      method: 'PUT',
      path: '/api/event',
      summary: 'Replaces an event handler',
      async handle(request) {
        const known = handlers.list().find(({ name }) => name === readBody(request, readEventHandler).name)
        const handler = handlerOf(request, 'updateEventHandler', { mayIdle: known?.actions.length === 0 })
        const createdBy = known?.createdBy
        await handlers.update({ ...handler, ...(createdBy === undefined ? {} : { createdBy }) })
        await keepTagsOf(request, 'event', engine)
        return empty()
      },
    },
    {
      method: 'DELETE',
      path: '/api/event/{name}',
      summary: 'Removes an event handler',
      async handle(request) {
        await handlers.remove(param(request, 'name'))
        return empty()
      },
    },
    { method: 'GET', path: '/api/event', summary: 'All event handlers', handle: () => json(handlers.list()) },
    {
      method: 'GET',
      path: '/api/event/handler/',
      summary: 'Nothing, where event handlers are served: clients of Orkes try it out',
      handle: () => json({}),
    },
    {
      method: 'GET',
      path: '/api/event/handler/{name}',
      summary: 'One event handler, with its tags',
      handle(request) {
        const handler = handlers.get(param(request, 'name'))
        return json({ ...handler, tags: tags.of('event', handler.name) })
      },
    },
    {
      method: 'GET',
      path: '/api/event/{event}',
      summary: 'Handlers of an event',
      handle(request) {
        const activeOnly = flagParam(request, 'activeOnly', true)
        return json(handlers.forEvent(param(request, 'event'), { activeOnly }))
      },
    },
  ]
}

function madeBy({ asker }: RouteRequest): { createdBy?: string } {
  return asker === undefined ? {} : { createdBy: asker }
}

/** The JavaScript SDK posts a list even for one; Conductor OSS takes one only. */
function handlersOf(request: RouteRequest): EventHandler[] {
  const body = readBody(request, (value, path) => (Array.isArray(value) ? readEventHandlers(value, path) : undefined))
  if (body === undefined) return [handlerOf(request, 'addEventHandler')]
  // Orkes takes handlers without actions, and Conductor OSS no lists.
  const judge = (handler: EventHandler, index: number) =>
    judgeEventHandler(handler, `addEventHandler.arg0[${index}]`, { mayIdle: true })
  refuse(body.flatMap(judge))
  return body
}

function handlerOf(request: RouteRequest, operation: string, rules: { mayIdle?: boolean } = {}): EventHandler {
  const handler = readBody(request, readEventHandler)
  refuse(judgeEventHandler(handler, `${operation}.arg0`, rules))
  return handler
}
