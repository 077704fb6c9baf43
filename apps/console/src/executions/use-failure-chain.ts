import { useQuery } from '@tanstack/react-query'
import type { Execution } from '../api/conductor.ts'
import { type Failure, findFailure } from './failure.ts'
import { fetchExecution } from './execution-api.ts'

const deepest = 10

/** The failure of a run and, where it came from a sub-workflow, of each child down to the innermost. */
export function useFailureChain(run: Execution): readonly { readonly run: Execution; readonly failure: Failure }[] {
  const own = findFailure(run)
  const children = useQuery({
    queryKey: ['execution', run.workflowId, 'failure-chain', own?.childId, run.updateTime],
    enabled: own?.childId !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const chain: { readonly run: Execution; readonly failure: Failure }[] = []
      let next = own?.childId
      while (next !== undefined && chain.length < deepest) {
        const child = await fetchExecution(next, signal)
        const failure = findFailure(child)
        if (failure === undefined) break
        chain.push({ run: child, failure })
        next = failure.childId
      }
      return chain
    },
  })
  return own === undefined ? [] : [{ run, failure: own }, ...(children.data ?? [])]
}
