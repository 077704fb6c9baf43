import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../session/use-session.ts'
import { Button, buttonClass } from '../ui/Button.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { Time } from '../ui/Time.tsx'
import { showToast } from '../ui/toast-store.ts'
import type { QueueRow } from './queue-rows.ts'
import { requeue } from './queues-api.ts'
import { workerSnippet } from './worker-snippet.ts'

interface QueueDetailProps {
  readonly row: QueueRow
  readonly onClose: () => void
}

/** Who serves a queue, and how to start a worker when nobody does. */
export function QueueDetail({ row, onClose }: QueueDetailProps) {
  const { t } = useTranslation('operate')
  const { t: common } = useTranslation()
  const mayAct = useMay('engine.write')
  const again = useMutation({
    mutationFn: () => requeue(row.task),
    onSuccess: () => showToast('done', t('queues.requeued')),
    onError: (error) => showToast('failed', error.message),
  })
  const snippet = workerSnippet(row.task, window.location.origin, row.domain)
  return (
    <aside aria-label={t('queues.workersOf', { task: row.task })} className="card min-w-0 space-y-4 self-start p-4">
      <div className="flex items-start justify-between gap-2">
        <h2 className="font-semibold break-anywhere">{t('queues.workersOf', { task: row.task })}</h2>
        <Button variant="quiet" iconOnly aria-label={common('action.close')} onPress={onClose}>
          <X size={16} aria-hidden="true" />
        </Button>
      </div>
      {row.workers.length === 0 ? (
        <p className="text-muted">{t('queues.noWorkers')}</p>
      ) : (
        <ul className="space-y-1">
          {row.workers.map((worker) => (
            <li key={`${worker.workerId ?? ''}${worker.domain ?? ''}`} className="flex justify-between gap-3">
              <code className="break-anywhere text-xs">{worker.workerId ?? t('queues.unnamed')}</code>
              <Time at={worker.lastPollTime} />
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap gap-2">
        <Link to="/executions" search={{ q: row.task, status: 'RUNNING' }} className={buttonClass()}>
          {t('queues.showRuns')}
        </Link>
        {mayAct && row.pending > 0 && row.state !== 'system' && (
          <Button onPress={() => again.mutate()}>{t('queues.requeue')}</Button>
        )}
      </div>
      {row.state !== 'system' && row.state !== 'served' && (
        <section>
          <h3 className="font-semibold">{t('queues.snippetTitle', { task: row.task })}</h3>
          <p className="mb-2 text-muted">{t('queues.snippetLead')}</p>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <pre tabIndex={0} className="overflow-x-auto rounded-sm border border-hairline bg-sunken p-2 text-xs">
            {snippet}
          </pre>
          <div className="mt-2">
            <CopyButton text={snippet} label={common('action.copy')} />
          </div>
        </section>
      )}
    </aside>
  )
}
