import type { ListStatus } from '@gatehouse/kyc/wire'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { cx } from '../ui/class-names.ts'
import { CopyButton } from '../ui/CopyButton.tsx'
import { type Column, DataTable } from '../ui/DataTable.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { Time } from '../ui/Time.tsx'
import { toneBadge } from '../ui/tone.ts'
import { listsQuery } from './screening-api.ts'

type List = ListStatus[number]

const looks = {
  current: { glyph: '✓', tone: 'ok' },
  stale: { glyph: '⌛', tone: 'warn' },
  missing: { glyph: '✕', tone: 'bad' },
  failed: { glyph: '✕', tone: 'bad' },
} as const

/** What people are screened against, and how old it is. */
export function ListsPage() {
  const { t } = useTranslation('screening')
  const lists = useQuery(listsQuery)
  const columns = useColumns()
  return (
    <>
      <PageHeader title={t('lists.title')} lead={t('lists.lead')} />
      <section className="card">
        {lists.isError && <ErrorPanel error={lists.error} onRetry={() => void lists.refetch()} />}
        {lists.isPending && <Skeleton rows={5} />}
        {lists.data?.length === 0 && <EmptyState title={t('lists.none')} hint={t('lists.noneHint')} />}
        {lists.data !== undefined && lists.data.length > 0 && (
          <DataTable caption={t('lists.title')} columns={columns} rows={lists.data} rowKey={(list) => list.listId} />
        )}
      </section>
    </>
  )
}

function useColumns(): readonly Column<List>[] {
  const { t, i18n } = useTranslation('screening')
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('lists.column.name'),
        cell: (list) => (
          <>
            <span className="block font-semibold">{list.name}</span>
            <code className="text-xs text-muted">{list.listId}</code>
          </>
        ),
      },
      { id: 'status', header: t('lists.column.status'), cell: (list) => <Status list={list} /> },
      {
        id: 'entries',
        header: t('lists.column.entries'),
        align: 'end',
        cell: (list) => list.entries.toLocaleString(i18n.language),
      },
      {
        id: 'imported',
        header: t('lists.column.imported'),
        from: 'sm',
        cell: (list) => (list.importedAt === null ? '–' : <Time at={list.importedAt} />),
      },
      {
        id: 'version',
        header: t('lists.column.version'),
        from: 'lg',
        cell: (list) => <code className="whitespace-nowrap text-xs">{list.snapshotId ?? '–'}</code>,
      },
      {
        id: 'hash',
        header: t('lists.column.hash'),
        from: 'xl',
        cell: (list) =>
          list.sha256 === null ? (
            '–'
          ) : (
            <span className="inline-flex items-center gap-1">
              <code className="text-xs">{list.sha256.slice(0, 16)}…</code>
              <CopyButton text={list.sha256} />
            </span>
          ),
      },
    ],
    [t, i18n.language],
  )
}

function Status({ list }: { readonly list: List }) {
  const { t } = useTranslation('screening')
  const look = looks[list.status]
  return (
    <>
      <span
        className={cx('badge inline-flex gap-1 rounded-sm px-1.5 py-0.5 text-xs font-semibold', toneBadge[look.tone])}
      >
        <span aria-hidden="true">{look.glyph}</span>
        {t(`lists.status.${list.status}`)}
      </span>
      {list.message !== null && <span className="block text-bad">{list.message}</span>}
    </>
  )
}
