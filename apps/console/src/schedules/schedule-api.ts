/** Schedules as cache entries, and the acts on them. */
import { queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import type { JsonObject } from '../api/json.ts'
import { command, request } from '../api/request.ts'

const root = '/api/scheduler'
const optionalText = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined)
const optionalMillis = z.coerce
  .number()
  .nullish()
  .transform((value) => value ?? undefined)

const cronSchema = z.object({ cronExpression: z.string(), zoneId: optionalText })

export const scheduleSchema = z.looseObject({
  name: z.string(),
  description: optionalText,
  cronExpression: optionalText,
  zoneId: z
    .string()
    .nullish()
    .transform((value) => value ?? 'UTC'),
  cronSchedules: z
    .array(cronSchema)
    .nullish()
    .transform((value) => value ?? []),
  paused: z.boolean().catch(false),
  pausedReason: optionalText,
  runCatchupScheduleInstances: z.boolean().catch(false),
  startWorkflowRequest: z
    .looseObject({ name: z.string().catch(''), version: optionalMillis })
    .nullish()
    .transform((value) => value ?? { name: '', version: undefined }),
  updatedTime: z.coerce.number().catch(0),
  nextRunTime: optionalMillis,
})
export type Schedule = z.infer<typeof scheduleSchema>

const scheduleRunSchema = z.object({
  executionId: z.string(),
  scheduledTime: z.coerce.number().catch(0),
  state: z.string(),
  workflowId: optionalText,
  reason: optionalText,
})

/** Every expression with its zone; the list stands in for the single one. */
export const cronsOf = (schedule: Schedule): readonly { readonly cron: string; readonly zone: string }[] =>
  schedule.cronSchedules.length > 0
    ? schedule.cronSchedules.map(({ cronExpression, zoneId }) => ({ cron: cronExpression, zone: zoneId ?? 'UTC' }))
    : [{ cron: schedule.cronExpression ?? '', zone: schedule.zoneId }]

export const schedulesQuery = queryOptions({
  queryKey: ['schedules'],
  queryFn: ({ signal }) => request(`${root}/schedules`, z.array(scheduleSchema), { signal }),
  staleTime: 15_000,
})

export const scheduleQuery = (name: string) =>
  queryOptions({
    queryKey: ['schedules', name],
    queryFn: async ({ signal }) => {
      const raw = await request(`${root}/schedules/${encodeURIComponent(name)}`, z.unknown(), { signal })
      return { raw, schedule: scheduleSchema.parse(raw) }
    },
    staleTime: 15_000,
  })

/** What it has started, newest first, at most 50. */
export const scheduleRunsQuery = (name: string) =>
  queryOptions({
    queryKey: ['schedules', name, 'runs'],
    queryFn: async ({ signal }) => {
      const query = { query: `scheduleName IN (${name})`, size: 50 }
      const schema = z.object({ results: z.array(scheduleRunSchema) })
      return (await request(`${root}/search/executions`, schema, { signal, query })).results
    },
    refetchInterval: 10_000,
  })

/** The server gives five times at once; two rounds make ten. @throws ApiError 400 when the expression cannot be read */
export const nextTimesQuery = (cron: string, zone: string) =>
  queryOptions({
    queryKey: ['next-times', cron, zone],
    queryFn: async ({ signal }) => {
      const ask = (from?: number) => {
        const query = {
          cronExpression: cron,
          zoneId: zone,
          limit: 5,
          ...(from === undefined ? {} : { scheduleStartTime: from }),
        }
        return request(`${root}/nextFewSchedules`, z.array(z.number()), { signal, query })
      }
      const first = await ask()
      const last = first.at(-1)
      return last === undefined ? first : [...first, ...(await ask(last + 1))]
    },
    retry: false,
    staleTime: 5_000,
  })

/** Creates or replaces. @throws ApiError 400 with `fields` when invalid */
export const saveSchedule = (schedule: unknown): Promise<void> =>
  command(`${root}/schedules`, { method: 'POST', body: schedule })

export const deleteSchedule = (name: string): Promise<void> =>
  command(`${root}/schedules/${encodeURIComponent(name)}`, { method: 'DELETE' })

export const switchSchedule = (name: string, act: 'pause' | 'resume'): Promise<void> =>
  command(`${root}/schedules/${encodeURIComponent(name)}/${act}`, { method: 'PUT' })

/** Starts the schedule's workflow now, with its input; returns the id of the execution. */
export const startNow = (schedule: Schedule): Promise<string> =>
  request('/api/workflow', z.string(), { method: 'POST', body: schedule.startWorkflowRequest })

export const freshSchedule: JsonObject = {
  name: '',
  description: '',
  cronExpression: '0 0 6 * * MON-FRI',
  zoneId: Intl.DateTimeFormat().resolvedOptions().timeZone,
  runCatchupScheduleInstances: false,
  paused: false,
  startWorkflowRequest: { name: '', input: {} },
}
