// The store on SQLite: a file, or memory for tests and throw-away servers.

import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { openDatabase } from './database.ts'
import type { Database, SqlRow } from './database.ts'
import { takeLease } from './lease.ts'
import type { Lease } from './lease.ts'
import { migrate, versionOf } from './migrate.ts'
import type { DefinitionRow, ExecutionRow, LogRow, PendingTaskRow, PollRow, StoredTaskRow } from './rows.ts'
import { createSearches } from './sqlite-search.ts'
import { createWriter } from './sqlite-writer.ts'
import { toStoreError } from './sqlite-trouble.ts'
import { createEventReads } from './sqlite-events.ts'
import { createRetentionReads } from './sqlite-retention.ts'
import type { Store } from './store.ts'

/**
 * Opens or creates a data file and takes the lease on it. `:memory:` keeps nothing.
 * @param held a lease on the file that was taken before; the store releases it
 */
export function openSqliteStore(file: string, held?: Lease): Store {
  const inMemory = file === ':memory:'
  try {
    if (!inMemory) mkdirSync(dirname(file), { recursive: true })
    const lease = inMemory ? undefined : (held ?? takeLease(file))
    try {
      const database = openDatabase(file)
      migrate(database, file)
      return createStore(database, file, () => lease?.release())
    } catch (error) {
      lease?.release()
      throw error
    }
  } catch (cause) {
    throw toStoreError(cause, file)
  }
}

function createStore(database: Database, file: string, onClose: () => void): Store {
  const write = createWriter(database)
  const all = <Row>(sql: string) => {
    const statement = database.prepare(sql)
    // Each query names the columns of its row type.
    return (...values: (string | number | null)[]) => statement.all(...values) as unknown as Row[]
  }
  const each: Each = <Row>(sql: string) => {
    const statement = database.prepare(sql)
    return (...values: (string | number | null)[]) => statement.iterate(...values) as Iterable<unknown> as Iterable<Row>
  }
  const one = <Row>(sql: string) => {
    const statement = database.prepare(sql)
    return (...values: (string | number | null)[]) => statement.get(...values) as unknown as Row | undefined
  }
  const execution = one<ExecutionRow>('SELECT * FROM execution WHERE id = ? AND archived = 0')
  const tasks = all<StoredTaskRow>('SELECT * FROM task WHERE execution = ? ORDER BY seq, row')
  const snapshot = one<{ body: string }>('SELECT body FROM snapshot WHERE hash = ?')
  const eventNumber = one<{ next: number }>(
    'SELECT coalesce(max(number), 0) + 1 AS next FROM event WHERE execution = ?',
  )
  const events = all<{ entries: string }>('SELECT entries FROM event WHERE execution = ? ORDER BY number')
  const workflowOfTask = one<{ id: string }>(
    'SELECT e.id FROM task t JOIN execution e ON e.row = t.execution WHERE t.id = ?',
  )
  const logs = all<LogRow>('SELECT task_id, created, line FROM task_log WHERE task_id = ? ORDER BY row')
  const payload = one<{ path: string }>('SELECT path FROM payload WHERE path = ?')
  const payloads = all<{ path: string }>('SELECT path FROM payload')
  const payloadsOf = all<{ path: string }>(
    "SELECT path FROM payload WHERE execution = ? AND (holder = 'task' OR NOT ?)",
  )
  const byKey = all<{ id: string; status: string }>(
    'SELECT id, status FROM execution WHERE name = ? AND idempotency_key = ? ORDER BY row DESC',
  )
  const webhookCall = one<SqlRow>('SELECT received FROM webhook_call WHERE webhook = ? AND mark = ?')
  return {
    async commit(batch) {
      try {
        write(batch)
      } catch (cause) {
        throw toStoreError(cause, file)
      }
    },
    async probe() {
      try {
        // The same number again is a write of the file's first page all the same.
        database.exec(`PRAGMA user_version = ${versionOf(database)}`)
      } catch (cause) {
        throw toStoreError(cause, file)
      }
    },
    readExecution: (id) => execution(id),
    readTasks: (row) => tasks(row),
    readSnapshot: (hash) => snapshot(hash)?.body,
    nextEventNumber: (row) => eventNumber(row)?.next ?? 1,
    readEvents: (row) => events(row).map(({ entries }) => entries),
    workflowOfTask: (taskId) => workflowOfTask(taskId)?.id,
    readLogs: (taskId) => logs(taskId),
    hasPayload: (path) => payload(path) !== undefined,
    payloadPaths: () => new Set(payloads().map(({ path }) => path)),
    payloadsOf: (row, archive) => payloadsOf(row, archive ? 1 : 0).map(({ path }) => path),
    idsByIdempotencyKey: (name, key) => byKey(name, key),
    hasWebhookCall: (webhook, mark) => webhookCall(webhook, mark) !== undefined,
    ...startupReads(all, one, each),
    ...createEventReads(database),
    ...createRetentionReads(all, one, database),
    ...createSearches(all, database),
    close() {
      database.close()
      onClose()
    },
  }
}

