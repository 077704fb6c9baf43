// JOIN: waits for the named tasks and gathers their outputs. Told of each end, it never asks about all of them but once.

import type { Run, TaskRecord } from '../decider/run.ts'
import { joinRefs, listJoin } from '../decider/run-index.ts'
import { setStatus } from '../decider/step.ts'
import type { Step } from '../decider/step.ts'
import { isFailure, isTerminal } from '../model/status.ts'
import { askScript, endedCount, evaluatorRefusal, joinScript, readVerdict } from './join-script.ts'
import type { TaskKind } from './task-kind.ts'

export const join: TaskKind = {
  initialStatus: 'IN_PROGRESS',
  retried: false,
  responseTimeout: false,
  fixedName: 'JOIN',
  prepare(_step, record) {
    // A dynamic fork has put its own list here.
    record.input.joinOn ??= record.task.joinOn
  },
  start(step, record) {
    listJoin(step.run, record)
    for (const member of membersOf(step.run, record)) if (isTerminal(member.status)) gather(record, member)
    consider(step, record)
  },
  hydrate(run, record) {
    for (const member of membersOf(run, record)) if (isTerminal(member.status)) gather(record, member)
  },
  joined(step, record, member) {
    gather(record, member)
    // One that failed and was not permissive settles it; the others will be cancelled.
    const hopeless = isFailure(member.status) && !member.task.optional && !member.task.permissive
    if (hopeless) conclude(step, record)
    else consider(step, record)
  },
  answer(step, record, answer) {
    if (answer.kind !== 'script') return
    const verdict = readVerdict(answer.outcome)
    if (verdict.kind !== 'ready') Object.assign(record.output, verdict.output)
    if (verdict.kind === 'ready') conclude(step, record)
    else if (verdict.kind === 'completed') setStatus(step, record, 'COMPLETED', verdict.reason)
    else if (verdict.kind === 'failed') setStatus(step, record, 'FAILED', verdict.reason)
    // Somebody ended while it was being asked.
    else if (Number(answer.purpose) < endedCount(step.run, record)) consider(step, record)
    else if (record.waitingFor?.size === 0) {
      setStatus(step, record, 'FAILED', 'The script of the JOIN waits on, but everything it waits for has ended.')
    }
  },
}

/** Without a script it is done when all have ended; with one, when the script says so. */
function consider(step: Step, record: TaskRecord): void {
  const script = joinScript(record)
  if (script === undefined) {
    if (record.waitingFor?.size === 0) conclude(step, record)
    return
  }
  const refusal = evaluatorRefusal(record)
  if (refusal !== undefined) setStatus(step, record, 'FAILED', refusal)
  else if (!record.awaiting) askScript(step, record, script)
}

function gather(join: TaskRecord, member: TaskRecord): void {
  if (Object.keys(member.output).length > 0) join.output[member.ref] = member.output
}

function conclude(step: Step, record: TaskRecord): void {
  const members = membersOf(step.run, record)
  const failures = members.filter(({ status, task }) => isFailure(status) && !task.optional)
  if (failures.length > 0) {
    const cancelled = failures.every(({ status }) => status === 'CANCELED')
    const reason = failures.map((member) => member.reason ?? 'null').join(' ')
    setStatus(step, record, cancelled ? 'CANCELED' : 'FAILED', reason)
    return
  }
  // A member that is not optional itself, such as a JOIN, has dealt with its own.
  const flawed = members.find(
    ({ status, task }) => task.optional && (status === 'COMPLETED_WITH_ERRORS' || isFailure(status)),
  )
  if (flawed) {
    const reason = `${flawed.taskDefName}/${flawed.id} completed with errors`
    setStatus(step, record, 'COMPLETED_WITH_ERRORS', reason)
    return
  }
  setStatus(step, record, 'COMPLETED')
}

/** The newest record of each reference that has one. */
function membersOf(run: Run, record: TaskRecord): TaskRecord[] {
  return joinRefs(record).flatMap((ref) => run.newest.get(ref) ?? [])
}
