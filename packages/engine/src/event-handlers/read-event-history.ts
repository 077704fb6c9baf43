// Reads back what came for events and what handlers made of it.

import type { JsonMap } from '../model/json.ts'
import type { Core } from '../runtime/core.ts'
import type { EventExecutionRow } from '../store/rows.ts'
import type { EventHandler } from './event-handler.ts'
import type { EventExecution, EventHistory } from './event-history.ts'

const most = 100
/** An execution comes soon after its message. */
const mostMessages = 1000

export function createEventHistory(core: Core, handlersOf: (event: string) => readonly EventHandler[]): EventHistory {
  const { store } = core
  return {
    async executions(handler, since = 0) {
      await core.commits.flush()
      const rows = store.readEventExecutions(handler, since, most)
      // A handler may have been for another event before.
      const events = new Set(rows.map(({ event }) => event))
      const messages = [...events].flatMap((event) => store.readMessages(event, 0, mostMessages))
      const payloads = new Map(messages.map(({ event, id, payload }) => [`${event} ${id}`, payload]))
      return rows.map((row) => toExecution(row, (id) => payloads.get(`${row.event} ${id}`)))
    },
    async messages(event, since = 0) {
      await core.commits.flush()
      const actions = handlersOf(event).flatMap(({ name, actions: listed }) =>
        listed.map((_, index) => ({ name, index })),
      )
      return store.readMessages(event, since, most).map((row) => ({
        id: row.id,
        event: row.event,
        created: row.created,
        isHandled: row.handled === 1,
        // Written by `accept`.
        payload: JSON.parse(row.payload) as JsonMap,
        executions: actions.flatMap(({ name, index }) => {
          const found = store.readEventExecution(executionId(name, row.id, index))
          return found ? [toExecution(found, () => row.payload)] : []
        }),
      }))
    },
    async messageCounts(since = 0) {
      await core.commits.flush()
      return store.countMessages(since)
    },
    async executionCounts(since = 0) {
      await core.commits.flush()
      return store.countEventExecutions(since)
    },
  }
}

/** The same for a second try of the action: it must not be done twice. */
export function executionId(handler: string, messageId: string, action: number): string {
  return `${handler}:${messageId}_${action}`
}

function toExecution(
  { id, handler, event, created, status, body }: EventExecutionRow,
  payloadOf: (messageId: string) => string | undefined,
): EventExecution {
  // Both written where handlers act.
  const { action, messageId, output } = JSON.parse(body) as Pick<EventExecution, 'action' | 'messageId' | 'output'>
  const payload: JsonMap = JSON.parse(payloadOf(messageId) ?? '{}')
  return {
    id,
    messageId,
    name: handler,
    event,
    action,
    created,
    status: status as EventExecution['status'],
    output,
    payload,
  }
}
