/** Starts running executions of one Conductor at another, and brings the copies to where the originals are. */
import { setTimeout as pause } from 'node:timers/promises'
import { readWorkflowDef } from '@gatehouse/engine'
import { z } from 'zod'
import type { ConductorRest } from './conductor-rest.ts'
import type { ExportOptions } from './export-definitions.ts'
import type { Carry, SourceExecution } from './plan-execution.ts'
import { markKey, planExecution } from './plan-execution.ts'
import type { ReportEntry } from './report.ts'

const Values = z.record(z.string(), z.unknown())
const TaskSchema = z.looseObject({
  taskId: z.string(),
  referenceTaskName: z.string(),
  taskType: z.string(),
  status: z.string(),
  outputData: Values.default({}),
  subWorkflowId: z.string().optional(),
  waitTimeout: z.number().optional(),
  callbackAfterSeconds: z.number().default(0),
  startTime: z.number().default(0),
  externalOutputPayloadStoragePath: z.string().optional(),
})
const WorkflowSchema = z.looseObject({
  workflowId: z.string(),
  workflowName: z.string(),
  workflowVersion: z.number(),
  status: z.string(),
  parentWorkflowId: z.string().optional(),
  input: Values.default({}),
  correlationId: z.string().optional(),
  priority: z.number().default(0),
  taskToDomain: z.record(z.string(), z.string()).default({}),
  externalInputPayloadStoragePath: z.string().optional(),
  workflowDefinition: z.unknown(),
  tasks: z.array(TaskSchema).default([]),
})
type WireWorkflow = z.infer<typeof WorkflowSchema>
const SearchSchema = z.object({ results: z.array(z.looseObject({ workflowId: z.string() })) })
const MarkedSchema = z.looseObject({
  workflowDefinition: z.looseObject({
    metadata: z.looseObject({ [markKey]: z.object({ workflowId: z.string(), done: z.array(z.string()) }) }),
  }),
})

const pageSize = 500
const isOpen = (status: string) => status === 'RUNNING' || status === 'PAUSED'

/** How long a copy may take to come to where its original is: a Conductor server looks at its JOINs in its own time. */
const catchUpMs = 120_000

export async function exportExecutions(options: ExportOptions, now: () => number): Promise<ReportEntry[]> {
  const ids = await idsOf(options.source, 'status IN (RUNNING,PAUSED)')
  const copies = new Map<string, Map<string, string>>()
  const entries: ReportEntry[] = []
  for (const id of ids) {
    const workflow = await readWorkflow(options.source, id)
    if (!workflow || workflow.parentWorkflowId || !isOpen(workflow.status)) continue
    const known = copies.get(workflow.workflowName) ?? (await copiesAt(options.target, workflow.workflowName))
    copies.set(workflow.workflowName, known)
    entries.push(await exportOne(options, workflow, known.get(id), now))
  }
  return entries
}

async function idsOf(rest: ConductorRest, query: string): Promise<string[]> {
  const ids: string[] = []
  for (let start = 0; ; start += pageSize) {
    const parameters = new URLSearchParams({
      query,
      start: String(start),
      size: String(pageSize),
      sort: 'startTime:ASC',
    })
    const { results } = SearchSchema.parse(await rest.call('GET', `/workflow/search?${parameters}`))
    ids.push(...results.map(({ workflowId }) => workflowId))
    if (results.length < pageSize) return [...new Set(ids)]
  }
}

async function readWorkflow(rest: ConductorRest, id: string): Promise<WireWorkflow | undefined> {
  const found = await rest.find(`/workflow/${id}?includeTasks=true`)
  return found === undefined ? undefined : WorkflowSchema.parse(found)
}

/** Ids of copies that an earlier run has made, by the ids of their originals. */
async function copiesAt(target: ConductorRest, name: string): Promise<Map<string, string>> {
  const copies = new Map<string, string>()
  for (const id of await idsOf(target, `workflowType='${name}'`)) {
    const marked = MarkedSchema.safeParse(await target.find(`/workflow/${id}?includeTasks=false`))
    if (marked.success) copies.set(marked.data.workflowDefinition.metadata[markKey].workflowId, id)
  }
  return copies
}

