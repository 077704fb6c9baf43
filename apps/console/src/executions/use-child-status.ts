import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Execution } from '../api/conductor.ts'
import { executionQuery } from './execution-api.ts'
import { openChildren, statusOfChild } from './waiting.ts'

/** More children than this at once are not read for the sake of a picture. */
const mostChildren = 10

/** How the children of a run that are still open stand, by the reference of the task that awaits each. */
export function useChildStatus(run: Execution | undefined): ReadonlyMap<string, string> {
  const children = useMemo(() => (run === undefined ? [] : openChildren(run).slice(0, mostChildren)), [run])
  const found = useQueries({ queries: children.map(({ childId }) => executionQuery(childId)) })
  const key = found.map(({ dataUpdatedAt }) => dataUpdatedAt).join()
  return useMemo(
    () =>
      new Map(
        children.flatMap(({ ref }, index) => {
          const child = found[index]?.data
          return child === undefined ? [] : [[ref, statusOfChild(child, Date.now())] as const]
        }),
      ),
    // The answers are new objects on each render; their times say when they changed.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [children, key],
  )
}
