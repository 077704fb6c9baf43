// Finding executions and tasks.

import type { SearchRequest } from '../api.ts'
import type { ScheduleExecutionSearch } from '../scheduler/schedule.ts'
import type { Database, SqlValue } from './database.ts'
import type { ExecutionRow, ScheduleExecutionRow } from './rows.ts'
import { executionTable, taskTable, toSearchSql } from './search-sql.ts'
import type { SearchTable } from './search-sql.ts'
import type { All } from './sqlite-store.ts'

export function createSearches(all: All, database: Database) {
  const isOpen = "e.status IN ('RUNNING', 'PAUSED')"
  const correlated = all<{ id: string }>(
    `SELECT e.id FROM execution e WHERE e.correlation_id = ? AND e.name = ? AND e.archived = 0
     AND (? OR ${isOpen}) ORDER BY e.row`,
  )
  const running = all<{ id: string }>(
    "SELECT e.id FROM execution e WHERE e.name = ? AND e.status = 'RUNNING' ORDER BY e.row",
  )
  const created = all<{ id: string }>(
    `SELECT e.id FROM execution e WHERE e.name = ? AND e.version = ? AND e.created >= ? AND e.created <= ?
     AND e.archived = 0 ORDER BY e.row`,
  )
  const find = (from: string, columns: string, table: SearchTable, newestFirst: string, request: SearchRequest) => {
    const sql = toSearchSql(request, table, newestFirst)
    // Searches differ in shape, so their statements are not kept.
    const counted = database.prepare(`SELECT count(*) AS n FROM ${from} WHERE ${sql.where}`).get(...sql.values)
    const size = request.size ?? 100
    const rows =
      size === 0
        ? []
        : database
            .prepare(`SELECT ${columns} FROM ${from} WHERE ${sql.where} ORDER BY ${sql.orderBy} LIMIT ? OFFSET ?`)
            .all(...sql.values, size < 0 ? -1 : size, Math.max(0, request.start ?? 0))
    return { totalHits: Number(counted?.n ?? 0), rows }
  }
  return {
    idsByCorrelation: (name: string, correlationId: string, includeClosed: boolean) =>
      correlated(correlationId, name, includeClosed ? 1 : 0).map(({ id }) => id),
    runningIds: (name: string, version: number | undefined, from: number | undefined, to: number | undefined) =>
      (from === undefined || to === undefined ? running(name) : created(name, version ?? 1, from, to)).map(
        ({ id }) => id,
      ),
    searchExecutions(request: SearchRequest) {
      const { totalHits, rows } = find('execution e', 'e.*', executionTable, 'e.row DESC', request)
      return { totalHits, rows: rows as unknown as ExecutionRow[] } // the columns of the table are the row's
    },
    searchScheduleExecutions(search: ScheduleExecutionSearch) {
      const { where, values } = scheduleConditions(search)
      const counted = database.prepare(`SELECT count(*) AS n FROM schedule_execution WHERE ${where}`).get(...values)
      const order = search.oldestFirst ? 'ASC' : 'DESC'
      const rows = database
        .prepare(`SELECT * FROM schedule_execution WHERE ${where} ORDER BY scheduled ${order}, id LIMIT ? OFFSET ?`)
        .all(...values, search.size ?? 100, search.start ?? 0)
      // The columns of the table are the row's.
      return { totalHits: Number(counted?.n ?? 0), rows: rows as unknown as ScheduleExecutionRow[] }
    },
    searchTasks(request: SearchRequest) {
      const from = 'task t JOIN execution e ON e.row = t.execution'
      const columns = 't.id AS taskId, e.id AS workflowId'
      const { totalHits, rows } = find(from, columns, taskTable, 't.row DESC', request)
      return {
        totalHits,
        hits: rows.map((row) => ({ taskId: String(row.taskId), workflowId: String(row.workflowId) })),
      }
    },
  }
}

function scheduleConditions(search: ScheduleExecutionSearch) {
  const conditions = ['1']
  const values: SqlValue[] = []
  const among = (column: string, listed: readonly string[] | undefined) => {
    if (!listed) return
    conditions.push(`${column} IN (${listed.map(() => '?').join(', ')})`)
    values.push(...listed)
  }
  const compare = (condition: string, value: SqlValue | undefined) => {
    if (value === undefined) return
    conditions.push(condition)
    values.push(value)
  }
  among('schedule', search.scheduleNames)
  among('state', search.states)
  compare('workflow_name = ?', search.workflowName)
  compare('id = ?', search.executionId)
  compare('scheduled > ?', search.after)
  compare('scheduled < ?', search.before)
  return { where: conditions.join(' AND '), values }
}
