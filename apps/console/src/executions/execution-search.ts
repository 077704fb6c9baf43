/** The filter of the executions page: its address, and the query that Conductor's search understands. */
import { z } from 'zod'

export const workflowStatuses = ['FAILED', 'TIMED_OUT', 'RUNNING', 'PAUSED', 'COMPLETED', 'TERMINATED'] as const
export type WorkflowStatus = (typeof workflowStatuses)[number]

export const periods = { '1h': 3_600_000, '24h': 86_400_000, '7d': 604_800_000, '30d': 2_592_000_000 } as const
export type Period = keyof typeof periods
export const isPeriod = (value: string): value is Period => Object.hasOwn(periods, value)

const optional = z.string().optional().catch(undefined)

export const executionSearchSchema = z.object({
  /** Comma list of statuses; none means all. */
  status: optional,
  workflow: optional,
  /** A period (`24h`) or nothing. */
  from: optional,
  /** Free text over input, output and error; a whole id finds that run. */
  q: optional,
  correlation: optional,
  /** Column, with `-` in front for descending. */
  sort: optional,
  /** `all` shows children of other runs too. */
  level: optional,
})
export type ExecutionSearch = z.infer<typeof executionSearchSchema>

export const statusesOf = (search: ExecutionSearch): readonly WorkflowStatus[] =>
  workflowStatuses.filter((status) => search.status?.split(',').includes(status) === true)

/** Adds or takes away one status; none left means all. */
export function withStatus(search: ExecutionSearch, status: WorkflowStatus): ExecutionSearch {
  const on = new Set(statusesOf(search))
  if (!on.delete(status)) on.add(status)
  return { ...search, status: on.size === 0 ? undefined : workflowStatuses.filter((item) => on.has(item)).join(',') }
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
// The search strips quotes and splits on AND and commas; a value must not bring its own.
const quoted = (value: string): string => `'${value.replaceAll(/['",()]/g, '')}'`

export interface ConductorQuery {
  readonly query: string
  readonly freeText: string
  readonly sort: string
  readonly topLevelOnly: boolean
}

/** @param now epoch milliseconds, from which the period counts back */
export function toConductorQuery(search: ExecutionSearch, statuses: readonly string[], now: number): ConductorQuery {
  const text = search.q?.trim() ?? ''
  const isId = uuid.test(text)
  const clauses = [
    statuses.length === 0 ? '' : `status IN (${statuses.join(',')})`,
    search.workflow === undefined ? '' : `workflowType=${quoted(search.workflow)}`,
    search.correlation === undefined ? '' : `correlationId=${quoted(search.correlation)}`,
    search.from !== undefined && isPeriod(search.from) ? `startTime>${roundDown(now - periods[search.from])}` : '',
    isId ? `workflowId=${quoted(text)}` : '',
  ]
  const sort = search.sort ?? '-startTime'
  return {
    query: clauses.filter((clause) => clause !== '').join(' AND '),
    freeText: isId || text === '' ? '*' : text,
    sort: sort.startsWith('-') ? `${sort.slice(1)}:DESC` : `${sort}:ASC`,
    topLevelOnly: search.level !== 'all' && !isId,
  }
}

// A start to the minute keeps the cache key still while the page is open.
const roundDown = (at: number): number => at - (at % 60_000)
