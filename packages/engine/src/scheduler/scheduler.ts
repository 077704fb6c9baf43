// Starts workflows at the times of their schedules, once for each instant.

import type { Workflows } from '../api.ts'
import { EngineError } from '../errors.ts'
import type { Core } from '../runtime/core.ts'
import type { DefinitionRow, ScheduleExecutionRow } from '../store/rows.ts'
import type { Tags } from '../tags/tag.ts'
import { Timers } from '../time/timers.ts'
import { checkCron, nextTime, nextTimes } from './cron.ts'
import type { CronSchedule, Schedule, ScheduleExecution, ScheduleInput, Schedules } from './schedule.ts'

/** A schedule as it is kept: with the last instant that was dealt with. */
interface Kept {
  schedule: Schedule
  /** Epoch ms; what is due lies after it. */
  doneUntil: number
}

interface Due {
  readonly at: number
  readonly cron: Required<CronSchedule>
}

const settingName = 'scheduler-paused'
// An instant that could not be stored, on a full disk say, is tried again.
const againAfterMs = 5000

export class Scheduler implements Schedules {
  private readonly core: Core
  private readonly workflows: Pick<Workflows, 'start'>
  private readonly tags: Pick<Tags, 'replace'>
  private readonly kept = new Map<string, Kept>()
  private readonly timers: Timers<string>
  private readonly busy = new Set<string>()
  private pausedAll = false

  constructor(core: Core, workflows: Pick<Workflows, 'start'>, tags: Pick<Tags, 'replace'>) {
    this.core = core
    this.workflows = workflows
    this.tags = tags
    this.timers = new Timers(core.clock, (name) => void this.fire(name).catch((error) => this.report(error, name)))
    for (const { kind, name, body } of core.store.readDefinitions()) {
      if (kind === 'setting' && name === settingName) this.pausedAll = body === 'true'
      if (kind !== 'schedule' || body === null) continue
      // Written by `keep`.
      const kept: Kept = JSON.parse(body)
      // Instants missed while nothing ran are passed over, unless they are to be caught up with.
      if (!kept.schedule.runCatchupScheduleInstances) kept.doneUntil = Math.max(kept.doneUntil, core.clock.now())
      this.kept.set(name, kept)
    }
    for (const name of this.kept.keys()) this.arm(name)
  }

  async save(input: ScheduleInput): Promise<Schedule> {
    const now = this.core.clock.now()
    const known = this.kept.get(input.name)?.schedule
    const schedule: Schedule = {
      ...input,
      zoneId: input.zoneId ?? 'UTC',
      cronSchedules: input.cronSchedules ?? [],
      runCatchupScheduleInstances: input.runCatchupScheduleInstances ?? false,
      paused: input.paused ?? false,
      createTime: known?.createTime ?? now,
      updatedTime: now,
      createdBy: input.createdBy ?? known?.createdBy ?? '',
      updatedBy: input.updatedBy ?? '',
    }
    delete schedule.nextRunTime
    const crons = cronsOf(schedule)
    if (crons.length === 0) throw new EngineError('INVALID', `Schedule '${schedule.name}' has no cron expression.`)
    for (const cron of crons) checkCron(cron.cronExpression, cron.zoneId)
    if (!schedule.startWorkflowRequest.name) {
      throw new EngineError('INVALID', `Schedule '${schedule.name}' does not name a workflow.`)
    }
    await this.keep({ schedule, doneUntil: now })
    return this.get(schedule.name)
  }

  list(workflowName?: string): Schedule[] {
    return [...this.kept.keys()]
      .map((name) => this.get(name))
      .filter(({ startWorkflowRequest }) => workflowName === undefined || startWorkflowRequest.name === workflowName)
  }

  get(name: string): Schedule {
    const kept = this.kept.get(name)
    if (!kept) throw notFound(name)
    const next = this.next(kept)
    return { ...kept.schedule, ...(next && !kept.schedule.paused ? { nextRunTime: next.at } : {}) }
  }

  async remove(name: string): Promise<void> {
    if (!this.kept.delete(name)) return
    this.timers.set(name, undefined)
    const removed = this.write({ kind: 'schedule', name, version: 0, body: null })
    await Promise.all([removed, this.tags.replace('schedule', name, [])])
  }

  async pause(name: string, reason?: string): Promise<void> {
    const { schedule, doneUntil } = this.require(name)
    const paused = { ...schedule, paused: true, updatedTime: this.core.clock.now() }
    await this.keep({ schedule: reason === undefined ? paused : { ...paused, pausedReason: reason }, doneUntil })
  }

  async resume(name: string): Promise<void> {
    const { schedule } = this.require(name)
    if (!schedule.paused) throw notFound(name)
    const now = this.core.clock.now()
    const { pausedReason: _over, ...resumed } = { ...schedule, paused: false, updatedTime: now }
    // What fell into the pause was not to run.
    await this.keep({ schedule: resumed, doneUntil: now })
  }

  nextTimes(
    cronExpression: string,
    options: { zoneId?: string; from?: number; until?: number; limit?: number } = {},
  ): number[] {
    const { zoneId: zone = 'UTC', from = this.core.clock.now(), until, limit = 5 } = options
    return nextTimes(cronExpression, { zone, from, until, limit })
  }

  async executions(search = {}) {
    await this.core.commits.flush()
    const { totalHits, rows } = this.core.store.searchScheduleExecutions(search)
    // Written by `note`.
    return { totalHits, results: rows.map(({ body }) => JSON.parse(body) as ScheduleExecution) }
  }

