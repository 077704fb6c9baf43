/** What came for events and what handlers did about it, as Orkes' clients ask; Conductor OSS has none of it. */
import { randomUUID } from 'node:crypto'
import type { Engine } from '../api.ts'
import type { EventExecution, EventMessage } from '../event-handlers/event-history.ts'
import { isMap } from '../model/json.ts'
import { empty, json, param, type Route, type RouteRequest } from './exchange.ts'
import { numberParam } from './parameters.ts'
import { readBody, readMap } from './request-body.ts'
import { RequestError } from './request-error.ts'

export function eventHistoryRoutes({ handlers }: Engine): Route[] {
  const { history } = handlers
  const withHandler = (execution: EventExecution) => {
    const eventHandler = handlers.list().find(({ name }) => name === execution.name)
    return { ...execution, fullMessagePayload: execution.payload, ...(eventHandler ? { eventHandler } : {}) }
  }
  return [
    {
      method: 'POST',
      path: '/api/event/handleIncomingEvent',
      summary: 'Takes a message for the event that it names; answers when handlers have dealt with it',
      async handle(request) {
        const payload = readBody(request, readMap)
        const { event } = payload
        if (typeof event !== 'string' || event === '') throw new RequestError(400, "The message names no 'event'.")
        await handlers.deliver(event, randomUUID(), payload)
        return empty()
      },
    },
    {
      method: 'GET',
      path: '/api/event/execution',
      summary: 'Handlers that have done something, with how often',
      async handle(request) {
        const counts = await history.executionCounts(since(request))
        const messages = new Map((await history.messageCounts(since(request))).map(({ name, count }) => [name, count]))
        const results = handlers.list().flatMap(({ name, event, active }) => {
          const found = counts.find((each) => each.name === name)
          if (found === undefined) return []
          return [{ name, event, active, numberOfActions: found.count, numberOfMessages: messages.get(event) ?? 0 }]
        })
        return json({ totalHits: results.length, results })
      },
    },
    {
      method: 'GET',
      path: '/api/event/execution/{handler}',
      summary: 'What a handler has done, newest first',
      handle: async (request) =>
        json((await history.executions(param(request, 'handler'), since(request))).map(withHandler)),
    },
    {
      method: 'GET',
      path: '/api/event/message',
      summary: 'Events that messages have come for, with how many, and what was done',
      async handle(request) {
        const actions = new Map((await history.executionCounts(since(request))).map(({ name, count }) => [name, count]))
        const results = (await history.messageCounts(since(request))).map(({ name: event, count }) => {
          const listening = handlers.forEvent(event, { activeOnly: false })
          return {
            event,
            active: listening.some(({ active }) => active),
            numberOfMessages: count,
            numberOfActions: listening.reduce((sum, { name }) => sum + (actions.get(name) ?? 0), 0),
          }
        })
        return json({ totalHits: results.length, results })
      },
    },
    {
      method: 'GET',
      path: '/api/event/message/{event}',
      summary: 'Messages of an event, newest first, with what was done about each',
      handle: async (request) => json((await history.messages(param(request, 'event'), since(request))).map(toWire)),
    },
    {
      method: 'POST',
      path: '/api/event/queue/connectivity',
      summary: 'Whether an EVENT task could publish to a sink',
      handle(request) {
        const body = readBody(request, readMap)
        const { sink, input } = body
        if (typeof sink !== 'string' || sink === '' || !(input === undefined || input === null || isMap(input))) {
          throw new RequestError(400, "A 'sink' is needed, and an 'input' that is an object.")
        }
        const [type = ''] = sink.split(':')
        if (type === 'conductor') return json({ successful: true })
        return json({ successful: false, reason: `EVENT tasks publish to conductor here, not to ${type}.` })
      },
    },
  ]
}

/** Conductor's console asks for the last so many milliseconds; a time would be far larger. 0: for everything. */
function since(request: RouteRequest): number {
  const from = numberParam(request, 'from', 0)
  return from > 0 && from < 1e11 ? Date.now() - from : from
}

function toWire({ id, event, created, isHandled, payload, executions }: EventMessage) {
  return {
    id,
    eventTarget: event,
    eventType: event.startsWith('webhook:') ? 'WEBHOOK' : 'MESSAGE',
    createdAt: created,
    status: isHandled ? 'HANDLED' : 'RECEIVED',
    fullPayload: payload,
    payload: JSON.stringify(payload),
    eventExecutions: executions,
  }
}
