import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../session/use-session.ts'
import { Button } from '../ui/Button.tsx'
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { showToast } from '../ui/toast-store.ts'
import { type BulkAction, type BulkResult, runBulk } from './execution-api.ts'

interface BulkBarProps {
  readonly ids: readonly string[]
  readonly onDone: () => void
}

/** Acts on the selected runs; what the server refuses is listed with its reason. */
export function BulkBar({ ids, onDone }: BulkBarProps) {
  const { t } = useTranslation('executions')
  const client = useQueryClient()
  const mayAct = useMay('engine.write')
  const [terminating, setTerminating] = useState(false)
  const [refused, setRefused] = useState<BulkResult>()
  const perform = useMutation({
    mutationFn: ({ action, reason }: { action: BulkAction; reason?: string }) => runBulk(action, ids, reason),
    onSuccess: async (result) => {
      const refusals = Object.keys(result.bulkErrorResults).length
      showToast(
        refusals === 0 ? 'done' : 'failed',
        t('bulk.done', { done: result.bulkSuccessfulResults.length, refused: refusals }),
      )
      if (refusals > 0) setRefused(result)
      else onDone()
      await client.invalidateQueries({ queryKey: ['executions'] })
    },
    onError: (error) => showToast('failed', error.message),
  })
  return (
    <div className="sticky top-12 z-20 flex flex-wrap items-center gap-2 border-y border-hairline bg-accent-tint px-3 py-2">
      <span className="font-semibold" role="status">
        {t('selected', { count: ids.length })}
      </span>
      {mayAct &&
        (['retry', 'restart', 'pause', 'resume'] as const).map((action) => (
          <Button key={action} isDisabled={perform.isPending} onPress={() => perform.mutate({ action })}>
            {t(`bulk.${action}`)}
          </Button>
        ))}
      {mayAct && <Button onPress={() => setTerminating(true)}>{t('bulk.terminate')}</Button>}
      <CopyButton text={ids.join('\n')} label={t('bulk.copyIds')} />
      <ConfirmDialog
        isOpen={terminating}
        onClose={() => setTerminating(false)}
        title={t('bulk.confirmTitle', { count: ids.length })}
        verb={t('bulk.confirmVerb')}
        danger
        reason="required"
        onConfirm={(reason) => {
          setTerminating(false)
          perform.mutate({ action: 'terminate', reason })
        }}
      >
        <p>{t('bulk.confirmText')}</p>
        <ul className="mt-2 max-h-40 overflow-y-auto font-mono text-xs">
          {ids.map((id) => (
            <li key={id}>{id}</li>
          ))}
        </ul>
      </ConfirmDialog>
      <Dialog
        isOpen={refused !== undefined}
        onClose={() => {
          setRefused(undefined)
          onDone()
        }}
        title={t('bulk.refusals')}
        wide
      >
        <dl className="space-y-2">
          {Object.entries(refused?.bulkErrorResults ?? {}).map(([id, message]) => (
            <div key={id}>
              <dt className="font-mono text-xs">{id}</dt>
              <dd className="text-bad break-anywhere">{message}</dd>
            </div>
          ))}
        </dl>
      </Dialog>
    </div>
  )
}
