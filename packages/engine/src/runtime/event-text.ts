// The event log as it is stored: one text for what a commit has changed in an execution. A log is written far more often than
// it is read, so what would be there again and again (the id of a task, the time, who did it) is there once.

import type { EventLogEntry, TaskTransition, WorkflowTransition } from '../event-log.ts'

/**
 * A flat list: nested ones take twice as long to write. First the time of the first entry, epoch ms. Then
 * - for a task that the transition before was not about, four values: id, reference, type, retry count;
 * - for each transition of a task, five values: ms since the first entry, who (0: as before), to, from (0: nothing), why (0:
 *   not said);
 * - for each transition of the workflow, which are few, the entry as it is.
 */
type Stored = readonly [at: number, ...rest: (string | number | WorkflowTransition)[]]

type TaskPart = Pick<TaskTransition, 'taskId' | 'ref' | 'taskType' | 'retryCount'>

/** @param entries of one commit and one execution, at least one. */
export function toEventText(entries: readonly EventLogEntry[]): string {
  const at = entries[0]?.at ?? 0
  const stored: (string | number | WorkflowTransition)[] = [at]
  let task: TaskPart | undefined
  let by: string | undefined
  for (const entry of entries) {
    if (entry.kind === 'workflow') stored.push(entry)
    else {
      if (!task || !isSameTask(task, entry)) stored.push(entry.taskId, entry.ref, entry.taskType, entry.retryCount)
      stored.push(entry.at - at, entry.by === by ? 0 : entry.by, entry.to, entry.from ?? 0, entry.reason ?? 0)
      task = entry
      by = entry.by
    }
  }
  return JSON.stringify(stored)
}

function isSameTask(a: TaskPart, b: TaskPart): boolean {
  return a.taskId === b.taskId && a.retryCount === b.retryCount && a.ref === b.ref && a.taskType === b.taskType
}

/** Reads what `toEventText` has written, and the list of entries that was written up to schema version 6. */
export function readEventText(text: string): EventLogEntry[] {
  // Written by one of the two.
  const stored = JSON.parse(text) as Stored | EventLogEntry[]
  return isShort(stored) ? readShort(stored) : stored
}

function isShort(stored: Stored | EventLogEntry[]): stored is Stored {
  return typeof stored[0] === 'number'
}

function readShort(stored: Stored): EventLogEntry[] {
  const [at] = stored
  const entries: EventLogEntry[] = []
  let task: TaskPart = { taskId: '', ref: '', taskType: '', retryCount: 0 }
  let by = ''
  for (let place = 1; place < stored.length; ) {
    const value = stored[place]
    if (typeof value === 'object') {
      entries.push(value)
      place += 1
    } else if (typeof value === 'string') {
      // The four and the five values, as they were put there.
      const [taskId, ref, taskType, retryCount] = stored.slice(place, place + 4) as [string, string, string, number]
      task = { taskId, ref, taskType, retryCount }
      place += 4
    } else {
      const [after, who, to, from, reason] = stored.slice(place, place + 5) as StoredTransition
      by = who === 0 ? by : who
      entries.push({
        kind: 'task',
        at: at + after,
        by,
        ...task,
        ...(from === 0 ? {} : { from }),
        to,
        ...(reason === 0 ? {} : { reason }),
      })
      place += 5
    }
  }
  return entries
}

type StoredTransition = [
  after: number,
  by: string | 0,
  to: TaskTransition['to'],
  from: NonNullable<TaskTransition['from']> | 0,
  reason: string | 0,
]