async function exportOne(
  options: ExportOptions,
  found: WireWorkflow,
  copy: string | undefined,
  now: () => number,
): Promise<ReportEntry> {
  const { source, dryRun, pauseSource } = options
  const entry = { kind: 'execution', name: found.workflowId, version: found.workflowVersion } as const
  const pauses = pauseSource && !dryRun && found.status === 'RUNNING'
  try {
    // Held still first: what it is read as is what travels.
    if (pauses) await source.call('PUT', `/workflow/${found.workflowId}/pause`)
    const workflow = pauses ? ((await readWorkflow(source, found.workflowId)) ?? found) : found
    const plan = planExecution(await toSource(source, workflow), now())
    if (plan.kind === 'stay') {
      if (pauses) await source.call('PUT', `/workflow/${found.workflowId}/resume`)
      return { ...entry, outcome: 'not carried', notes: [workflow.workflowName, ...plan.reasons] }
    }
    const notes = [workflow.workflowName, ...plan.notes]
    if (dryRun)
      return {
        ...entry,
        outcome: copy === undefined ? 'carried' : 'already there',
        notes,
        ...(copy ? { targetId: copy } : {}),
      }
    const targetId = copy ?? (await start(options.target, workflow, plan))
    await catchUp(options.target, targetId, plan)
    if (copy === undefined && found.status === 'PAUSED') await options.target.call('PUT', `/workflow/${targetId}/pause`)
    if (pauses) notes.push('It is paused here.')
    else notes.push('It goes on here too: pause or terminate it here, or there.')
    return { ...entry, outcome: copy === undefined ? 'carried' : 'already there', targetId, notes }
  } catch (error) {
    const notes = [found.workflowName, error instanceof Error ? error.message : String(error)]
    if (pauses) {
      await source
        .call('PUT', `/workflow/${found.workflowId}/resume`)
        .catch(() => notes.push('It could not be resumed here: it is paused.'))
    }
    return { ...entry, outcome: 'failed', notes }
  }
}

async function toSource(rest: ConductorRest, workflow: WireWorkflow): Promise<SourceExecution> {
  const children = new Map<string, SourceExecution>()
  for (const { taskType, subWorkflowId, status } of workflow.tasks) {
    if (taskType !== 'SUB_WORKFLOW' || subWorkflowId === undefined || status !== 'IN_PROGRESS') continue
    const child = await readWorkflow(rest, subWorkflowId)
    if (child) children.set(subWorkflowId, await toSource(rest, child))
  }
  return {
    workflowId: workflow.workflowId,
    status: workflow.status,
    definition: readWorkflowDef(workflow.workflowDefinition, ''),
    tasks: workflow.tasks.map((task) => ({ ...task, waitTimeout: waitEndOf(task) })),
    externalInputPayloadStoragePath: workflow.externalInputPayloadStoragePath,
    children,
  }
}

/** A WAIT without a time waits for ever: 2147483647 seconds. */
function waitEndOf({ taskType, startTime, callbackAfterSeconds }: z.infer<typeof TaskSchema>): number | undefined {
  const isTimed = taskType === 'WAIT' && callbackAfterSeconds > 0 && callbackAfterSeconds < 2_147_483_647
  return isTimed ? startTime + callbackAfterSeconds * 1000 : undefined
}

async function start(target: ConductorRest, workflow: WireWorkflow, plan: Carry): Promise<string> {
  const { workflowName: name, workflowVersion: version, input, correlationId, priority, taskToDomain } = workflow
  const answer = await target.call('POST', '/workflow', {
    name,
    version,
    input,
    priority,
    taskToDomain,
    ...(correlationId === undefined ? {} : { correlationId }),
    workflowDef: plan.definition,
  })
  return z.string().parse(answer)
}

/** Completes what is done at the source, as the copy comes to it. Whatever an earlier run had done already stays. */
async function catchUp(target: ConductorRest, id: string, plan: Carry): Promise<void> {
  const deadline = Date.now() + catchUpMs
  for (;;) {
    const copy = WorkflowSchema.parse(await target.call('GET', `/workflow/${id}?includeTasks=true`))
    const mark = MarkedSchema.parse(copy).workflowDefinition.metadata[markKey]
    const marked = mark.done.filter((ref) => plan.done.has(ref))
    const newest = new Map(copy.tasks.map((task) => [task.referenceTaskName, task]))
    const waiting = marked.flatMap((ref) => {
      const task = newest.get(ref)
      return task && (task.status === 'IN_PROGRESS' || task.status === 'SCHEDULED') ? [task] : []
    })
    for (const { taskId, referenceTaskName } of waiting) {
      const outputData = plan.done.get(referenceTaskName) ?? {}
      await target.call('POST', '/tasks', { workflowInstanceId: id, taskId, status: 'COMPLETED', outputData })
    }
    const missing = marked.filter((ref) => !newest.has(ref))
    const childless = [...plan.children.keys()].filter((ref) => newest.get(ref)?.subWorkflowId === undefined)
    if (waiting.length === 0 && missing.length === 0 && childless.length === 0) {
      for (const [ref, child] of plan.children) await catchUp(target, newest.get(ref)?.subWorkflowId ?? '', child)
      return
    }
    if (!isOpen(copy.status))
      throw new Error(`The copy ${id} has ended as ${copy.status}, before it came to ${missing.join(', ')}.`)
    if (Date.now() > deadline)
      throw new Error(`The copy ${id} does not come to ${[...missing, ...childless].join(', ')}.`)
    if (waiting.length === 0) await pause(100)
  }
}