export type All = <Row>(sql: string) => (...values: (string | number | null)[]) => Row[]
type Each = <Row>(sql: string) => (...values: (string | number | null)[]) => Iterable<Row>
export type One = <Row>(sql: string) => (...values: (string | number | null)[]) => Row | undefined

/** What is read when the engine opens, and seldom later. */
function startupReads(all: All, one: One, each: Each) {
  const isOpen = "t.status IN ('SCHEDULED', 'IN_PROGRESS')"
  const isRunning = "e.status IN ('RUNNING', 'PAUSED')"
  const missed = all<{ workflowId: string; taskId: string }>(
    `SELECT e.id AS workflowId, t.id AS taskId FROM task t
     JOIN execution e ON e.row = t.execution JOIN execution c ON c.id = t.sub_workflow_id
     WHERE ${isOpen} AND t.type = 'SUB_WORKFLOW' AND ${isRunning} AND c.status NOT IN ('RUNNING', 'PAUSED')`,
  )
  // Not joined the other way round: most open tasks may be such that wait for a person, and are passed over here.
  const pendingTasks = each<PendingTaskRow>(
    `SELECT t.id, e.id AS workflowId, t.def_name, t.status, t.scheduled, t.updated, t.due, t.look_at, t.queue, t.priority,
            t.awaiting
     FROM task t CROSS JOIN execution e ON e.row = t.execution
     WHERE ${isOpen} AND (t.queue IS NOT NULL OR t.look_at IS NOT NULL OR t.awaiting IS NOT NULL) AND ${isRunning}
     ORDER BY t.row`,
  )
  const openOfType = all<{ id: string; workflowId: string }>(
    `SELECT t.id, e.id AS workflowId FROM task t CROSS JOIN execution e ON e.row = t.execution
     WHERE ${isOpen} AND t.type = ? ORDER BY t.row`,
  )
  const expiring = all<{ id: string; expires: number }>(
    `SELECT e.id, e.expires FROM execution e WHERE ${isRunning} AND e.expires IS NOT NULL`,
  )
  const limited = all<{ id: string }>(
    `SELECT e.id FROM execution e WHERE ${isRunning} AND e.extra LIKE '%"rateLimitKey"%' ORDER BY e.row`,
  )
  const children = all<{ id: string }>(`SELECT e.id FROM execution e WHERE e.parent_id = ? AND ${isRunning}`)
  const openCount = one<{ n: number }>(`SELECT count(*) AS n FROM execution e WHERE ${isRunning}`)
  const last = one<SqlRow>(
    `SELECT (SELECT coalesce(max(row), 0) FROM execution) AS execution,
            (SELECT coalesce(max(row), 0) FROM task) AS task, (SELECT coalesce(max(row), 0) FROM message) AS message`,
  )
  const polls = all<PollRow>('SELECT * FROM poll')
  const definitions = all<DefinitionRow>(
    'SELECT kind, name, version, body FROM definition ORDER BY kind, name, version',
  )
  return {
    readMissedChildren: () => missed(),
    readPendingTasks: () => pendingTasks(),
    openTasksOfType: (type: string) => openOfType(type),
    readExpiring: () => expiring(),
    openChildrenOf: (id: string) => children(id).map((row) => row.id),
    readLimited: () => limited().map((row) => row.id),
    countOpen: () => openCount()?.n ?? 0,
    lastRows() {
      const row = last()
      return { execution: Number(row?.execution), task: Number(row?.task), message: Number(row?.message) }
    },
    readPolls: () => polls(),
    readDefinitions: () => definitions(),
  }
}
