/** `/api/scheduler`: starting workflows by the clock. */
import type { Engine } from '../api.ts'
import type { Schedule, ScheduleExecutionSearch, ScheduleInput, Schedules } from '../scheduler/schedule.ts'
import { page, toComparator, toTextMatcher } from '../search/search-match.ts'
import { parseQuery, parseSort } from '../search/search-query.ts'
import { judgeSchedule, readSchedule } from '../validation/schedule-reader.ts'
import { refuse, violation } from '../validation/violation.ts'
import { runEach } from './bulk-response.ts'
import { empty, type Handler, json, param, type Route, type RouteRequest } from './exchange.ts'
import { flagParam, numberParam, requiredParam, textParam } from './parameters.ts'
import { readBody, readTexts } from './request-body.ts'

const MAX_NAMES = 1000
const MAX_NEXT_TIMES = 5

export function schedulerRoutes(engine: Engine): Route[] {
  return [...scheduleRoutes(engine), ...switchRoutes(engine), ...executionRoutes(engine)]
}

function scheduleRoutes({ schedules }: Engine): Route[] {
  return [
    {
      method: 'POST',
      path: '/api/scheduler/schedules',
      summary: 'Creates or replaces a schedule',
      handle: async (request) => json(await schedules.save(signed(scheduleOf(request), request, schedules))),
    },
    {
      method: 'GET',
      path: '/api/scheduler/schedules',
      summary: 'All schedules, or those of a workflow',
      handle: (request) => json(schedules.list(textParam(request, 'workflowName'))),
    },
    {
      method: 'GET',
      path: '/api/scheduler/schedules/search',
      summary: 'Finds schedules',
      handle: (request) => json(searchSchedules(schedules.list(textParam(request, 'workflowName')), request)),
    },
    {
      method: 'GET',
      path: '/api/scheduler/schedules/{name}',
      summary: 'One schedule',
      handle: (request) => json(schedules.get(param(request, 'name'))),
    },
    {
      method: 'DELETE',
      path: '/api/scheduler/schedules/{name}',
      summary: 'Removes a schedule',
      async handle(request) {
        await schedules.remove(param(request, 'name'))
        return empty()
      },
    },
  ]
}

function switchRoutes({ schedules }: Engine): Route[] {
  const pause: Handler = async (request) => {
    await schedules.pause(param(request, 'name'), textParam(request, 'reason'))
    return empty()
  }
  const resume: Handler = async (request) => {
    await schedules.resume(param(request, 'name'))
    return empty()
  }
  const bulk =
    (act: (name: string) => Promise<void>): Handler =>
    async (request) => {
      const outcome = await runEach(
        namesOf(request),
        (name) => name,
        async (name) => {
          await act(name)
          return name
        },
      )
      return json(outcome)
    }
  const switched =
    (isPaused: boolean): Handler =>
    async () => {
      await (isPaused ? schedules.pauseAll() : schedules.resumeAll())
      return json({ status: 'done' })
    }
  // Conductor's newer console asks with GET.
  const oneByOne = (['PUT', 'GET'] as const).flatMap((method): Route[] => [
    { method, path: '/api/scheduler/schedules/{name}/pause', summary: 'Pauses a schedule', handle: pause },
    { method, path: '/api/scheduler/schedules/{name}/resume', summary: 'Resumes a schedule', handle: resume },
  ])
  return [
    ...oneByOne,
    {
      method: 'PUT',
      path: '/api/scheduler/bulk/pause',
      summary: 'Pauses schedules',
      handle: bulk((name) => schedules.pause(name)),
    },
    {
      method: 'PUT',
      path: '/api/scheduler/bulk/resume',
      summary: 'Resumes schedules',
      handle: bulk((name) => schedules.resume(name)),
    },
    { method: 'GET', path: '/api/scheduler/admin/pause', summary: 'Stops the whole scheduler', handle: switched(true) },
    {
      method: 'GET',
      path: '/api/scheduler/admin/resume',
      summary: 'Lets the whole scheduler go on',
      handle: switched(false),
    },
    {
      method: 'GET',
      path: '/api/scheduler/admin/requeue',
      summary: 'Nothing to do: schedules are not kept in a queue',
      handle: () => json({ sampleIds: [], 'recordIds.size': 0 }),
    },
  ]
}

