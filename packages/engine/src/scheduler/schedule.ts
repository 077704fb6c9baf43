// Schedules in Conductor's wire shape, and what can be asked about them.

import type { SearchResult, StartRequest } from '../api.ts'

export interface CronSchedule {
  cronExpression: string
  zoneId?: string
}

export interface Schedule {
  name: string
  /** Six fields, seconds first, in Spring's dialect. */
  cronExpression?: string
  zoneId: string
  /** Stands in for the single expression; the earliest of them is next. */
  cronSchedules: CronSchedule[]
  runCatchupScheduleInstances: boolean
  paused: boolean
  pausedReason?: string
  startWorkflowRequest: StartRequest
  /** Epoch ms; nothing runs before or after. */
  scheduleStartTime?: number
  scheduleEndTime?: number
  description?: string
  createTime: number
  updatedTime: number
  createdBy: string
  updatedBy: string
  /** Absent when there is none: paused, or over. */
  nextRunTime?: number
}

export type ScheduleInput = Partial<Schedule> & Pick<Schedule, 'name' | 'startWorkflowRequest'>

export type ScheduleExecutionState = 'POLLED' | 'EXECUTED' | 'FAILED'

export interface ScheduleExecution {
  executionId: string
  scheduleName: string
  scheduledTime: number
  executionTime: number
  workflowName: string
  workflowId?: string
  reason?: string
  stackTrace?: string
  startWorkflowRequest: StartRequest
  state: ScheduleExecutionState
  zoneId: string
}

export interface ScheduleExecutionSearch {
  readonly scheduleNames?: readonly string[]
  readonly states?: readonly string[]
  readonly workflowName?: string
  readonly executionId?: string
  /** Scheduled later than, epoch ms. */
  readonly after?: number
  readonly before?: number
  readonly start?: number
  readonly size?: number
  readonly oldestFirst?: boolean
}

export interface Schedules {
  /** Creates or replaces by name. INVALID when an expression or a zone cannot be read. */
  save(schedule: ScheduleInput): Promise<Schedule>
  list(workflowName?: string): Schedule[]
  /** NOT_FOUND when there is none. */
  get(name: string): Schedule
  /** An unknown one is nothing to remove. */
  remove(name: string): Promise<void>
  pause(name: string, reason?: string): Promise<void>
  /** NOT_FOUND when it is not paused, as in Conductor. */
  resume(name: string): Promise<void>
  /** The next times of an expression, epoch ms. INVALID when it cannot be read. */
  nextTimes(
    cronExpression: string,
    options?: { zoneId?: string; from?: number; until?: number; limit?: number },
  ): number[]
  executions(search?: ScheduleExecutionSearch): Promise<SearchResult<ScheduleExecution>>
  /** The whole scheduler stands still until it is resumed. */
  pauseAll(): Promise<void>
  resumeAll(): Promise<void>
}
