/** Reads a schedule as clients send it. */
import type { StartRequest } from '../api.ts'
import type { CronSchedule, ScheduleInput } from '../scheduler/schedule.ts'
import { readStartRequest } from './request-readers.ts'
import { type Violation, violation } from './violation.ts'
import { field, flag, list, object, optionalWhole, type Read, text } from './wire-reader.ts'

/** The name may be empty and the start request absent: the rules tell. */
export type ScheduleBody = Omit<ScheduleInput, 'startWorkflowRequest'> & {
  readonly startWorkflowRequest?: StartRequest
}

const readCronSchedule = object<CronSchedule>({ cronExpression: text, zoneId: text })

const readScheduleParts = object<ScheduleBody>({
  name: text,
  cronExpression: text,
  zoneId: text,
  cronSchedules: list((value, path): CronSchedule => ({ cronExpression: '', ...readCronSchedule(value, path) })),
  runCatchupScheduleInstances: flag,
  paused: flag,
  pausedReason: text,
  startWorkflowRequest: field(readStart),
  scheduleStartTime: optionalWhole,
  scheduleEndTime: optionalWhole,
  description: text,
  createTime: optionalWhole,
  updatedTime: optionalWhole,
  createdBy: text,
  updatedBy: text,
  nextRunTime: optionalWhole,
})

export const readSchedule: Read<ScheduleBody> = (value, path) => ({ name: '', ...readScheduleParts(value, path) })

/** Shown with these two, whether or not they were given. */
function readStart(value: unknown, path: string): StartRequest {
  const { hasNullInput: _, ...request } = readStartRequest(value, path)
  return { name: '', taskToDomain: {}, priority: 0, ...request }
}

export function judgeSchedule(schedule: ScheduleBody, path: string): Violation[] {
  const found: Violation[] = []
  if (schedule.name === '') found.push(violation(`${path}.name`, 'Schedule name cannot be null or empty'))
  if (schedule.startWorkflowRequest === undefined) {
    found.push(violation(`${path}.startWorkflowRequest`, 'startWorkflowRequest cannot be null'))
  } else if (schedule.startWorkflowRequest.name === '') {
    found.push(violation(`${path}.startWorkflowRequest.name`, 'Workflow name cannot be null or empty'))
  }
  if ((schedule.cronExpression ?? '') === '' && (schedule.cronSchedules ?? []).length === 0) {
    found.push(violation(`${path}.cronExpression`, 'A cron expression is needed'))
  }
  return found
}
