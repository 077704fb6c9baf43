// What people do to executions. Whether an operation is allowed is asked of the decider's rules; the answer's code and
// message are Conductor's.

import type { Workflows } from '../api.ts'
import { jumpRefusal } from '../decider/operations/jump.ts'
import { rerunRefusal } from '../decider/operations/rerun.ts'
import { restartRefusal } from '../decider/operations/restart.ts'
import type { Refusal } from '../decider/operations/restart.ts'
import { failuresOf, retryRefusal } from '../decider/operations/retry.ts'
import { skipRefusal } from '../decider/operations/skip.ts'
import { upgradeRefusal } from '../decider/operations/upgrade.ts'
import { compilePlan } from '../decider/plan.ts'
import type { Run } from '../decider/run.ts'
import { EngineError } from '../errors.ts'
import { hasEnded, isFailure } from '../model/status.ts'
import type { Core } from './core.ts'
import type { Reading } from './workflows-api.ts'

const by = 'api'

export function createOperations(core: Core): Omit<Workflows, keyof Reading> {
  const { cache } = core
  return {
    async decide(workflowId) {
      for (const run of openTree(core, cache.require(workflowId))) await core.dispatch(run, { kind: 'decide' }, by)
    },
    async pause(workflowId) {
      const run = cache.require(workflowId)
      if (hasEnded(run.status)) {
        throw new EngineError('CONFLICT', `Workflow ${nameOf(run)} has ended, status cannot be updated.`)
      }
      if (run.status === 'RUNNING') await core.dispatch(run, { kind: 'pause' }, by)
    },
    async resume(workflowId) {
      const run = cache.require(workflowId)
      if (run.status !== 'PAUSED') {
        const message = `The workflow ${run.id} is not PAUSED so cannot resume. Current status is ${run.status}`
        throw new EngineError('CONFLICT', message)
      }
      await core.dispatch(run, { kind: 'resume' }, by)
    },
    async terminate(workflowId, { reason, triggerFailureWorkflow = false } = {}) {
      const run = cache.require(workflowId)
      if (run.status === 'COMPLETED') {
        throw new EngineError('CONFLICT', 'Cannot terminate a COMPLETED workflow.')
      }
      if (run.status === 'TERMINATED') return
      await core.dispatch(run, { kind: 'terminate', reason, startsFailureWorkflow: triggerFailureWorkflow }, by)
    },
    async restart(workflowId, { useLatestDefinitions = false } = {}) {
      const run = cache.require(workflowId)
      refuse(restartRefusal(run))
      await core.dispatch(
        run,
        { kind: 'restart', snapshot: useLatestDefinitions ? snapshotOf(core, run.def.name) : undefined },
        by,
      )
    },
    async retry(workflowId, { resumeSubworkflowTasks = false } = {}) {
      const run = cache.require(workflowId)
      if (resumeSubworkflowTasks && run.tasks.size > 0 && hasEnded(run.status)) {
        // Where failures were made good, silence would pass for success.
        if ([...run.tasks.values()].some(({ status }) => isFailure(status))) refuse(retryRefusal(run))
        await resume(core, run)
        return
      }
      refuse(retryRefusal(run))
      await core.dispatch(run, { kind: 'retry', childrenInPlace: false }, by)
    },
    async rerun(workflowId, request) {
      const run = cache.require(workflowId)
      refuse(rerunRefusal(run))
      const { reRunFromTaskId: taskId, workflowInput: input, correlationId } = request
      if (input !== undefined) core.starts.mayGoOn(run.id, run.def, input, 'rerun')
      if (!taskId) {
        await core.dispatch(run, { kind: 'rerun', input, correlationId }, by)
        return run.id
      }
      const holder = findHolder(core, run, taskId)
      const record = holder?.tasks.get(taskId)
      if (!holder || !record) throw new EngineError('INVALID', `Task ${taskId} not found`, { taskId })
      if (request.taskInput !== undefined) core.interventions.mayRerunWith(holder, record, request.taskInput)
      // In one turn, so that nothing runs again with what it was started with before. It is this execution's, whoever holds the task.
      const isNew = input !== undefined || correlationId !== undefined
      const given = isNew ? core.dispatch(run, { kind: 'set-start', input, correlationId }, by) : undefined
      await Promise.all([given, core.dispatch(holder, { kind: 'rerun-task', taskId, input: request.taskInput }, by)])
      await core.commits.whenWritten(run)
      return run.id
    },
    async skipTask(workflowId, ref, { taskInput = {}, taskOutput = {} } = {}) {
      const run = cache.require(workflowId)
      const refusal = skipRefusal(run, ref)
      if (refusal !== undefined) throw new EngineError('CONFLICT', refusal)
      core.interventions.maySkipWith(run, ref, taskInput, taskOutput)
      await core.dispatch(run, { kind: 'skip', ref, input: taskInput, output: taskOutput }, by)
    },
    async jump(workflowId, ref, input = {}) {
      const run = cache.require(workflowId)
      refuse(jumpRefusal(run, ref))
      const node = run.plan.nodes.get(ref)
      if (node) core.interventions.mayJumpWith(run, node, input)
      await core.dispatch(run, { kind: 'jump', ref, input }, by)
    },
    async upgrade(workflowId, request = {}) {
      const run = cache.require(workflowId)
      if (request.name !== undefined && request.name !== run.def.name) {
        const message = `Workflow ${run.id} is one of ${run.def.name}: it cannot become one of ${request.name}.`
        throw new EngineError('INVALID', message)
      }
      const snapshot = snapshotOf(core, run.def.name, request.version)
      if (!snapshot) {
        const version = request.version ?? 'null'
        throw new EngineError('NOT_FOUND', `No such workflow defined. name=${run.def.name}, version=${version}`)
      }
      const plan = compilePlan(snapshot.definition)
      refuse(upgradeRefusal(run, plan))
      const { taskOutput: outputs = {}, workflowInput: input } = request
      if (input !== undefined) core.starts.mayGoOn(run.id, snapshot.definition, input, 'upgrade')
      core.interventions.mayUpgradeWith(run.id, snapshot.definition, plan, outputs)
      await core.dispatch(run, { kind: 'upgrade', snapshot, outputs, input }, by)
    },
    async resetCallbacks(workflowId) {
      const run = cache.require(workflowId)
      if (hasEnded(run.status)) {
        throw new EngineError('CONFLICT', `Workflow is in terminal state. Status = ${run.status}`)
      }
      await core.dispatch(run, { kind: 'reset-callbacks' }, by)
    },
    async remove(workflowId, { archive = true } = {}) {
      const run = cache.require(workflowId)
      if (archive && !hasEnded(run.status)) {
        const message = `Cannot archive workflow: ${run.id} with status: ${run.status}`
        throw new EngineError('INVALID', message)
      }
      core.mustBeOpen()
      await core.commits.flush()
      forget(core, run)
      await core.removeExecution(run.row, archive)
    },
  }
}

