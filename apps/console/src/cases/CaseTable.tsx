import type { CaseRow } from '@gatehouse/kyc/wire'
import { Link, useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useUser } from '../session/use-session.ts'
import { type Column, DataTable } from '../ui/DataTable.tsx'
import { RiskBadge } from '../ui/RiskBadge.tsx'
import { Time } from '../ui/Time.tsx'
import { useRowKeys } from '../ui/use-row-keys.ts'
import { CaseStateBadge } from './CaseStateBadge.tsx'
import { TimeLeft } from './TimeLeft.tsx'
import { nextWord } from './words.ts'

interface CaseTableProps {
  readonly rows: readonly CaseRow[]
  readonly caption: string
  /** Where a row opens. */
  readonly tab: 'overview' | 'decision'
}

const keyOf = (row: CaseRow): string => row.caseId

export function CaseTable({ rows, caption, tab }: CaseTableProps) {
  const navigate = useNavigate()
  const open = useCallback(
    (row: CaseRow) => void navigate({ to: '/cases/$caseId/$tab', params: { caseId: row.caseId, tab } }),
    [navigate, tab],
  )
  const columns = useColumns(tab)
  const cursor = useRowKeys(rows, keyOf, open)
  return (
    <DataTable
      caption={caption}
      columns={columns}
      rows={rows}
      rowKey={keyOf}
      onOpen={open}
      isCurrent={(row) => row.caseId === cursor}
    />
  )
}

function useColumns(tab: CaseTableProps['tab']): readonly Column<CaseRow>[] {
  const { t } = useTranslation('cases')
  const user = useUser()
  return useMemo(
    () => [
      {
        id: 'case',
        header: t('column.case'),
        cell: (row) => (
          <Link
            to="/cases/$caseId/$tab"
            params={{ caseId: row.caseId, tab }}
            className="whitespace-nowrap font-semibold"
          >
            {row.caseNumber}
          </Link>
        ),
      },
      {
        id: 'customer',
        header: t('column.customer'),
        grow: true,
        cell: (row) => (
          <>
            <span dir="auto" title={row.customerName}>
              {row.customerName}
            </span>
            {row.occasion !== 'ONBOARDING' && (
              <span className="block truncate text-xs text-muted" title={t(`occasion.${row.occasion}`)}>
                {t(`occasion.${row.occasion}`)}
              </span>
            )}
          </>
        ),
      },
      { id: 'state', header: t('column.state'), cell: (row) => <CaseStateBadge state={row.state} /> },
      {
        id: 'next',
        header: t('column.next'),
        from: 'xl',
        cell: (row) => <span className="text-muted">{nextWord(row.nextStep, t)}</span>,
      },
      {
        id: 'risk',
        header: t('column.risk'),
        from: 'sm',
        cell: (row) =>
          row.riskClass === null ? (
            <span className="whitespace-nowrap text-muted">{t('notAssessed')}</span>
          ) : (
            <RiskBadge risk={row.riskClass} />
          ),
      },
      { id: 'hits', header: t('column.hits'), from: 'sm', cell: (row) => <Hits row={row} /> },
      { id: 'sla', header: t('column.sla'), from: 'sm', cell: (row) => <TimeLeft dueAt={row.slaDueAt} /> },
      {
        id: 'assignee',
        header: t('column.assignee'),
        from: 'lg',
        cell: (row) =>
          row.assignee === null ? (
            <span className="text-muted">{t('nobody')}</span>
          ) : (
            <span className="whitespace-nowrap">{row.assignee.id === user.id ? t('me') : row.assignee.name}</span>
          ),
      },
      { id: 'updated', header: t('column.updated'), from: 'xl', cell: (row) => <Time at={row.updatedAt} /> },
    ],
    [t, tab, user.id],
  )
}

function Hits({ row }: { readonly row: CaseRow }) {
  const { t } = useTranslation('cases')
  const { open, total, bestScore } = row.hits
  if (total === 0) return <span className="text-muted">{t('noHits')}</span>
  return <span className="tabular whitespace-nowrap">{t('hitsOpen', { open, total, best: bestScore ?? '–' })}</span>
}