function executionRoutes({ schedules }: Engine): Route[] {
  return [
    {
      method: 'GET',
      path: '/api/scheduler/nextFewSchedules',
      summary: 'The next times of a cron expression',
      handle(request) {
        const from = numberParam(request, 'scheduleStartTime')
        const until = numberParam(request, 'scheduleEndTime')
        const zoneId = textParam(request, 'zoneId')
        const times = schedules.nextTimes(requiredParam(request, 'cronExpression'), {
          ...(from === undefined ? {} : { from }),
          ...(until === undefined ? {} : { until }),
          ...(zoneId === undefined ? {} : { zoneId }),
          limit: Math.min(MAX_NEXT_TIMES, Math.max(0, numberParam(request, 'limit', MAX_NEXT_TIMES))),
        })
        return json(times)
      },
    },
    {
      method: 'GET',
      path: '/api/scheduler/search/executions',
      summary: 'Finds what schedules have started, newest first',
      handle: async (request) => json(await schedules.executions(executionSearchOf(request))),
    },
  ]
}

function scheduleOf(request: RouteRequest): ScheduleInput {
  const { startWorkflowRequest, ...schedule } = readBody(request, readSchedule)
  refuse(
    judgeSchedule(
      startWorkflowRequest === undefined ? schedule : { ...schedule, startWorkflowRequest },
      'saveSchedule.arg0',
    ),
  )
  // The rules have seen to it that the request is there.
  return { ...schedule, startWorkflowRequest: startWorkflowRequest ?? { name: '' } }
}

/** Whoever has signed in is who makes and changes it. */
function signed(schedule: ScheduleInput, { asker }: RouteRequest, schedules: Schedules): ScheduleInput {
  if (asker === undefined) return schedule
  const known = schedules.list().find(({ name }) => name === schedule.name)
  return { ...schedule, createdBy: known?.createdBy ?? asker, updatedBy: asker }
}

function searchSchedules(all: readonly Schedule[], request: RouteRequest): object {
  const name = textParam(request, 'scheduleName')
  const isPaused = textParam(request, 'paused') === undefined ? undefined : flagParam(request, 'paused', false)
  const matchesText = toTextMatcher(textParam(request, 'freeText'))
  const hits = all
    .filter((schedule) => name === undefined || schedule.name === name)
    .filter((schedule) => isPaused === undefined || schedule.paused === isPaused)
    .filter((schedule) => matchesText(JSON.stringify(schedule)))
    .toSorted(toComparator(parseSort((textParam(request, 'sort') ?? '').replaceAll(',', '|')), fieldOf))
  return {
    totalHits: hits.length,
    results: page(hits, numberParam(request, 'start', 0), numberParam(request, 'size', 100)),
  }
}

function fieldOf(schedule: Schedule, field: string): string | number | undefined {
  switch (field) {
    case 'name':
    case 'cronExpression':
    case 'createTime':
    case 'updatedTime':
    case 'nextRunTime':
      return schedule[field]
    case 'workflowName':
      return schedule.startWorkflowRequest.name
    default:
      return undefined
  }
}

function namesOf(request: RouteRequest): string[] {
  const names = readBody(request, readTexts)
  if (names.length > MAX_NAMES) {
    refuse([violation('bulk.arg0', `Cannot process more than ${MAX_NAMES} schedules. Please use multiple requests.`)])
  }
  return names
}

/** Clauses on anything else are ignored, as in the other searches. */
function executionSearchOf(request: RouteRequest): ScheduleExecutionSearch {
  const search: { -readonly [K in keyof ScheduleExecutionSearch]: ScheduleExecutionSearch[K] } = {
    start: Math.max(0, numberParam(request, 'start', 0)),
    size: numberParam(request, 'size', 100),
  }
  const query = textParam(request, 'query') ?? ''
  // The Go SDK's example asks with nothing but the name of a schedule, the Python SDK's suite with `name:` before it.
  const [, name] = /^(?:name:)?([\w.-]+)$/.exec(query) ?? []
  if (name !== undefined) return { ...search, scheduleNames: [name] }
  for (const { field, operator, values } of parseQuery(query)) {
    const [first = ''] = values
    if (field === 'scheduleName') search.scheduleNames = values
    else if (field === 'state') search.states = values
    else if (field === 'workflowName') search.workflowName = first
    else if (field === 'executionId') search.executionId = first
    else if (field === 'scheduledTime' && operator.startsWith('>')) search.after = Number(first)
    else if (field === 'scheduledTime' && operator.startsWith('<')) search.before = Number(first)
  }
  const [sort] = parseSort(textParam(request, 'sort') ?? '')
  if (sort !== undefined && !sort.descending) search.oldestFirst = true
  return search
}