function refuse(refusal: Refusal | undefined): void {
  if (refusal) throw new EngineError(refusal.code, refusal.message)
}

function nameOf(run: Run): string {
  return `${run.def.name}.${run.def.version}/${run.id}.${run.status}`
}

/** The registered definition, the newest when no version is named, kept for executions to point at. */
function snapshotOf(core: Core, name: string, version?: number) {
  const registered = core.registry.workflow(name, version)
  if (!registered) return undefined
  const { definition, hash, body, plan } = core.registry.snapshot(registered)
  core.commits.addSnapshot(hash, body)
  core.cache.keepDefinition(hash, definition, plan)
  return { definition, hash }
}

/** An execution and those below it that are open. */
function openTree(core: Core, run: Run): Run[] {
  if (hasEnded(run.status)) return []
  const children = [...run.tasks.values()].flatMap(({ subWorkflowId }) =>
    subWorkflowId === undefined ? [] : (core.cache.get(subWorkflowId) ?? []),
  )
  return [...children.flatMap((child) => openTree(core, child)), run]
}

/** Follows the first failure down to the deepest child that failed, and retries that one; those above follow. */
async function resume(core: Core, run: Run): Promise<void> {
  let deepest = run
  for (;;) {
    const [first] = failuresOf(deepest).again
    const child =
      first?.taskType === 'SUB_WORKFLOW' && first.subWorkflowId ? core.cache.get(first.subWorkflowId) : undefined
    if (!child || !hasEnded(child.status) || child.status === 'COMPLETED') break
    deepest = child
  }
  if (retryRefusal(deepest)) return
  await core.dispatch(deepest, { kind: 'retry', childrenInPlace: false }, by)
  await core.commits.whenWritten(run)
}

/** The execution of the tree that has the task. */
function findHolder(core: Core, run: Run, taskId: string): Run | undefined {
  if (run.tasks.has(taskId)) return run
  for (const { subWorkflowId } of run.tasks.values()) {
    const child = subWorkflowId === undefined ? undefined : core.cache.get(subWorkflowId)
    const found = child && findHolder(core, child, taskId)
    if (found) return found
  }
  return undefined
}

function forget(core: Core, run: Run): void {
  for (const record of run.tasks.values()) {
    core.polling.forget(record)
    core.timers.set(record.id, undefined, run.id)
  }
  core.timers.set(run.id, undefined, run.id)
  core.commits.forget(run)
  core.cache.drop(run.id)
  core.dispatcher.leave(run)
  if (!hasEnded(run.status)) core.counts.running -= 1
}
