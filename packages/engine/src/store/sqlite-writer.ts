// Writes a batch in one transaction, with statements prepared once.

import type { Database, SqlValue, Statement } from './database.ts'
import type { Batch, ExecutionRow, TaskRow } from './rows.ts'

/**
 * What can change once an execution has its row. What cannot is left out of updates: SQLite would take it out of each
 * index that it is in, and put it in again.
 */
const executionColumns = [
  'version',
  'snapshot',
  'status',
  'created',
  'updated',
  'ended',
  'expires',
  'correlation_id',
  'priority',
  'reason',
  'input',
  'output',
  'variables',
  'extra',
] as const satisfies readonly (keyof ExecutionRow)[]

/** What can change once a task has its row; its input apart. */
const taskColumns = [
  'seq',
  'type',
  'def_name',
  'status',
  'retry_count',
  'poll_count',
  'iteration',
  'scheduled',
  'started',
  'ended',
  'updated',
  'first_scheduled',
  'start_delay',
  'callback_after',
  'due',
  'wait_until',
  'look_at',
  'queue',
  'priority',
  'awaiting',
  'flags',
  'worker_id',
  'domain',
  'sub_workflow_id',
  'retried_id',
  'reason',
  'output',
  'extra',
] as const satisfies readonly (keyof TaskRow)[]

export type Writer = (batch: Batch) => void

export function createWriter(database: Database): Writer {
  const statements = prepareAll(database)
  return (batch) => {
    database.exec('BEGIN IMMEDIATE')
    try {
      writeAll(statements, batch)
      database.exec('COMMIT')
    } catch (error) {
      rollBack(database)
      throw error
    }
  }
}

/** SQLite has rolled back by itself already when the disk was full or refused. */
function rollBack(database: Database): void {
  try {
    database.exec('ROLLBACK')
  } catch {
    // There is no transaction any more, which is what was wanted.
  }
}

type Statements = ReturnType<typeof prepareAll>

function prepareAll(database: Database) {
  const insert = (table: string, columns: readonly string[]) =>
    database.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`)
  const update = (table: string, columns: readonly string[]) =>
    database.prepare(`UPDATE ${table} SET ${columns.map((column) => `${column} = ?`).join(', ')} WHERE row = ?`)
  return {
    insertExecution: insert('execution', [
      ...executionColumns,
      'row',
      'id',
      'name',
      'parent_id',
      'parent_task_id',
      'idempotency_key',
    ]),
    updateExecution: update('execution', executionColumns),
    insertTask: insert('task', [...taskColumns, 'row', 'id', 'execution', 'ref', 'input']),
    updateTask: update('task', taskColumns),
    updateTaskInput: update('task', ['input']),
    insertEvent: insert('event', ['execution', 'number', 'entries']),
    insertSnapshot: database.prepare('INSERT OR IGNORE INTO snapshot (hash, body) VALUES (?, ?)'),
    insertLog: insert('task_log', ['task_id', 'created', 'line']),
    // One that is there belongs to an earlier attempt of the same commit's work.
    insertPayload: database.prepare(
      'INSERT OR IGNORE INTO payload (path, execution, holder, bytes) VALUES (?, ?, ?, ?)',
    ),
    removePayloadsOf: database.prepare("DELETE FROM payload WHERE execution = ? AND (holder = 'task' OR NOT ?)"),
    putPoll: database.prepare(
      'INSERT OR REPLACE INTO poll (queue, worker_id, task_type, domain, polled) VALUES (?, ?, ?, ?, ?)',
    ),
    putDefinition: database.prepare(
      'INSERT OR REPLACE INTO definition (kind, name, version, body) VALUES (?, ?, ?, ?)',
    ),
    removeDefinition: database.prepare('DELETE FROM definition WHERE kind = ? AND name = ? AND version = ?'),
    insertMessage: database.prepare(
      'INSERT INTO message (row, id, event, created, handled, payload) VALUES (?, ?, ?, ?, 0, ?)',
    ),
    handleMessage: database.prepare('UPDATE message SET handled = 1 WHERE row = ?'),
    putEventExecution: database.prepare(
      'INSERT OR REPLACE INTO event_execution (id, handler, event, created, status, body) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    putScheduleExecution: database.prepare(
      `INSERT OR REPLACE INTO schedule_execution
       (id, schedule, scheduled, executed, state, workflow_name, workflow_id, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    insertWebhookCall: database.prepare(
      'INSERT OR IGNORE INTO webhook_call (webhook, mark, received) VALUES (?, ?, ?)',
    ),
    forgetWebhookCalls: database.prepare('DELETE FROM webhook_call WHERE received < ?'),
    removeTask: database.prepare('DELETE FROM task WHERE row = ?'),
    removeTaskLogs: database.prepare('DELETE FROM task_log WHERE task_id = (SELECT id FROM task WHERE row = ?)'),
    removeTasksOf: database.prepare('DELETE FROM task WHERE execution = ?'),
    removeLogsOf: database.prepare('DELETE FROM task_log WHERE task_id IN (SELECT id FROM task WHERE execution = ?)'),
    removeEventsOf: database.prepare('DELETE FROM event WHERE execution = ?'),
    removeExecution: database.prepare('DELETE FROM execution WHERE row = ?'),
    forgetMessages: database.prepare('DELETE FROM message WHERE created < ?'),
    forgetPolls: database.prepare('DELETE FROM poll WHERE polled < ?'),
    forgetSnapshot: database.prepare('DELETE FROM snapshot WHERE hash = ?'),
    forgetEventExecutions: database.prepare('DELETE FROM event_execution WHERE created < ?'),
    forgetScheduleExecutions: database.prepare('DELETE FROM schedule_execution WHERE executed < ?'),
    archiveExecution: database.prepare('UPDATE execution SET archived = 1 WHERE row = ?'),
  }
}

