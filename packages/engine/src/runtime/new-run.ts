// Makes the run of a start.

import type { Run } from '../decider/run.ts'
import type { JsonMap } from '../model/json.ts'
import { copyJson } from '../model/json.ts'
import type { PreparedSnapshot } from './registry.ts'

export interface NewRun {
  readonly id: string
  readonly row: number
  readonly snapshot: PreparedSnapshot
  readonly input: JsonMap
  readonly now: number
  readonly correlationId?: string | undefined
  readonly priority?: number | undefined
  readonly taskToDomain?: Record<string, string> | undefined
  readonly parentId?: string | undefined
  readonly parentTaskId?: string | undefined
  readonly event?: string | undefined
  readonly createdBy?: string | undefined
  readonly idempotencyKey?: string | undefined
  readonly traceparent?: string | undefined
  readonly parentTraceparent?: string | undefined
}

export function newRun(start: NewRun): Run {
  const { definition, hash, plan } = start.snapshot
  return {
    row: start.row,
    id: start.id,
    def: definition,
    defHash: hash,
    plan,
    status: 'RUNNING',
    createTime: start.now,
    updateTime: start.now,
    endTime: 0,
    input: withTemplate(start.input, definition.inputTemplate),
    output: {},
    variables: definition.variables,
    correlationId: start.correlationId,
    parentId: start.parentId,
    parentTaskId: start.parentTaskId,
    priority: start.priority ?? 0,
    taskToDomain: start.taskToDomain ?? {},
    reason: undefined,
    event: start.event,
    createdBy: start.createdBy,
    idempotencyKey: start.idempotencyKey,
    traceparent: start.traceparent,
    parentTraceparent: start.parentTraceparent,
    reRunFromWorkflowId: undefined,
    failedRefs: [],
    failedNames: [],
    lastRetriedTime: 0,
    rateLimitKey: undefined,
    rateLimited: false,
    messages: [],
    logCount: 0,
    tasks: new Map(),
    newest: new Map(),
    newestBare: new Map(),
    joins: new Map(),
    dynamicNodes: new Map(),
    nextSeq: 1,
    passedEnd: undefined,
    live: 0,
    agenda: [],
    pendingScripts: 0,
    stored: false,
    written: undefined,
  }
}

/** The template stands in for what is missing or null. Neither is evaluated. */
export function withTemplate(input: JsonMap, template: JsonMap): JsonMap {
  const missing = Object.keys(template).filter((key) => input[key] === undefined || input[key] === null)
  if (missing.length === 0) return input
  const filled = { ...input }
  for (const key of missing) filled[key] = copyJson(template[key])
  return filled
}
