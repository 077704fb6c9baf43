import type { PolicyVersion } from '@gatehouse/kyc/wire'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../session/use-session.ts'
import { buttonClass } from '../ui/Button.tsx'
import { type Column, DataTable } from '../ui/DataTable.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { Time } from '../ui/Time.tsx'
import { useRowKeys } from '../ui/use-row-keys.ts'
import { policiesQuery } from './policy-api.ts'
import { PolicyState } from './PolicyState.tsx'

const keyOf = ({ version, profile }: PolicyVersion): string => `${version} ${profile}`

/** Versions of the risk policy, newest first, and who stands behind each. */
export function PolicyListPage() {
  const { t } = useTranslation('policy')
  const versions = useQuery(policiesQuery)
  const navigate = useNavigate()
  const mayDraft = useMay('policy.draft')
  const rows = versions.data ?? []
  const cursor = useRowKeys(
    rows,
    keyOf,
    ({ version }) => void navigate({ to: '/policy/$version', params: { version } }),
  )
  const columns = useColumns()
  const active = rows.find(({ state }) => state === 'ACTIVE')
  return (
    <>
      <PageHeader
        title={t('list.title')}
        lead={t('list.lead')}
        actions={
          <>
            {rows.length > 1 && (
              <Link to="/policy/diff" search={{}} className={buttonClass()}>
                {t('diff.title')}
              </Link>
            )}
            {mayDraft && active !== undefined && (
              <Link to="/policy/draft" search={{ from: active.version }} className={buttonClass('primary')}>
                {t('draft.title')}
              </Link>
            )}
          </>
        }
      />
      <section className="card">
        {versions.isError && <ErrorPanel error={versions.error} onRetry={() => void versions.refetch()} />}
        {versions.isPending && <Skeleton rows={4} />}
        {versions.isSuccess && rows.length === 0 && <EmptyState title={t('list.none')} hint={t('list.noneHint')} />}
        {rows.length > 0 && (
          <DataTable
            caption={t('list.title')}
            columns={columns}
            rows={rows}
            rowKey={keyOf}
            onOpen={({ version }) => void navigate({ to: '/policy/$version', params: { version } })}
            isCurrent={(row) => keyOf(row) === cursor}
          />
        )}
      </section>
    </>
  )
}

function useColumns(): readonly Column<PolicyVersion>[] {
  const { t } = useTranslation('policy')
  return useMemo(
    () => [
      {
        id: 'version',
        header: t('column.version'),
        cell: ({ version, profile }) => (
          <Link to="/policy/$version" params={{ version }} className="whitespace-nowrap">
            {version} <span className="text-muted">{profile}</span>
          </Link>
        ),
      },
      { id: 'state', header: t('column.state'), cell: ({ state }) => <PolicyState state={state} /> },
      { id: 'by', header: t('column.createdBy'), from: 'sm', cell: ({ createdBy }) => createdBy.name },
      {
        id: 'backtest',
        header: t('column.backtest'),
        from: 'lg',
        cell: ({ backtest }) => (backtest === null ? '–' : t('backtest.cases', { count: backtest.cases })),
      },
      { id: 'proposed', header: t('column.proposedBy'), from: 'lg', cell: ({ proposedBy }) => proposedBy?.name ?? '–' },
      { id: 'approved', header: t('column.approvedBy'), from: 'lg', cell: ({ approvedBy }) => approvedBy?.name ?? '–' },
      {
        id: 'from',
        header: t('column.effectiveFrom'),
        from: 'sm',
        cell: ({ effectiveFrom }) => (effectiveFrom === null ? '–' : <Time at={effectiveFrom} />),
      },
    ],
    [t],
  )
}
