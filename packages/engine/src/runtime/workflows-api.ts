// Starting executions and reading them.

import type { StartRequest, Workflows } from '../api.ts'
import type { Run } from '../decider/run.ts'
import { EngineError } from '../errors.ts'
import type { Workflow } from '../model/execution.ts'
import type { JsonMap } from '../model/json.ts'
import { hasEnded } from '../model/status.ts'
import type { ExecutionRow } from '../store/rows.ts'
import type { Core } from './core.ts'
import { readEventText } from './event-text.ts'
import { toRun } from './run-codec.ts'
import type { ReadOutside } from './run-codec.ts'
import { noteOutside } from '../payloads/outside.ts'
import { toWorkflow } from './views.ts'
import { hasYielded, openWait, waitFor } from './waiting.ts'

/** How many messages wait for an execution at most. */
const mostMessages = 1000
// A reader sees no execution half-way through its scripts, unless they take longer than this.
const readPatienceMs = 1000

/** The rest of `Workflows` is in `operations-api.ts`. */
export type Reading = Pick<
  Workflows,
  | 'start'
  | 'execute'
  | 'waitFor'
  | 'get'
  | 'correlated'
  | 'runningIds'
  | 'search'
  | 'eventLog'
  | 'signal'
  | 'updateVariables'
  | 'send'
>

export function createReading(core: Core): Reading {
  const { cache, store, commits } = core
  const now = () => core.clock.now()

  async function start(request: StartRequest): Promise<Run> {
    core.mustBeOpen()
    const { run, isNew } = core.starts.byRequest(request)
    if (isNew) core.dispatcher.start(run, request.createdBy ?? 'api')
    await commits.whenWritten(run)
    return run
  }

  async function read(workflowId: string): Promise<Run> {
    const run = cache.require(workflowId)
    await commits.whenWritten(run, readPatienceMs)
    return run
  }

  return {
    start: async (request) => (await start(request)).id,
    execute: async (request, options = {}) => waitFor(core, (await start(request)).id, options),
    waitFor: async (workflowId, options = {}) => waitFor(core, (await read(workflowId)).id, options),
    async get(workflowId, { includeTasks = true } = {}) {
      return toWorkflow(await read(workflowId), includeTasks, now())
    },
    async correlated(name, correlationId, { includeClosed = false, includeTasks = false } = {}) {
      await commits.flush()
      return store
        .idsByCorrelation(name, correlationId, includeClosed)
        .map((id) => toWorkflow(cache.require(id), includeTasks, now()))
    },
    async runningIds(name, { version, startTime, endTime } = {}) {
      await commits.flush()
      return store.runningIds(name, version, startTime, endTime)
    },
    async search(request) {
      await commits.flush()
      const { totalHits, rows } = store.searchExecutions(request)
      return { totalHits, results: rows.map((row) => summaryOf(core, row)) }
    },
    async eventLog(workflowId) {
      const run = await read(workflowId)
      // A poll may not be on disk yet: it is part of the story all the same.
      if (commits.isUnwritten(run)) await commits.flush()
      return store.readEvents(run.row).flatMap(readEventText)
    },
    async signal(workflowId, status, output) {
      core.mustBeOpen()
      const signalled = cache.require(workflowId)
      const found = openWait(core, signalled)
      // Whoever uses YIELD signals until the execution is done, and wants to see how it ended.
      if (!found) return hasEnded(signalled.status) && hasYielded(core, signalled) ? workflowId : undefined
      const { run, record } = found
      const update = {
        status,
        output: { ...record.output, ...output },
        reason: undefined,
        workerId: undefined,
        callbackAfterSeconds: 0,
        subWorkflowId: undefined,
      }
      await core.dispatch(run, { kind: 'update', taskId: record.id, update }, 'api')
      return run.id
    },
    async send(workflowId, payload) {
      const run = cache.get(workflowId)
      if (!run) throw new EngineError('NOT_FOUND', `Workflow not found: ${workflowId}`)
      if (run.status !== 'RUNNING') {
        const message = `Workflow ${workflowId} is not RUNNING. Current status is ${run.status}`
        throw new EngineError('CONFLICT', message)
      }
      if (run.messages.length >= mostMessages) {
        throw new EngineError('TOO_MANY', `The message queue of workflow ${workflowId} is full`)
      }
      const message = { id: core.ids(), workflowId, payload, receivedAt: now() }
      await core.dispatch(run, { kind: 'message', message }, 'api')
      return message.id
    },
    async updateVariables(workflowId, variables) {
      const run = cache.require(workflowId)
      if (hasEnded(run.status)) {
        throw new EngineError('CONFLICT', `Workflow ${workflowId} has ended, its variables cannot be changed.`)
      }
      core.interventions.mayHaveVariables(run, variables)
      await core.dispatch(run, { kind: 'set-variables', variables }, 'api')
      return toWorkflow(run, true, now())
    },
  }
}

/** A summary says where a large payload is, and does not read it. */
const namedOnly: ReadOutside = (runId, holder, path) => {
  const standIn: JsonMap = {}
  noteOutside(runId, holder, standIn, path)
  return standIn
}

/** An execution from its own row alone. */
function summaryOf(core: Core, row: ExecutionRow): Workflow {
  const { definition, plan } = core.cache.definitionOf(row.snapshot)
  return toWorkflow(toRun(row, [], definition, plan, 0, namedOnly), false, core.clock.now())
}
