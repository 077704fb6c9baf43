// What every store keeps, whatever it is made of.

import { expect, it } from 'vitest'
import { emptyBatch } from '../src/store/rows.ts'
import type { Batch, ExecutionRow, TaskRow } from '../src/store/rows.ts'
import type { Store } from '../src/store/store.ts'

export function execution(row: number, more: Partial<ExecutionRow> = {}): ExecutionRow {
  return {
    row,
    id: `wf-${row}`,
    name: 'flow',
    version: 1,
    snapshot: 'hash',
    status: 'RUNNING',
    created: row * 1000,
    updated: row * 1000,
    ended: 0,
    expires: null,
    correlation_id: null,
    parent_id: null,
    parent_task_id: null,
    idempotency_key: null,
    priority: 0,
    reason: null,
    input: '{"n":1}',
    output: '{}',
    variables: '{}',
    extra: null,
    ...more,
  }
}

export function taskRow(row: number, more: Partial<TaskRow> = {}): TaskRow {
  return {
    row,
    id: `t-${row}`,
    execution: 1,
    ref: 'a',
    seq: row,
    type: 'a',
    def_name: 'a',
    status: 'SCHEDULED',
    retry_count: 0,
    poll_count: 0,
    iteration: 0,
    scheduled: 1000,
    started: 0,
    ended: 0,
    updated: 0,
    first_scheduled: 1000,
    start_delay: 0,
    callback_after: 0,
    due: 1000,
    wait_until: 0,
    look_at: null,
    queue: 'a',
    priority: 0,
    awaiting: null,
    flags: 0,
    worker_id: null,
    domain: null,
    sub_workflow_id: null,
    retried_id: null,
    reason: null,
    input: '{"x":"y"}',
    output: '{}',
    extra: null,
    ...more,
  }
}

