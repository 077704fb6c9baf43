/** Registers task definitions, workflows, event handlers and schedules of one Conductor at another. */
import { isDeepStrictEqual } from 'node:util'
import { lintWorkflow, readTaskDef, readWorkflowDef } from '@gatehouse/engine'
import { z } from 'zod'
import type { ConductorRest } from './conductor-rest.ts'
import type { Outcome, ReportEntry } from './report.ts'

export interface ExportOptions {
  readonly source: ConductorRest
  readonly target: ConductorRest
  readonly dryRun: boolean
  /** What has travelled stops at the source, and only then runs at the target. */
  readonly pauseSource: boolean
}

const Named = z.looseObject({ name: z.string() })
const Listed = z.array(Named)
const Versioned = z.array(z.looseObject({ name: z.string(), version: z.number() }))
type Thing = z.infer<typeof Named>

export interface ExportedDefinitions {
  readonly entries: readonly ReportEntry[]
  /** Everything as the source has it, for what else it names. */
  readonly read: readonly unknown[]
}

export async function exportDefinitions(options: ExportOptions): Promise<ExportedDefinitions> {
  const { source } = options
  const taskDefs = Listed.parse(await source.call('GET', '/metadata/taskdefs'))
  const workflows = Versioned.parse(await source.call('GET', '/metadata/workflow'))
  const handlers = Listed.parse(await source.call('GET', '/event'))
  const schedules = Listed.parse((await source.find('/scheduler/schedules')) ?? [])
  const entries: ReportEntry[] = []
  for (const taskDef of taskDefs) entries.push(await exportTaskDef(options, taskDef))
  for (const workflow of workflows) entries.push(await exportWorkflow(options, workflow, workflows, taskDefs))
  entries.push(...(await exportHandlers(options, handlers)))
  for (const schedule of schedules) entries.push(await exportSchedule(options, schedule))
  entries.push(...(await whatOssLacks(source)))
  return { entries, read: [...taskDefs, ...workflows, ...handlers, ...schedules] }
}

function exportTaskDef(options: ExportOptions, taskDef: Thing): Promise<ReportEntry> {
  return put(options, {
    kind: 'task definition',
    name: taskDef.name,
    wanted: taskDef,
    there: () => options.target.find(`/metadata/taskdefs/${encodeURIComponent(taskDef.name)}`),
    write: () => options.target.call('POST', '/metadata/taskdefs', [taskDef]),
    notes: [],
  })
}

function exportWorkflow(
  options: ExportOptions,
  workflow: Thing & { version: number },
  workflows: readonly (Thing & { version: number })[],
  taskDefs: readonly Thing[],
): Promise<ReportEntry> {
  const findings = lintWorkflow(readWorkflowDef(workflow, ''), {
    portable: true,
    taskDefs: taskDefs.map((taskDef) => readTaskDef(taskDef, '')),
    workflows,
  })
  const { name, version } = workflow
  return put(options, {
    kind: 'workflow definition',
    name,
    version,
    wanted: workflow,
    there: () => options.target.find(`/metadata/workflow/${encodeURIComponent(name)}?version=${version}`),
    async write() {
      const answer = z
        .looseObject({ bulkErrorResults: z.record(z.string(), z.string()).default({}) })
        .parse(await options.target.call('PUT', '/metadata/workflow', [workflow]))
      const [error] = Object.values(answer.bulkErrorResults)
      if (error !== undefined) throw new Error(error)
    },
    notes: findings.map(({ place, code, message }) => `${place === '' ? '' : `${place}: `}${message} [${code}]`),
  })
}

async function exportHandlers(options: ExportOptions, handlers: readonly Thing[]): Promise<ReportEntry[]> {
  const { target } = options
  const known = handlers.length === 0 ? [] : Listed.parse(await target.call('GET', '/event'))
  const entries: ReportEntry[] = []
  for (const handler of handlers) {
    const there = known.find(({ name }) => name === handler.name)
    entries.push(
      await put(options, {
        kind: 'event handler',
        name: handler.name,
        wanted: handler,
        there: async () => there,
        write: () => target.call(there === undefined ? 'POST' : 'PUT', '/event', handler),
        notes: [],
      }),
    )
  }
  return entries
}

