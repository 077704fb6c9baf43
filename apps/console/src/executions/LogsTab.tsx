import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Execution } from '../api/conductor.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { TextField } from '../ui/Field.tsx'
import { formatClock, formatExact } from '../ui/relative-time.ts'
import { Skeleton } from '../ui/Skeleton.tsx'
import { taskLogsQuery } from './execution-api.ts'

const mostTasks = 100

/** Log lines of all tasks in the order of time. */
export function LogsTab({ run }: { readonly run: Execution }) {
  const { t, i18n } = useTranslation('executions')
  const [text, setText] = useState('')
  // Only tasks that a worker or a system worker ran can have written something.
  const tasks = run.tasks
    .filter((task) => task.taskType !== 'FORK' && task.taskType !== 'SWITCH' && task.taskType !== 'JOIN')
    .slice(0, mostTasks)
  const logs = useQueries({ queries: tasks.map((task) => taskLogsQuery(task.taskId)) })
  const failed = logs.find((log) => log.isError)
  const needle = text.trim().toLowerCase()
  const lines = logs
    .flatMap((log, index) =>
      (log.data ?? []).map((line, row) => ({
        ...line,
        key: `${index}-${row}`,
        ref: tasks[index]?.referenceTaskName ?? '',
      })),
    )
    .filter((line) => needle === '' || `${line.ref} ${line.log}`.toLowerCase().includes(needle))
    .sort((a, b) => a.createdTime - b.createdTime)
  if (failed !== undefined) return <ErrorPanel error={failed.error} onRetry={() => void failed.refetch()} />
  if (logs.some((log) => log.isPending)) return <Skeleton />
  if (lines.length === 0 && needle === '') return <EmptyState title={t('logs.none')} />
  return (
    <section className="card">
      <div className="w-64 p-3">
        <TextField
          label={t('logs.filter')}
          hideLabel
          placeholder={t('logs.filter')}
          type="search"
          value={text}
          onChange={setText}
        />
      </div>
      {run.tasks.length > mostTasks && (
        <p className="px-3 pb-2 text-muted">{t('logs.limited', { count: mostTasks })}</p>
      )}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <ol tabIndex={0} className="max-h-[60vh] overflow-auto border-t border-hairline font-mono text-xs">
        {lines.map((line) => (
          <li key={line.key} className="flex gap-3 px-3 py-1 odd:bg-sunken">
            <time className="shrink-0 text-muted" title={formatExact(line.createdTime, i18n.language)}>
              {formatClock(line.createdTime, i18n.language)}
            </time>
            <span className="w-32 shrink-0 truncate text-accent" title={line.ref}>
              {line.ref}
            </span>
            <span className="min-w-0 whitespace-pre-wrap break-anywhere">{line.log}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
