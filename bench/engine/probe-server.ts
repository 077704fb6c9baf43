/**
 * What an engine on this storage could reach at best: the rows and commits of the one flow that is measured, written by
 * the same store behind a bare HTTP server, without definitions, decider, scripts, timers or checks. It answers with what
 * the lean workers read; with `wire` behind the data file, with all that Conductor answers. Starts as `own-server.ts` does.
 */
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { EventLogEntry } from '../../packages/engine/src/event-log.ts'
import type { TaskStatus } from '../../packages/engine/src/model/status.ts'
import { Gathering } from '../../packages/engine/src/runtime/gathering.ts'
import { toEventText } from '../../packages/engine/src/runtime/event-text.ts'
import type { PolledTask } from './lean-workers.ts'
import { pollAnswer, workflowAnswer } from './wire-answers.ts'
import { emptyBatch, rowCountOf } from '../../packages/engine/src/store/rows.ts'
import type { Batch, ExecutionRow, TaskRow } from '../../packages/engine/src/store/rows.ts'
import { openSqliteStore } from '../../packages/engine/src/store/sqlite-store.ts'
import { createTimeOrderedIds } from '../../packages/engine/src/time/time-ordered-ids.ts'

interface Flow {
  readonly row: number
  readonly id: string
  readonly rows: Map<string, number>
  readonly ids: Map<string, string>
  left: number
  events: number
  entries: EventLogEntry[]
  ended: boolean
}

interface Result {
  readonly taskId: string
  readonly workflowInstanceId: string
}

const [, , dataFile = ':memory:', answers = 'bare'] = process.argv
const store = openSqliteStore(dataFile)
const newId = createTimeOrderedIds(Date.now)
const flows = new Map<string, Flow>()
const refs = new Map<string, string>()
const ready = new Map<string, PolledTask[]>()
const parked = new Map<string, (body: string) => void>()
let batch = emptyBatch()
let touched = new Set<Flow>()
let after: (() => void)[] = []
let scheduled = false
const gathering = new Gathering()
let executionRow = 0
let taskRow = 0
let commits = 0
let rows = 0

/** One commit for all that has arrived, as the engine gathers it; answers and polls come behind it. */
function whenWritten(done: () => void): void {
  after.push(done)
  gathering.note()
  if (scheduled) return
  scheduled = true
  gathering.whenGathered(() => {
    scheduled = false
    void commit()
  })
}

async function commit(): Promise<void> {
  const [written, dones, changed] = [batch, after, touched]
  batch = emptyBatch()
  after = []
  touched = new Set()
  gathering.began(changed.size)
  for (const flow of changed) {
    flow.events += 1
    written.events.push({ execution: flow.row, number: flow.events, entries: toEventText(flow.entries) })
    flow.entries = []
  }
  await store.commit(written)
  commits += 1
  rows += rowCountOf(written)
  for (const done of dones) done()
  for (const type of parked.keys()) serve(type)
}

function serve(type: string): void {
  const tasks = ready.get(type)
  const answer = parked.get(type)
  if (!tasks || tasks.length === 0 || !answer) return
  ready.delete(type)
  parked.delete(type)
  answer(answers === 'wire' ? pollAnswer(tasks) : JSON.stringify(tasks))
}

function start(): Flow {
  const flow: Flow = {
    row: ++executionRow,
    id: newId(),
    rows: new Map(),
    ids: new Map(),
    left: 3,
    events: 0,
    entries: [],
    ended: false,
  }
  flows.set(flow.id, flow)
  batch.newExecutions.push(executionOf(flow, 'RUNNING', '{}'))
  add(flow, 'collect', 'SCHEDULED', true)
  return flow
}

function add(flow: Flow, ref: string, status: TaskStatus, forWorkers = false): void {
  const id = newId()
  flow.rows.set(ref, ++taskRow)
  flow.ids.set(ref, id)
  batch.newTasks.push(taskOf(flow, ref, status))
  note(flow, ref, status)
  if (!forWorkers) return
  refs.set(id, ref)
  const task = { taskId: id, workflowInstanceId: flow.id, taskType: ref }
  // Handed out once it is on disk.
  whenWritten(() => {
    const list = ready.get(ref)
    if (list) list.push(task)
    else ready.set(ref, [task])
  })
}

function complete(flow: Flow, ref: string): void {
  batch.tasks.push({ ...taskOf(flow, ref, 'COMPLETED'), input: undefined })
  note(flow, ref, 'IN_PROGRESS')
  note(flow, ref, 'COMPLETED')
}

