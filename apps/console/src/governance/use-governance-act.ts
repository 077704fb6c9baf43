import { useMutation, useQueryClient } from '@tanstack/react-query'
import { showToast } from '../ui/toast-store.ts'

interface Act {
  readonly run: () => Promise<void>
  /** Said when it is done. */
  readonly done: string
}

/** Runs an act and reads anew what it may have changed: a confirmed request sets or lifts what it asked for. */
export function useGovernanceAct() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ run, done }: Act) => {
      await run()
      showToast('done', done)
    },
    onSettled: () =>
      Promise.all(
        ['good-guys', 'retention', 'requests', 'case'].map((root) => client.invalidateQueries({ queryKey: [root] })),
      ),
  })
}
