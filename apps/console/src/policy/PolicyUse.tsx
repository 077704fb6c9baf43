import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { endingWord } from '../cases/code-words.ts'
import { stateWord } from '../cases/words.ts'
import { DataTable } from '../ui/DataTable.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { RiskBadge } from '../ui/RiskBadge.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { Time } from '../ui/Time.tsx'
import { policyUseQuery } from './policy-api.ts'

const classes = ['LOW', 'MEDIUM', 'HIGH', 'PROHIBITED'] as const

/** Which cases the version has assessed, and what was decided about them. */
export function PolicyUse({ version }: { readonly version: string }) {
  const { t } = useTranslation('policy')
  const { t: caseWords } = useTranslation('cases')
  const { t: code } = useTranslation('codes')
  const use = useQuery(policyUseQuery(version))
  if (use.isError) return <ErrorPanel error={use.error} onRetry={() => void use.refetch()} />
  if (use.isPending) return <Skeleton rows={5} />
  const { total, byClass, cases } = use.data
  if (total === 0) return <EmptyState title={t('use.none')} hint={t('use.noneHint')} />
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1 p-3">
        <b>{t('use.total', { count: total })}</b>
        {classes.map((risk) =>
          byClass[risk] === undefined ? null : (
            <span key={risk}>
              <RiskBadge risk={risk} /> <span className="tabular">{byClass[risk]}</span>
            </span>
          ),
        )}
        {cases.length < total && <span className="text-muted">{t('use.newest', { count: cases.length })}</span>}
      </p>
      <DataTable
        caption={t('tab.use')}
        columns={[
          {
            id: 'case',
            header: t('column.case'),
            cell: (row) => (
              <Link to="/cases/$caseId/$tab" params={{ caseId: row.caseId, tab: 'risk' }}>
                {row.caseNumber}
              </Link>
            ),
          },
          { id: 'risk', header: t('column.risk'), cell: (row) => <RiskBadge risk={row.riskClass} /> },
          { id: 'at', header: t('column.assessed'), from: 'sm', cell: (row) => <Time at={row.assessedAt} /> },
          {
            id: 'outcome',
            header: t('column.decision'),
            cell: (row) =>
              row.reasonCode === null ? (
                <span className="text-muted">{stateWord(row.state, caseWords)}</span>
              ) : (
                endingWord(row.reasonCode, code)
              ),
          },
        ]}
        rows={cases}
        rowKey={({ caseId }) => caseId}
      />
    </>
  )
}
