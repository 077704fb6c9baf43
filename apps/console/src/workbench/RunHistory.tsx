import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { recentRunsQuery } from '../executions/execution-api.ts'
import { cx } from '../ui/class-names.ts'
import { formatDuration } from '../ui/duration.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { Time } from '../ui/Time.tsx'

interface RunHistoryProps {
  readonly workflow: string
  readonly selected: string | undefined
  readonly onSelect: (workflowId: string) => void
}

/** The newest runs of the workflow, with their errors. */
export function RunHistory({ workflow, selected, onSelect }: RunHistoryProps) {
  const { t } = useTranslation('workbench')
  const runs = useQuery(recentRunsQuery(workflow, 20))
  return (
    <section aria-labelledby="history" className="card">
      <h2 id="history" className="border-b border-hairline px-4 py-2 font-semibold">
        {t('history')}
      </h2>
      {runs.isPending && <Skeleton rows={4} />}
      {runs.isError && <ErrorPanel error={runs.error} onRetry={() => void runs.refetch()} />}
      {runs.data?.results.length === 0 && <EmptyState title={t('noHistory')} hint={t('noHistoryHint')} />}
      {/* A list that scrolls must be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <ul tabIndex={0} aria-labelledby="history" className="max-h-72 overflow-y-auto">
        {runs.data?.results.map((run) => (
          <li key={run.workflowId}>
            <button
              type="button"
              aria-current={run.workflowId === selected ? 'true' : undefined}
              onClick={() => onSelect(run.workflowId)}
              className={cx(
                'block w-full border-b border-hairline px-4 py-2 text-start hover:bg-sunken',
                run.workflowId === selected && 'bg-accent-tint',
              )}
            >
              <span className="flex flex-wrap items-center gap-2">
                <StatusBadge status={run.status} />
                <code className="text-xs">{run.workflowId.slice(0, 8)}</code>
                <span className="text-muted">
                  <Time at={run.startTime} />
                </span>
                {run.endTime !== undefined && (
                  <span className="ms-auto text-xs text-muted tabular">{formatDuration(run.executionTime)}</span>
                )}
              </span>
              {run.reasonForIncompletion !== undefined && (
                <span className="mt-1 block truncate text-bad">{run.reasonForIncompletion}</span>
              )}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
