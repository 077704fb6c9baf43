import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { Time } from '../ui/Time.tsx'
import { scheduleRunsQuery } from './schedule-api.ts'

/** What a schedule has started, newest first; why it could not when it failed to. */
export function ScheduleRuns({ name }: { readonly name: string }) {
  const { t } = useTranslation('triggers')
  const runs = useQuery(scheduleRunsQuery(name))
  return (
    <section className="card p-4">
      <h2 className="mb-2 font-semibold">{t('schedule.runs')}</h2>
      {runs.isError && <ErrorPanel error={runs.error} onRetry={() => void runs.refetch()} />}
      {runs.isPending && <Skeleton rows={4} />}
      {runs.data?.length === 0 && <p className="text-muted">{t('schedule.noRuns')}</p>}
      <ul className="space-y-1 text-sm">
        {(runs.data ?? []).map((run) => (
          <li key={run.executionId}>
            <span className="flex justify-between gap-2">
              <Time at={run.scheduledTime} />
              {run.workflowId === undefined ? (
                <span className="text-bad">✕ {t('schedule.failed')}</span>
              ) : (
                <Link to="/executions/$workflowId" params={{ workflowId: run.workflowId }}>
                  {t('schedule.openRun')}
                </Link>
              )}
            </span>
            {run.reason !== undefined && <span className="block break-words text-bad">{run.reason}</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}
