/** The children of a large dynamic fork as cells: sorted so that what needs attention comes first. */
import type { NodeRun } from './run-overlay.ts'

export interface Cell {
  readonly ref: string
  readonly status: string
}

const order = [
  'FAILED_WITH_TERMINAL_ERROR',
  'FAILED',
  'TIMED_OUT',
  'CANCELED',
  'IN_PROGRESS',
  'WAITING',
  'SCHEDULED',
  'COMPLETED_WITH_ERRORS',
  'COMPLETED',
  'SKIPPED',
]

const rank = (status: string): number => {
  const index = order.indexOf(status)
  return index === -1 ? order.length : index
}

export const sortedCells = (refs: readonly string[], runs: ReadonlyMap<string, NodeRun>): readonly Cell[] =>
  refs
    .map((ref) => ({ ref, status: runs.get(ref)?.status ?? 'NOT_REACHED' }))
    .sort((a, b) => rank(a.status) - rank(b.status))

export function statusCounts(cells: readonly Cell[]): readonly (readonly [string, number])[] {
  return [...Map.groupBy(cells, (cell) => cell.status)].map(([status, group]) => [status, group.length] as const)
}
