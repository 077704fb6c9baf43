// Turns a search into SQL. Values are always bound, never part of the text.

import type { SearchClause, SearchRequest } from '../api.ts'
import { toWords } from '../search/free-text.ts'
import type { SqlValue } from './database.ts'

export interface SearchTable {
  /** SQL of each field that can be asked for. */
  readonly fields: Readonly<Record<string, string>>
  /** Fields that hold numbers. */
  readonly numeric: ReadonlySet<string>
  /** Columns that free text looks into. */
  readonly texts: readonly string[]
  /** The same, where the definition hides no fields: a search must not tell what an answer does not show. */
  readonly payloads: readonly string[]
}

const failedTasks = "json_extract(e.extra, '$.failedRefs', '$.failedNames')"

export const executionTable: SearchTable = {
  fields: {
    workflowId: 'e.id',
    workflowType: 'e.name',
    version: 'e.version',
    status: 'e.status',
    correlationId: "coalesce(e.correlation_id, '')",
    parentWorkflowId: "coalesce(e.parent_id, '')",
    startTime: 'e.created',
    createTime: 'e.created',
    updateTime: 'e.updated',
    endTime: 'e.ended',
    reasonForIncompletion: "coalesce(e.reason, '')",
    priority: 'e.priority',
    classifier: "'workflow'",
    idempotencyKey: "coalesce(e.idempotency_key, '')",
  },
  numeric: new Set(['version', 'startTime', 'createTime', 'updateTime', 'endTime', 'priority']),
  texts: ['e.id', 'e.name', 'e.status', 'e.correlation_id', 'e.reason', failedTasks],
  payloads: ['e.input', 'e.output'],
}

export const taskTable: SearchTable = {
  fields: {
    taskId: 't.id',
    taskType: 't.type',
    taskDefName: 't.def_name',
    referenceTaskName: 't.ref',
    status: 't.status',
    workflowId: 'e.id',
    workflowType: 'e.name',
    correlationId: "coalesce(e.correlation_id, '')",
    scheduledTime: 't.scheduled',
    startTime: 't.started',
    updateTime: 't.updated',
    endTime: 't.ended',
    workerId: "coalesce(t.worker_id, '')",
    domain: "coalesce(t.domain, '')",
    reasonForIncompletion: "coalesce(t.reason, '')",
    workflowPriority: 't.priority',
  },
  numeric: new Set(['scheduledTime', 'startTime', 'updateTime', 'endTime', 'workflowPriority']),
  texts: ['t.id', 't.type', 't.def_name', 't.ref', 't.status', 't.reason', 'e.id', 'e.name', 'e.correlation_id'],
  payloads: ['t.input', 't.output'],
}

export interface SearchSql {
  readonly where: string
  readonly orderBy: string
  readonly values: SqlValue[]
}

export function toSearchSql(request: SearchRequest, table: SearchTable, newestFirst: string): SearchSql {
  const conditions: string[] = []
  const values: SqlValue[] = []
  for (const clause of request.clauses ?? []) {
    const condition = toCondition(clause, table, values)
    if (condition) conditions.push(condition)
  }
  const words = toWords(request.freeText)
  if (words !== undefined) conditions.push(toFreeText(words, table, values))
  const sorts = (request.sort ?? []).flatMap(({ field, descending }) => {
    const column = columnOf(table, field)
    return column ? [`${column} ${descending ? 'DESC' : 'ASC'}`] : []
  })
  return {
    where: conditions.length > 0 ? conditions.join(' AND ') : '1',
    orderBy: [...sorts, newestFirst].join(', '),
    values,
  }
}

/** Undefined for a field nobody knows; what every object has is none. */
function columnOf({ fields }: SearchTable, field: string): string | undefined {
  return Object.hasOwn(fields, field) ? fields[field] : undefined
}

function toCondition(clause: SearchClause, table: SearchTable, values: SqlValue[]): string | undefined {
  const column = columnOf(table, clause.field)
  if (!column) return undefined
  const bound = clause.values.map((value) => (table.numeric.has(clause.field) ? Number(value) : value))
  if (clause.operator === 'IN') {
    values.push(...bound)
    return `${column} IN (${bound.map(() => '?').join(', ')})`
  }
  const [value = ''] = bound
  if (clause.operator === '=' && typeof value === 'string' && value.includes('*')) {
    values.push(toLikePattern(value))
    return `${column} LIKE ? ESCAPE '\\'`
  }
  values.push(value)
  return `${column} ${clause.operator} ?`
}

function toFreeText(words: string, table: SearchTable, values: SqlValue[]): string {
  const pattern = `%${toLikePattern(words)}%`
  const like = (column: string) => {
    values.push(pattern)
    return `coalesce(${column}, '') LIKE ? ESCAPE '\\'`
  }
  const conditions = [
    ...table.texts.map(like),
    ...table.payloads.map((column) => `(${like(column)} AND NOT ${hidesFields})`),
  ]
  return `(${conditions.join(' OR ')})`
}

const hidesFields =
  "EXISTS (SELECT 1 FROM snapshot s WHERE s.hash = e.snapshot AND json_array_length(s.body, '$.maskedFields') > 0)"

function toLikePattern(text: string): string {
  return text.replaceAll(/[\\%_]/g, (letter) => `\\${letter}`).replaceAll('*', '%')
}
