import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { formatClock } from '../ui/relative-time.ts'
import { Skeleton } from '../ui/Skeleton.tsx'
import { taskLogsQuery } from './execution-api.ts'

export function TaskLogs({ taskId }: { readonly taskId: string }) {
  const { t, i18n } = useTranslation('executions')
  const logs = useQuery(taskLogsQuery(taskId))
  if (logs.isPending) return <Skeleton rows={2} />
  if (logs.isError) return <ErrorPanel error={logs.error} onRetry={() => void logs.refetch()} />
  if (logs.data.length === 0) return <p className="text-muted">{t('task.noLogs')}</p>
  return (
    <ol className="space-y-1 font-mono text-xs">
      {logs.data.map((line, index) => (
        // Lines of a log have no id and never change their order.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={index}>
          <span className="text-muted">{formatClock(line.createdTime, i18n.language)}</span>{' '}
          <span className="break-anywhere">{line.log}</span>
        </li>
      ))}
    </ol>
  )
}
