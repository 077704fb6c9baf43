import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Execution } from '../api/conductor.ts'
import { Button } from '../ui/Button.tsx'
import { Time } from '../ui/Time.tsx'
import { pollDataQuery } from './execution-api.ts'
import { useNow } from './use-now.ts'
import { findWaiting, type Waiting } from './waiting.ts'

interface WaitingBannerProps {
  readonly run: Execution
  readonly onOpenTask: (ref: string) => void
}

/** What an open run waits for, since when, and the way to act. */
export function WaitingBanner({ run, onOpenTask }: WaitingBannerProps) {
  const { t } = useTranslation('executions')
  const waiting = findWaiting(run, useNow(2_000))
  if (run.status === 'PAUSED')
    return <p className="mb-4 rounded-lg border border-hold bg-hold-tint p-3 text-hold">❚❚ {t('waiting.paused')}</p>
  if (waiting.length === 0) return null
  return (
    <ul className="mb-4 space-y-2 rounded-lg border border-hold bg-hold-tint p-3">
      {waiting.slice(0, 5).map((item) => (
        <li key={item.task.taskId} className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-semibold text-hold">
            <span aria-hidden="true">⏸ </span>
            {item.kind === 'worker'
              ? t('waiting.worker', { task: item.task.taskDefName })
              : t(`waiting.${item.kind}`, { ref: item.ref })}
          </span>
          <span>
            {t('waiting.since')} <Time at={item.since} />
          </span>
          {item.kind === 'worker' && <NeverPolled item={item} />}
          <Button variant="quiet" onPress={() => onOpenTask(item.ref)}>
            {t('waiting.open')}
          </Button>
        </li>
      ))}
    </ul>
  )
}

function NeverPolled({ item }: { readonly item: Waiting }) {
  const { t } = useTranslation('executions')
  const polls = useQuery(pollDataQuery(item.task.taskDefName))
  if (polls.data === undefined || polls.data.length > 0) return null
  return <span>{t('waiting.neverPolled', { task: item.task.taskDefName })}</span>
}