  async pauseAll(): Promise<void> {
    this.pausedAll = true
    await this.write({ kind: 'setting', name: settingName, version: 0, body: 'true' })
  }

  async resumeAll(): Promise<void> {
    this.pausedAll = false
    await this.write({ kind: 'setting', name: settingName, version: 0, body: 'false' })
    for (const [name, kept] of this.kept) {
      if (!kept.schedule.runCatchupScheduleInstances) kept.doneUntil = this.core.clock.now()
      this.arm(name)
    }
  }

  close(): void {
    this.timers.stop()
  }

  private require(name: string): Kept {
    const kept = this.kept.get(name)
    if (!kept) throw notFound(name)
    return kept
  }

  private async keep(kept: Kept): Promise<void> {
    const { name } = kept.schedule
    this.kept.set(name, kept)
    this.arm(name)
    await this.write({ kind: 'schedule', name, version: 0, body: JSON.stringify(kept) })
  }

  private write(row: DefinitionRow): Promise<void> {
    this.core.mustBeOpen()
    return this.core.commits.add((batch) => batch.definitions.push(row))
  }

  private arm(name: string): void {
    const kept = this.kept.get(name)
    const next = kept && !kept.schedule.paused && !this.pausedAll ? this.next(kept) : undefined
    this.timers.set(name, next?.at)
  }

  /** The earliest instant after what has been dealt with, within the span of the schedule. */
  private next({ schedule, doneUntil }: Kept): Due | undefined {
    const after = Math.max(doneUntil, (schedule.scheduleStartTime ?? 0) - 1)
    let earliest: Due | undefined
    for (const cron of cronsOf(schedule)) {
      const at = nextTime(cron.cronExpression, cron.zoneId, after)
      if (at !== undefined && (!earliest || at < earliest.at)) earliest = { at, cron }
    }
    const end = schedule.scheduleEndTime
    return earliest && (!end || earliest.at <= end) ? earliest : undefined
  }

  /** Runs every instant that is due, in order. */
  private async fire(name: string): Promise<void> {
    if (this.busy.has(name)) return
    this.busy.add(name)
    try {
      for (;;) {
        const kept = this.kept.get(name)
        const due = kept && !kept.schedule.paused && !this.pausedAll ? this.next(kept) : undefined
        if (!kept || !due || due.at > this.core.clock.now()) break
        await this.execute(kept, due)
        // It may have been replaced meanwhile; then the new one counts.
        if (this.kept.get(name) === kept) await this.keep({ schedule: kept.schedule, doneUntil: due.at })
      }
      this.arm(name)
    } catch (error) {
      // The same instant again: what it has done already is known by its key.
      if (this.core.isOpen) this.timers.set(name, this.core.clock.now() + againAfterMs)
      throw error
    } finally {
      this.busy.delete(name)
    }
  }

  private async execute({ schedule }: Kept, due: Due): Promise<void> {
    const now = this.core.clock.now()
    const request = schedule.startWorkflowRequest
    const execution: ScheduleExecution = {
      // The same for a second try at the same instant.
      executionId: `${schedule.name}:${due.at}`,
      scheduleName: schedule.name,
      scheduledTime: due.at,
      executionTime: now,
      workflowName: request.name,
      startWorkflowRequest: request,
      state: 'POLLED',
      zoneId: due.cron.zoneId,
    }
    await this.note(execution)
    try {
      const workflowId = await this.workflows.start({
        ...request,
        input: {
          ...request.input,
          _startedByScheduler: schedule.name,
          _scheduledTime: due.at,
          _executedTime: now,
          _executionId: execution.executionId,
          _schedulerCron: `${due.cron.cronExpression} ${due.cron.zoneId}`,
        },
        source: 'schedule',
        idempotencyKey: `schedule:${execution.executionId}`,
        idempotencyStrategy: 'RETURN_EXISTING',
      })
      await this.note({ ...execution, workflowId, state: 'EXECUTED' })
    } catch (error) {
      if (!(error instanceof EngineError) || error.code === 'UNAVAILABLE') throw error
      await this.note({ ...execution, reason: error.message.slice(0, 999), state: 'FAILED' })
    }
  }

  /**
   * What could not be stored is tried again; what was not done when the engine closed is due when it opens again, if it is
   * to be caught up with.
   */
  private report(error: unknown, name: string): void {
    if (!(error instanceof EngineError)) this.core.onDefect(error, `schedule ${name}`)
  }

  private note(execution: ScheduleExecution): Promise<void> {
    const row: ScheduleExecutionRow = {
      id: execution.executionId,
      schedule: execution.scheduleName,
      scheduled: execution.scheduledTime,
      executed: execution.executionTime,
      state: execution.state,
      workflow_name: execution.workflowName,
      workflow_id: execution.workflowId ?? null,
      body: JSON.stringify(execution),
    }
    return this.core.commits.add((batch) => batch.scheduleExecutions.push(row))
  }
}

/** All expressions of a schedule: the list, or the single one. */
function cronsOf(schedule: Schedule): Required<CronSchedule>[] {
  const { cronSchedules, cronExpression, zoneId } = schedule
  const listed = cronSchedules.length > 0 ? cronSchedules : cronExpression ? [{ cronExpression }] : []
  return listed.map((cron) => ({ cronExpression: cron.cronExpression, zoneId: cron.zoneId ?? zoneId }))
}

function notFound(name: string): EngineError {
  return new EngineError('NOT_FOUND', `Schedule '${name}' not found`, { name })
}
