import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiError } from '../api/api-error.ts'
import { showToast } from '../ui/toast-store.ts'

interface Act<T> {
  readonly run: () => Promise<T>
  /** Said when it is done. */
  readonly done: string | ((result: T) => string)
  readonly after?: () => void
}

export interface CaseActs {
  readonly act: <T>(act: Act<T>) => void
  readonly isBusy: boolean
  readonly error: unknown
  readonly reset: () => void
}

/** Runs an act on a case and reads the case anew, also after a refusal: the refusal may mean that it has changed. */
export function useCaseAct(caseId: string): CaseActs {
  const client = useQueryClient()
  const mutation = useMutation<unknown, unknown, Act<unknown>>({
    mutationFn: async ({ run, done, after }) => {
      const result = await run()
      showToast('done', typeof done === 'string' ? done : done(result))
      after?.()
    },
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['case', caseId] }),
        client.invalidateQueries({ queryKey: ['cases'] }),
      ]),
  })
  return {
    // The result goes from `run` to `done` of the same act and nowhere else.
    act: (act) => mutation.mutate(act as Act<unknown>),
    isBusy: mutation.isPending,
    error: mutation.error,
    reset: mutation.reset,
  }
}

export const isConflict = (error: unknown): boolean => error instanceof ApiError && error.code === 'REVISION_CONFLICT'
