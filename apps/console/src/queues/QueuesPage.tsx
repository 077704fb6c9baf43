import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNow } from '../ui/use-now.ts'
import { cx } from '../ui/class-names.ts'
import { type Column, DataTable } from '../ui/DataTable.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Checkbox, TextField } from '../ui/Field.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { Time } from '../ui/Time.tsx'
import type { Tone } from '../ui/status-vocabulary.ts'
import { toneBadge } from '../ui/tone.ts'
import { QueueDetail } from './QueueDetail.tsx'
import { type QueueRow, type QueueState, queueRows } from './queue-rows.ts'
import { queuesQuery } from './queues-api.ts'

const route = getRouteApi('/shell/queues')

const looks: Record<QueueState, { readonly tone: Tone; readonly glyph: string }> = {
  stuck: { tone: 'bad', glyph: '✕' },
  served: { tone: 'ok', glyph: '✓' },
  idle: { tone: 'idle', glyph: '○' },
  system: { tone: 'idle', glyph: '⚙' },
}

export function QueuesPage() {
  const { t } = useTranslation('operate')
  const { task } = route.useSearch()
  const navigate = route.useNavigate()
  const queues = useQuery(queuesQuery)
  const now = useNow(5_000)
  const [text, setText] = useState('')
  const [showsSystem, setShowsSystem] = useState(false)
  const rows = useMemo(
    () => (queues.data === undefined ? [] : queueRows(queues.data.sizes, queues.data.polls, now)),
    [queues.data, now],
  )
  const shown = rows.filter(
    (row) => (showsSystem || row.state !== 'system') && row.key.toLowerCase().includes(text.trim().toLowerCase()),
  )
  const stuck = rows.filter((row) => row.state === 'stuck').length
  const open = (key: string | undefined) => void navigate({ search: { task: key }, replace: true, resetScroll: false })
  const chosen = rows.find((row) => row.key === task || row.task === task)
  const columns = useColumns(open)
  return (
    <>
      <PageHeader title={t('queues.title')} lead={t('queues.lead')} />
      {stuck > 0 && (
        <p role="status" className="mb-4 rounded-lg border-2 border-bad bg-bad-tint p-3 font-semibold text-bad">
          ✕ {t('queues.stuck', { count: stuck })}
        </p>
      )}
      {queues.isError && <ErrorPanel error={queues.error} onRetry={() => void queues.refetch()} />}
      <div className={cx('grid gap-4', chosen !== undefined && 'lg:grid-cols-[minmax(0,1fr)_400px]')}>
        <section className="card min-w-0 self-start">
          {queues.isPending && <Skeleton />}
          {queues.isSuccess && (
            <div className="flex flex-wrap items-center gap-4 p-3">
              <div className="w-56">
                <TextField
                  label={t('queues.filter')}
                  hideLabel
                  placeholder={t('queues.filter')}
                  type="search"
                  value={text}
                  onChange={setText}
                />
              </div>
              <Checkbox label={t('queues.showSystem')} checked={showsSystem} onChange={setShowsSystem} />
            </div>
          )}
          {queues.isSuccess &&
            shown.length === 0 &&
            (text === '' ? (
              <EmptyState title={t('queues.none')} hint={t('queues.noneHint')} />
            ) : (
              <EmptyState title={t('queues.noneMatch')} />
            ))}
          {shown.length > 0 && (
            <DataTable
              caption={t('queues.title')}
              columns={columns}
              rows={shown}
              rowKey={(row) => row.key}
              onOpen={(row) => open(row.key)}
              isCurrent={(row) => row.key === chosen?.key}
            />
          )}
        </section>
        {chosen !== undefined && <QueueDetail key={chosen.key} row={chosen} onClose={() => open(undefined)} />}
      </div>
    </>
  )
}

function useColumns(open: (key: string) => void): readonly Column<QueueRow>[] {
  const { t } = useTranslation('operate')
  return [
    {
      id: 'task',
      header: t('queues.column.task'),
      cell: (row) => (
        <button
          type="button"
          className="min-h-6 text-start font-semibold text-accent underline"
          onClick={() => open(row.key)}
        >
          {row.task}
        </button>
      ),
    },
    {
      id: 'state',
      header: t('queues.column.state'),
      cell: (row) => (
        <span
          className={cx(
            'badge inline-flex gap-1 rounded-sm px-1.5 py-0.5 text-xs font-semibold whitespace-nowrap',
            toneBadge[looks[row.state].tone],
          )}
        >
          <span aria-hidden="true">{looks[row.state].glyph}</span>
          {t(`queues.state.${row.state}`)}
        </span>
      ),
    },
    { id: 'pending', header: t('queues.column.pending'), align: 'end', cell: (row) => row.pending.toLocaleString() },
    { id: 'workers', header: t('queues.column.workers'), align: 'end', from: 'sm', cell: (row) => row.workers.length },
    { id: 'lastPoll', header: t('queues.column.lastPoll'), from: 'sm', cell: (row) => <Time at={row.lastPoll} /> },
    { id: 'domain', header: t('queues.column.domain'), from: 'xl', cell: (row) => row.domain ?? '–' },
  ]
}
