// What must hold between two commits, each as a query for the rows that break it.

import { taskStatuses, workflowStatuses } from '../model/status.ts'

export interface Invariant {
  readonly invariant: string
  /** The first schema version that has what it asks for. */
  readonly since: number
  /** Finds the rows that break it. */
  readonly sql: string
}

/** The schema version since which payloads can be kept outside. */
export const payloadsSince = 4

const quoted = (names: readonly string[]) => names.map((name) => `'${name}'`).join(', ')
const openTask = "t.status IN ('SCHEDULED', 'IN_PROGRESS')"
const openExecution = "e.status IN ('RUNNING', 'PAUSED')"

export const invariants: readonly Invariant[] = [
  {
    invariant: 'every execution has a status that the engine knows',
    since: 1,
    sql: `SELECT e.id, e.status FROM execution e WHERE e.status NOT IN (${quoted(workflowStatuses)})`,
  },
  {
    invariant: 'every task has a status that the engine knows',
    since: 1,
    sql: `SELECT t.id, t.status FROM task t WHERE t.status NOT IN (${quoted(taskStatuses)})`,
  },
  {
    invariant: 'every execution has the definition it was started with',
    since: 1,
    sql: 'SELECT e.id FROM execution e LEFT JOIN snapshot s ON s.hash = e.snapshot WHERE s.hash IS NULL',
  },
  {
    invariant: 'every task belongs to an execution that is not archived',
    since: 1,
    sql: 'SELECT t.id FROM task t LEFT JOIN execution e ON e.row = t.execution WHERE e.row IS NULL OR e.archived = 1',
  },
  {
    invariant: 'every entry of the event log belongs to an execution',
    since: 1,
    sql: 'SELECT DISTINCT v.execution FROM event v LEFT JOIN execution e ON e.row = v.execution WHERE e.row IS NULL',
  },
  {
    invariant: 'the event log of an execution has no gap',
    since: 1,
    sql: 'SELECT execution FROM event GROUP BY execution HAVING min(number) <> 1 OR max(number) <> count(*)',
  },
  {
    invariant: 'a task is open only while its execution is',
    since: 1,
    sql: `SELECT t.id, t.status, e.status FROM task t JOIN execution e ON e.row = t.execution
          WHERE ${openTask} AND NOT ${openExecution}`,
  },
  {
    invariant: 'an execution has an end once it has ended, and none before',
    since: 1,
    sql: `SELECT e.id, e.status FROM execution e WHERE (e.ended = 0) <> (${openExecution})`,
  },
  {
    invariant: 'a running execution has something to wait for',
    since: 1,
    sql: `SELECT e.id FROM execution e WHERE e.status = 'RUNNING'
          AND coalesce(json_extract(e.extra, '$.rateLimited'), 0) = 0
          AND NOT EXISTS (SELECT 1 FROM task t WHERE t.execution = e.row AND ${openTask})`,
  },
  {
    invariant: 'an open task that stands for a child has it',
    since: 1,
    sql: `SELECT t.id, t.sub_workflow_id FROM task t LEFT JOIN execution c ON c.id = t.sub_workflow_id
          WHERE t.type = 'SUB_WORKFLOW' AND ${openTask} AND t.sub_workflow_id IS NOT NULL AND c.id IS NULL`,
  },
  {
    invariant: 'what workers poll for has a queue',
    since: 1,
    sql: `SELECT t.id FROM task t WHERE t.status = 'SCHEDULED' AND t.type = 'SIMPLE' AND t.queue IS NULL`,
  },
  {
    invariant: 'inputs, outputs and variables are JSON',
    since: 1,
    sql: `SELECT e.id FROM execution e
          WHERE NOT (json_valid(e.input) AND json_valid(e.output) AND json_valid(e.variables) AND (e.extra IS NULL OR json_valid(e.extra)))
          UNION ALL
          SELECT t.id FROM task t
          WHERE NOT (json_valid(t.input) AND json_valid(t.output) AND (t.extra IS NULL OR json_valid(t.extra)))`,
  },
  {
    invariant: 'every payload that is kept outside is listed',
    since: payloadsSince,
    sql: `SELECT e.id, p.value FROM execution e, json_each(e.extra) p
          WHERE p.key IN ('inputPath', 'outputPath') AND p.value NOT IN (SELECT path FROM payload)
          UNION ALL
          SELECT t.id, p.value FROM task t, json_each(t.extra) p
          WHERE p.key IN ('inputPath', 'outputPath') AND p.value NOT IN (SELECT path FROM payload)`,
  },
  {
    invariant: 'every payload that is kept outside belongs to an execution',
    since: payloadsSince,
    sql: 'SELECT p.path FROM payload p LEFT JOIN execution e ON e.row = p.execution WHERE e.row IS NULL',
  },
  {
    invariant: 'every log line belongs to a task',
    since: 1,
    sql: 'SELECT DISTINCT l.task_id FROM task_log l LEFT JOIN task t ON t.id = l.task_id WHERE t.id IS NULL',
  },
]
