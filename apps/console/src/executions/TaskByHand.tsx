import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Execution, Task } from '../api/conductor.ts'
import type { JsonObject } from '../api/json.ts'
import { useMay } from '../session/use-session.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { TextArea } from '../ui/Field.tsx'
import { showToast } from '../ui/toast-store.ts'
import { updateTask } from './execution-api.ts'
import { readObject } from './RerunDialog.tsx'

interface TaskByHandProps {
  readonly run: Execution
  readonly task: Task
  readonly onRerun: () => void
}

type Outcome = 'COMPLETED' | 'FAILED'

/** What can be done to one task now: end it by hand while it is open, run it again once the run has ended. */
export function TaskByHand({ run, task, onRerun }: TaskByHandProps) {
  const { t } = useTranslation('executions')
  const mayAct = useMay('engine.write')
  const [outcome, setOutcome] = useState<Outcome>()
  const isOpen = task.status === 'SCHEDULED' || task.status === 'IN_PROGRESS'
  const runIsOpen = run.status === 'RUNNING' || run.status === 'PAUSED'
  if (!mayAct || (!isOpen && runIsOpen)) return null
  return (
    <div className="flex flex-wrap gap-2 border-t border-hairline p-3">
      {isOpen && (
        <>
          <Button onPress={() => setOutcome('COMPLETED')}>{t('task.complete')}</Button>
          <Button onPress={() => setOutcome('FAILED')}>{t('task.fail')}</Button>
        </>
      )}
      {!runIsOpen && <Button onPress={onRerun}>{t('task.rerun')}</Button>}
      {outcome !== undefined && (
        <ByHandDialog run={run} task={task} outcome={outcome} onClose={() => setOutcome(undefined)} />
      )}
    </div>
  )
}

interface ByHandDialogProps {
  readonly run: Execution
  readonly task: Task
  readonly outcome: Outcome
  readonly onClose: () => void
}

function ByHandDialog({ run, task, outcome, onClose }: ByHandDialogProps) {
  const { t } = useTranslation('executions')
  const { t: common } = useTranslation()
  const client = useQueryClient()
  const [text, setText] = useState('{}')
  const [error, setError] = useState<string>()
  const ref = task.referenceTaskName
  const send = useMutation({
    mutationFn: (output: JsonObject) => updateTask(run, ref, outcome, output),
    onSuccess: async () => {
      showToast('done', t('task.updated', { ref }))
      onClose()
      await client.invalidateQueries({ queryKey: ['execution', run.workflowId] })
    },
    onError: (failure) => setError(failure.message),
  })
  return (
    <Dialog isOpen onClose={onClose} title={t(`task.byHandTitle.${outcome}`, { ref })}>
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault()
          const parsed = readObject(text)
          if (typeof parsed === 'string') setError(parsed)
          else send.mutate(parsed)
        }}
      >
        <p className="text-muted">{t('task.byHandText')}</p>
        <TextArea label={t('task.output')} value={text} onChange={setText} error={error} rows={6} mono />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onPress={onClose}>{common('action.cancel')}</Button>
          <Button type="submit" variant={outcome === 'FAILED' ? 'danger' : 'primary'} isDisabled={send.isPending}>
            {t(`task.byHandTitle.${outcome}`, { ref })}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
