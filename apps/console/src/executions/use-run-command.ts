import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Execution } from '../api/conductor.ts'
import { showToast } from '../ui/toast-store.ts'
import { type RunCommand, runCommand } from './execution-api.ts'

/** Sends an act and tells the result; the run and the lists are read again either way. */
export function useRunCommand(workflowId: string) {
  const { t } = useTranslation('executions')
  const client = useQueryClient()
  return useMutation({
    mutationFn: (act: RunCommand) => runCommand(workflowId, act),
    onSuccess: (_answer, act) => showToast('done', t(`run.done.${act.kind}`)),
    onError: (error) => showToast('failed', error.message),
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: ['execution', workflowId] })
      await client.invalidateQueries({ queryKey: ['executions'] })
    },
  })
}

export type Refusal = 'running' | 'ended' | 'notPaused' | 'notRunning' | 'noRight' | 'notFailed'

/** Why an act is not possible in this state of the run; undefined when it is. The server judges in the end. */
export function refusalOf(run: Execution, kind: RunCommand['kind'], mayAct: boolean): Refusal | undefined {
  if (!mayAct) return 'noRight'
  const isOpen = run.status === 'RUNNING' || run.status === 'PAUSED'
  switch (kind) {
    case 'retry':
      if (isOpen) return 'running'
      return run.status === 'COMPLETED' ? 'notFailed' : undefined
    case 'restart':
    case 'rerun':
      return isOpen ? 'running' : undefined
    case 'pause':
      return run.status === 'RUNNING' ? undefined : 'notRunning'
    case 'resume':
      return run.status === 'PAUSED' ? undefined : 'notPaused'
    case 'terminate':
      return isOpen ? undefined : 'ended'
  }
}
