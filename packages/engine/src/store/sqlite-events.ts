// Reads messages of event queues, and what handlers have made of them.

import type { Database } from './database.ts'
import type { EventExecutionRow, MessageRow, StoredMessageRow } from './rows.ts'
import type { EventReads } from './store.ts'

export function createEventReads(database: Database): EventReads {
  const all = <Row>(sql: string) => {
    const statement = database.prepare(sql)
    // Each query names the columns of its row type.
    return (...values: (string | number | null)[]) => statement.all(...values) as unknown as Row[]
  }
  const waiting = all<MessageRow>(
    'SELECT row, id, event, created, payload FROM message WHERE handled = 0 AND (?1 IS NULL OR event = ?1) ORDER BY row',
  )
  const messages = all<StoredMessageRow>(
    'SELECT * FROM message WHERE event = ? AND created >= ? ORDER BY created DESC, row DESC LIMIT ?',
  )
  const execution = all<EventExecutionRow>('SELECT * FROM event_execution WHERE id = ?')
  const executions = all<EventExecutionRow>(
    'SELECT * FROM event_execution WHERE handler = ? AND created >= ? ORDER BY created DESC, id DESC LIMIT ?',
  )
  const messageCounts = all<{ name: string; count: number }>(
    'SELECT event AS name, count(*) AS count FROM message WHERE created >= ? GROUP BY event ORDER BY event',
  )
  const executionCounts = all<{ name: string; count: number }>(
    'SELECT handler AS name, count(*) AS count FROM event_execution WHERE created >= ? GROUP BY handler ORDER BY handler',
  )
  return {
    readWaitingMessages: (event?: string) => waiting(event ?? null),
    readMessages: (event, since, most) => messages(event, since, most),
    readEventExecution: (id) => execution(id)[0],
    readEventExecutions: (handler, since, most) => executions(handler, since, most),
    countMessages: (since) => messageCounts(since),
    countEventExecutions: (since) => executionCounts(since),
  }
}