function take(flow: Flow, ref: string): void {
  complete(flow, ref)
  if (ref === 'collect') {
    add(flow, 'checks', 'COMPLETED')
    for (const branch of ['documents', 'address', 'lists']) add(flow, branch, 'SCHEDULED', true)
    add(flow, 'checked', 'IN_PROGRESS')
  } else if (ref === 'decide') {
    flow.ended = true
    batch.executions.push(executionOf(flow, 'COMPLETED', '{"score":2}'))
  } else if (--flow.left === 0) {
    complete(flow, 'checked')
    for (const own of ['score', 'keep', 'route', 'nothing', 'shape']) add(flow, own, 'COMPLETED')
    add(flow, 'decide', 'SCHEDULED', true)
    batch.executions.push(executionOf(flow, 'RUNNING', '{"score":2}'))
  }
}

function note(flow: Flow, ref: string, to: TaskStatus): void {
  touched.add(flow)
  const taskId = flow.ids.get(ref) ?? ''
  flow.entries.push({ kind: 'task', at: Date.now(), by: 'bench', taskId, ref, taskType: ref, retryCount: 0, to })
}

function executionOf(flow: Flow, status: string, variables: string): ExecutionRow {
  const now = Date.now()
  return {
    row: flow.row,
    id: flow.id,
    name: 'bench_kyc',
    version: 1,
    snapshot: 'bench',
    status,
    created: now,
    updated: now,
    ended: status === 'COMPLETED' ? now : 0,
    expires: null,
    correlation_id: null,
    parent_id: null,
    parent_task_id: null,
    idempotency_key: null,
    priority: 0,
    reason: null,
    input: '{"caseId":"c-1"}',
    output: '{}',
    variables,
    extra: null,
  }
}

function taskOf(flow: Flow, ref: string, status: string): TaskRow {
  const now = Date.now()
  const isOpen = status === 'SCHEDULED' || status === 'IN_PROGRESS'
  return {
    row: flow.rows.get(ref) ?? 0,
    id: flow.ids.get(ref) ?? '',
    execution: flow.row,
    ref,
    seq: flow.rows.size,
    type: ref,
    def_name: ref,
    status,
    retry_count: 0,
    poll_count: 1,
    iteration: 0,
    scheduled: now,
    started: now,
    ended: isOpen ? 0 : now,
    updated: now,
    first_scheduled: now,
    start_delay: 0,
    callback_after: 0,
    due: now,
    wait_until: 0,
    look_at: null,
    queue: status === 'SCHEDULED' ? ref : null,
    priority: 0,
    awaiting: null,
    flags: isOpen ? 0 : 2,
    worker_id: 'bench',
    domain: null,
    sub_workflow_id: null,
    retried_id: null,
    reason: null,
    input: '{"a":1,"b":1}',
    output: '{"n":1}',
    extra: null,
  }
}

const first: Batch = emptyBatch()
first.snapshots.push({ hash: 'bench', body: '{}' })
await store.commit(first)

const server = createServer((request, response) => {
  const answer = (body: string, type = 'application/json') => {
    response.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(body) })
    response.end(body)
  }
  const path = request.url ?? ''
  if (path.startsWith('/api/tasks/poll/batch/')) {
    const type = path.slice('/api/tasks/poll/batch/'.length, path.indexOf('?'))
    parked.set(type, answer)
    serve(type)
    return
  }
  if (request.method === 'GET') {
    const id = path.slice('/api/workflow/'.length, path.indexOf('?'))
    const status = flows.get(id)?.ended ? 'COMPLETED' : 'RUNNING'
    answer(answers === 'wire' ? workflowAnswer(id, status) : JSON.stringify({ status }))
    return
  }
  let text = ''
  request.on('data', (piece: Buffer) => (text += piece.toString()))
  request.on('end', () => {
    if (path === '/api/workflow') {
      const { id } = start()
      whenWritten(() => answer(id, 'text/plain'))
    } else if (path === '/api/tasks') {
      // What the lean workers send.
      const { taskId, workflowInstanceId } = JSON.parse(text) as Result
      const flow = flows.get(workflowInstanceId)
      const ref = refs.get(taskId)
      refs.delete(taskId)
      if (flow && ref) take(flow, ref)
      whenWritten(() => answer(taskId, 'text/plain'))
    } else answer(randomUUID())
  })
})
server.listen(0, '127.0.0.1', () => {
  // After listening on TCP the address is an object.
  const { port } = server.address() as AddressInfo
  process.stdout.write(`http://127.0.0.1:${port}\n`)
})
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.({ commits, rows, rssBytes: process.memoryUsage.rss(), cpuMicros: user + system })
})
process.on('SIGTERM', () => {
  store.close()
  process.exit(0)
})