/** @param open makes an empty store for each test, closed by the caller of the suite. */
export function storeContract(open: () => Store): void {
  const write = (store: Store, change: (batch: Batch) => void) => {
    const batch = emptyBatch()
    change(batch)
    return store.commit(batch)
  }

  it('gives back what it was given', async () => {
    const store = open()
    await write(store, (batch) => {
      batch.snapshots.push({ hash: 'hash', body: '{}' })
      batch.newExecutions.push(execution(1, { correlation_id: 'c', extra: '{"event":"e"}' }))
      batch.newTasks.push(taskRow(1), taskRow(2, { ref: 'b' }))
      batch.events.push({ execution: 1, number: 1, entries: '[1]' }, { execution: 1, number: 2, entries: '[2]' })
      batch.logs.push({ task_id: 't-1', created: 5, line: 'hello' })
      batch.polls.push({ queue: 'd:a', worker_id: 'w', task_type: 'a', domain: 'd', polled: 9 })
    })
    expect(store.readExecution('wf-1')).toMatchObject(execution(1, { correlation_id: 'c', extra: '{"event":"e"}' }))
    expect(store.readTasks(1)).toEqual([taskRow(1), taskRow(2, { ref: 'b' })])
    expect(store.readSnapshot('hash')).toBe('{}')
    expect(store.readEvents(1)).toEqual(['[1]', '[2]'])
    expect(store.nextEventNumber(1)).toBe(3)
    expect(store.workflowOfTask('t-2')).toBe('wf-1')
    expect(store.readLogs('t-1')).toEqual([{ task_id: 't-1', created: 5, line: 'hello' }])
    expect(store.readPolls()).toEqual([{ queue: 'd:a', worker_id: 'w', task_type: 'a', domain: 'd', polled: 9 }])
    expect(store.lastRows()).toEqual({ execution: 1, task: 2, message: 0 })
  })

  it('changes rows, and inputs only when there is a new one', async () => {
    const store = open()
    await write(store, (batch) => {
      batch.newExecutions.push(execution(1))
      batch.newTasks.push(taskRow(1), taskRow(2))
    })
    await write(store, (batch) => {
      batch.executions.push(execution(1, { status: 'COMPLETED', ended: 7 }))
      batch.tasks.push(taskRow(1, { status: 'COMPLETED', output: '{"r":1}', input: undefined }))
      batch.tasks.push(taskRow(2, { input: '{"new":1}' }))
    })
    expect(store.readExecution('wf-1')).toMatchObject({ status: 'COMPLETED', ended: 7 })
    expect(store.readTasks(1)).toMatchObject([
      { status: 'COMPLETED', output: '{"r":1}', input: '{"x":"y"}' },
      { input: '{"new":1}' },
    ])
  })

  it('writes all of a batch or nothing', async () => {
    const store = open()
    await write(store, (batch) => batch.newExecutions.push(execution(1)))
    await expect(
      write(store, (batch) => {
        batch.newTasks.push(taskRow(1))
        batch.newExecutions.push(execution(1))
      }),
    ).rejects.toThrow(/UNIQUE|constraint/i)
    expect(store.readTasks(1)).toEqual([])
    // It is not stuck in the transaction that failed.
    await write(store, (batch) => batch.newTasks.push(taskRow(1)))
    expect(store.readTasks(1)).toHaveLength(1)
  })

  it('removes tasks and executions, keeping the summary of archived ones', async () => {
    const store = open()
    await write(store, (batch) => {
      batch.newExecutions.push(execution(1), execution(2))
      batch.newTasks.push(taskRow(1), taskRow(2), taskRow(3, { execution: 2 }))
      batch.events.push({ execution: 1, number: 1, entries: '[]' }, { execution: 2, number: 1, entries: '[]' })
    })
    await write(store, (batch) => batch.removedTasks.push(1))
    expect(store.readTasks(1)).toHaveLength(1)
    await write(store, (batch) => {
      batch.removedExecutions.push({ row: 1, archive: true }, { row: 2, archive: false })
    })
    expect(store.readExecution('wf-1')).toBeUndefined()
    expect(store.readTasks(1)).toEqual([])
    expect(store.searchExecutions({}).rows.map(({ id }) => id)).toEqual(['wf-1'])
    expect(store.readEvents(2)).toEqual([])
  })

  it('tells at start-up what is open', async () => {
    const store = open()
    await write(store, (batch) => {
      batch.newExecutions.push(
        execution(1, { expires: 99 }),
        execution(2, { status: 'COMPLETED', expires: null }),
        execution(3, { status: 'COMPLETED', parent_id: 'wf-1' }),
        execution(4, { parent_id: 'wf-1' }),
      )
      batch.newTasks.push(
        taskRow(1),
        taskRow(2, { status: 'COMPLETED' }),
        taskRow(3, { type: 'SUB_WORKFLOW', status: 'IN_PROGRESS', sub_workflow_id: 'wf-3', queue: null }),
        taskRow(4, { type: 'SUB_WORKFLOW', status: 'IN_PROGRESS', sub_workflow_id: 'wf-4', queue: null }),
        taskRow(5, { type: 'HUMAN', status: 'IN_PROGRESS', queue: null }),
        taskRow(6, { type: 'WAIT', status: 'IN_PROGRESS', queue: null, look_at: 9 }),
        taskRow(7, { type: 'INLINE', status: 'IN_PROGRESS', queue: null, awaiting: 'script' }),
      )
    })
    expect([...store.readPendingTasks()].map(({ id }) => id)).toEqual(['t-1', 't-6', 't-7'])
    expect(store.openTasksOfType('SUB_WORKFLOW').map(({ id }) => id)).toEqual(['t-3', 't-4'])
    expect(store.readExpiring()).toEqual([{ id: 'wf-1', expires: 99 }])
    expect(store.readMissedChildren()).toEqual([{ workflowId: 'wf-1', taskId: 't-3' }])
    expect(store.openChildrenOf('wf-1')).toEqual(['wf-4'])
    expect(store.countOpen()).toBe(2)
  })

  it('keeps definitions by kind, name and version', async () => {
    const store = open()
    await write(store, (batch) => {
      batch.definitions.push(
        { kind: 'workflow', name: 'f', version: 1, body: 'a' },
        { kind: 'task', name: 'f', version: 0, body: 'b' },
      )
    })
    await write(store, (batch) => batch.definitions.push({ kind: 'workflow', name: 'f', version: 1, body: 'c' }))
    expect(store.readDefinitions().map(({ body }) => body)).toEqual(['b', 'c'])
    await write(store, (batch) => batch.definitions.push({ kind: 'task', name: 'f', version: 0, body: null }))
    expect(store.readDefinitions().map(({ body }) => body)).toEqual(['c'])
  })

  it('keeps messages until they have been handled', async () => {
    const store = open()
    const message = { row: 1, id: 'm', event: 'conductor:a', created: 1, payload: '{}' }
    await write(store, (batch) => batch.messages.push(message, { ...message, row: 2, event: 'conductor:b' }))
    expect(store.readWaitingMessages('conductor:a')).toEqual([message])
    expect(store.readWaitingMessages()).toHaveLength(2)
    await write(store, (batch) => batch.handledMessages.push(1))
    expect(store.readWaitingMessages('conductor:a')).toEqual([])
    expect(store.readMessages('conductor:a', 1, 10)).toEqual([{ ...message, handled: 1 }])
    expect(store.readMessages('conductor:a', 2, 10)).toEqual([])
    expect(store.countMessages(0)).toEqual([
      { name: 'conductor:a', count: 1 },
      { name: 'conductor:b', count: 1 },
    ])
  })

  it('knows what handlers have done, newest first', async () => {
    const store = open()
    const row = { id: 'h:m_0', handler: 'h', event: 'conductor:a', created: 1, status: 'COMPLETED', body: '{}' }
    const later = { ...row, id: 'h:n_0', created: 2 }
    await write(store, (batch) => batch.eventExecutions.push(row, later, { ...row, id: 'g:m_0', handler: 'g' }))
    expect(store.readEventExecution('h:m_0')).toEqual(row)
    expect(store.readEventExecution('h:m_1')).toBeUndefined()
    expect(store.readEventExecutions('h', 0, 10)).toEqual([later, row])
    expect(store.readEventExecutions('h', 2, 10)).toEqual([later])
    expect(store.readEventExecutions('h', 0, 1)).toEqual([later])
    expect(store.countEventExecutions(0)).toEqual([
      { name: 'g', count: 1 },
      { name: 'h', count: 2 },
    ])
  })

  it('finds executions by what they are', async () => {
    const store = open()
    await write(store, (batch) => {
      for (const row of [1, 2, 3]) {
        batch.newExecutions.push(
          execution(row, {
            name: row === 3 ? 'other' : 'flow',
            status: row === 1 ? 'COMPLETED' : 'RUNNING',
            correlation_id: `c${row}`,
            parent_id: row === 2 ? 'wf-1' : null,
            input: `{"city":"Town ${row}%"}`,
            extra: row === 3 ? '{"failedRefs":["post_letter"],"createdBy":"somebody"}' : null,
          }),
        )
      }
    })
    const found = (request: Parameters<Store['searchExecutions']>[0]) =>
      store.searchExecutions(request).rows.map(({ row }) => row)
    const where = (field: string, operator: '=' | '>' | 'IN', ...values: string[]) => ({
      clauses: [{ field, operator, values }],
    })
    expect(found({})).toEqual([3, 2, 1])
    expect(found(where('workflowType', '=', 'flow'))).toEqual([2, 1])
    expect(found(where('workflowType', '=', 'fl*'))).toEqual([2, 1])
    expect(found(where('status', 'IN', 'COMPLETED', 'FAILED'))).toEqual([1])
    expect(found(where('startTime', '>', '1500'))).toEqual([3, 2])
    expect(found(where('parentWorkflowId', '=', ''))).toEqual([3, 1])
    expect(found(where('unknown', '=', 'x'))).toEqual([3, 2, 1])
    expect(found({ freeText: 'town 2%' })).toEqual([2])
    expect(found({ freeText: '"town 2%"' })).toEqual([2])
    expect(found({ freeText: '**' })).toEqual([3, 2, 1])
    expect(found({ freeText: 'post_letter' })).toEqual([3])
    expect(found({ freeText: 'somebody' })).toEqual([])
    expect(found({ sort: [{ field: 'startTime', descending: false }] })).toEqual([1, 2, 3])
    expect(store.searchExecutions({ start: 1, size: 1 })).toMatchObject({ totalHits: 3, rows: [{ row: 2 }] })
    expect(store.searchExecutions({ size: 0 })).toEqual({ totalHits: 3, rows: [] })
    expect(store.idsByCorrelation('flow', 'c2', false)).toEqual(['wf-2'])
    expect(store.idsByCorrelation('flow', 'c1', false)).toEqual([])
    expect(store.idsByCorrelation('flow', 'c1', true)).toEqual(['wf-1'])
    expect(store.runningIds('flow', undefined, undefined, undefined)).toEqual(['wf-2'])
    expect(store.runningIds('flow', 1, 0, 1500)).toEqual(['wf-1'])
  })

  it('finds tasks by what they are and what they belong to', async () => {
    const store = open()
    await write(store, (batch) => {
      batch.newExecutions.push(execution(1), execution(2, { name: 'other', correlation_id: 'order 7' }))
      batch.newTasks.push(taskRow(1), taskRow(2, { type: 'b', status: 'COMPLETED' }), taskRow(3, { execution: 2 }))
    })
    const holding = (freeText: string) => store.searchTasks({ freeText }).hits.map(({ taskId }) => taskId)
    const found = (field: string, value: string) =>
      store.searchTasks({ clauses: [{ field, operator: '=', values: [value] }] }).hits.map(({ taskId }) => taskId)
    expect(found('taskType', 'a')).toEqual(['t-3', 't-1'])
    expect(found('workflowId', 'wf-1')).toEqual(['t-2', 't-1'])
    expect(found('workflowType', 'other')).toEqual(['t-3'])
    expect(found('status', 'COMPLETED')).toEqual(['t-2'])
    expect(holding('order')).toEqual(['t-3'])
    expect(holding('"other"')).toEqual(['t-3'])
  })

  it('takes a search for what it says, not for what it does', async () => {
    const store = open()
    await write(store, (batch) => batch.newExecutions.push(execution(1)))
    const values = ["x' OR '1'='1", '"; DROP TABLE execution; --']
    for (const value of values) {
      expect(store.searchExecutions({ clauses: [{ field: 'status', operator: '=', values: [value] }] }).totalHits).toBe(
        0,
      )
      expect(store.searchExecutions({ freeText: value }).totalHits).toBe(0)
    }
    expect(store.searchExecutions({}).totalHits).toBe(1)
  })
}