function writeAll(to: Statements, batch: Batch): void {
  // Before those that come in: somebody may have use for one of them again.
  for (const hash of batch.forgottenSnapshots) to.forgetSnapshot.run(hash)
  for (const { hash, body } of batch.snapshots) to.insertSnapshot.run(hash, body)
  for (const row of batch.newExecutions) {
    const { id, name, parent_id, parent_task_id, idempotency_key } = row
    runWithExecution(to.insertExecution, row, id, name, parent_id, parent_task_id, idempotency_key)
  }
  for (const row of batch.executions) runWithExecution(to.updateExecution, row)
  for (const row of batch.removedTasks) {
    to.removeTaskLogs.run(row)
    to.removeTask.run(row)
  }
  for (const row of batch.newTasks) runWithTask(to.insertTask, row, row.id, row.execution, row.ref, row.input ?? '{}')
  for (const row of batch.tasks) {
    runWithTask(to.updateTask, row)
    if (row.input !== undefined) to.updateTaskInput.run(row.input, row.row)
  }
  for (const { execution, number, entries } of batch.events) to.insertEvent.run(execution, number, entries)
  for (const { task_id, created, line } of batch.logs) to.insertLog.run(task_id, created, line)
  for (const { path, execution, holder, bytes } of batch.payloads) to.insertPayload.run(path, execution, holder, bytes)
  for (const row of batch.polls) to.putPoll.run(row.queue, row.worker_id, row.task_type, row.domain, row.polled)
  writeDefinitions(to, batch)
  writeMessages(to, batch)
  writeScheduleExecutions(to, batch)
  for (const { webhook, mark, received } of batch.webhookCalls) to.insertWebhookCall.run(webhook, mark, received)
  for (const before of batch.forgottenCalls) to.forgetWebhookCalls.run(before)
  for (const { row, archive } of batch.removedExecutions) removeExecution(to, row, archive)
  for (const before of batch.forgottenBefore) {
    to.forgetMessages.run(before)
    to.forgetEventExecutions.run(before)
    to.forgetScheduleExecutions.run(before)
    to.forgetPolls.run(before)
  }
}

function writeDefinitions(to: Statements, batch: Batch): void {
  for (const { kind, name, version, body } of batch.definitions) {
    if (body === null) to.removeDefinition.run(kind, name, version)
    else to.putDefinition.run(kind, name, version, body)
  }
}

function writeMessages(to: Statements, batch: Batch): void {
  for (const { row, id, event, created, payload } of batch.messages) {
    to.insertMessage.run(row, id, event, created, payload)
  }
  for (const row of batch.handledMessages) to.handleMessage.run(row)
  for (const row of batch.eventExecutions) {
    to.putEventExecution.run(row.id, row.handler, row.event, row.created, row.status, row.body)
  }
}

function writeScheduleExecutions(to: Statements, batch: Batch): void {
  for (const row of batch.scheduleExecutions) {
    const { id, schedule, scheduled, executed, state, workflow_name, workflow_id, body } = row
    to.putScheduleExecution.run(id, schedule, scheduled, executed, state, workflow_name, workflow_id, body)
  }
}

function removeExecution(to: Statements, row: number, archive: boolean): void {
  to.removeLogsOf.run(row)
  to.removeTasksOf.run(row)
  to.removePayloadsOf.run(row, archive ? 1 : 0)
  if (archive) to.archiveExecution.run(row)
  else {
    to.removeEventsOf.run(row)
    to.removeExecution.run(row)
  }
}

// In the order of the columns above, the row's key behind them. Written out: looking each up by its name takes several times
// as long, and a list of them would be made for each row.

function runWithExecution(statement: Statement, row: ExecutionRow, ...more: SqlValue[]): void {
  statement.run(
    row.version,
    row.snapshot,
    row.status,
    row.created,
    row.updated,
    row.ended,
    row.expires,
    row.correlation_id,
    row.priority,
    row.reason,
    row.input,
    row.output,
    row.variables,
    row.extra,
    row.row,
    ...more,
  )
}

function runWithTask(statement: Statement, row: TaskRow, ...more: SqlValue[]): void {
  statement.run(
    row.seq,
    row.type,
    row.def_name,
    row.status,
    row.retry_count,
    row.poll_count,
    row.iteration,
    row.scheduled,
    row.started,
    row.ended,
    row.updated,
    row.first_scheduled,
    row.start_delay,
    row.callback_after,
    row.due,
    row.wait_until,
    row.look_at,
    row.queue,
    row.priority,
    row.awaiting,
    row.flags,
    row.worker_id,
    row.domain,
    row.sub_workflow_id,
    row.retried_id,
    row.reason,
    row.output,
    row.extra,
    row.row,
    ...more,
  )
}