/** One schedule must not start workflows at both ends: the target's stays paused until the source's is. */
async function exportSchedule(options: ExportOptions, schedule: Thing): Promise<ReportEntry> {
  const { source, target, dryRun, pauseSource } = options
  const path = `/scheduler/schedules/${encodeURIComponent(schedule.name)}`
  const there = z.looseObject({ paused: z.boolean().default(false) }).optional()
  const known = there.safeParse((await target.find(path)) || undefined).data
  const runsHere = schedule['paused'] !== true
  if (runsHere && pauseSource && !dryRun) await source.call('PUT', `${path}/pause`)
  // One that an operator has let run there goes on.
  const paused = runsHere ? (known?.paused ?? true) && !pauseSource : (known?.paused ?? true)
  const wanted: Record<string, unknown> = { ...schedule, paused }
  delete wanted['nextRunTime']
  const state = paused ? 'It is paused there: resume it once it no longer runs here.' : 'It runs there.'
  return put(options, {
    kind: 'schedule',
    name: schedule.name,
    wanted,
    there: async () => known,
    write: () => target.call('POST', '/scheduler/schedules', wanted),
    notes: [runsHere && pauseSource && !dryRun ? `It is paused here. ${state}` : state],
  })
}

async function whatOssLacks(source: ConductorRest): Promise<ReportEntry[]> {
  const kinds = [
    { path: '/metadata/webhook', what: 'webhook' },
    { path: '/schema', what: 'schema' },
  ]
  const entries: ReportEntry[] = []
  for (const { path, what } of kinds) {
    const found = Listed.safeParse(await source.find(path).catch(() => undefined))
    for (const { name } of found.data ?? []) {
      const notes = [`Conductor OSS has no such thing as a ${what}.`]
      entries.push({ kind: 'other', name: `${what} ${name}`, outcome: 'not carried', notes })
    }
  }
  return entries
}

interface Put {
  readonly kind: ReportEntry['kind']
  readonly name: string
  readonly version?: number
  readonly wanted: unknown
  readonly there: () => Promise<unknown>
  readonly write: () => Promise<unknown>
  readonly notes: readonly string[]
}

async function put({ dryRun }: ExportOptions, { wanted, there, write, notes, ...what }: Put): Promise<ReportEntry> {
  try {
    const known = await there()
    const outcome: Outcome =
      known === undefined || known === '' ? 'registered' : isSame(wanted, known) ? 'same' : 'replaced'
    if (outcome !== 'same' && !dryRun) await write()
    return { ...what, outcome, notes }
  } catch (error) {
    return { ...what, outcome: 'failed', notes: [error instanceof Error ? error.message : String(error), ...notes] }
  }
}

/** Who wrote it and when is each server's own. */
const audit: ReadonlySet<string> = new Set([
  'createTime',
  'updateTime',
  'updatedTime',
  'createdBy',
  'updatedBy',
  'nextRunTime',
  'ownerApp',
])

/** Everything that is wanted is there; what the other server adds on its own does not count. */
export function isSame(wanted: unknown, there: unknown): boolean {
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(there) && wanted.length === there.length && wanted.every((value, at) => isSame(value, there[at]))
    )
  }
  if (typeof wanted !== 'object' || wanted === null) return isDeepStrictEqual(wanted, there)
  if (typeof there !== 'object' || there === null || Array.isArray(there)) return false
  const found = new Map<string, unknown>(Object.entries(there))
  return Object.entries(wanted).every(
    ([key, value]) => audit.has(key) || isAbsentBoth(value, found.get(key)) || isSame(value, found.get(key)),
  )
}

/** Servers leave out what is empty in different places. */
function isAbsentBoth(wanted: unknown, there: unknown): boolean {
  const isEmpty = (value: unknown) =>
    value === undefined ||
    value === null ||
    value === '' ||
    value === false ||
    value === 0 ||
    (typeof value === 'object' && Object.keys(value).length === 0)
  return isEmpty(wanted) && isEmpty(there)
}
