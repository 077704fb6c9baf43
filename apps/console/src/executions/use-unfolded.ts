import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Execution } from '../api/conductor.ts'
import { type Unfolded, unfoldRun } from '../diagram/unfold.ts'
import { executionQuery } from './execution-api.ts'

/** Children of a run that are shown in place, read when they are first unfolded and kept fresh like the run. */
export function useUnfolded(run: Execution, wanted: readonly string[]): Unfolded {
  const client = useQueryClient()
  const cached = unfoldRun(run, wanted, (id) => client.getQueryData(executionQuery(id).queryKey))
  const found = useQueries({ queries: cached.ids.map((id) => executionQuery(id)) })
  const key = found.map(({ dataUpdatedAt }) => dataUpdatedAt).join()
  return useMemo(
    () => {
      const byId = new Map(cached.ids.map((id, index) => [id, found[index]?.data]))
      return unfoldRun(run, wanted, (id) => byId.get(id) ?? client.getQueryData(executionQuery(id).queryKey))
    },
    // The answers are new objects on each render; their times say when they changed.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [run, wanted.join(), key],
  )
}
