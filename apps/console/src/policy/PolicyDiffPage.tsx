import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { DataTable } from '../ui/DataTable.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { SelectField } from '../ui/Field.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { policiesQuery, policyQuery } from './policy-api.ts'
import { policyDiff } from './policy-diff.ts'

const route = getRouteApi('/shell/policy/diff')

/** Two versions, line by line. */
export function PolicyDiffPage() {
  const { t } = useTranslation('policy')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const versions = useQuery(policiesQuery)
  const all = versions.data?.map(({ version }) => version) ?? []
  const to = search.to ?? all[0]
  const from =
    search.from ??
    versions.data?.find(({ state, version }) => state === 'ACTIVE' && version !== to)?.version ??
    all.find((version) => version !== to)
  const older = useQuery(policyQuery(from))
  const newer = useQuery(policyQuery(to))
  const failed = [versions, older, newer].find(({ isError }) => isError)
  const options = all.map((version) => ({ value: version, label: version }))
  const choose = (change: { readonly from?: string; readonly to?: string }) =>
    void navigate({ search: { from, to, ...change }, replace: true })
  const changes = older.data && newer.data && policyDiff(older.data.policy, newer.data.policy)
  return (
    <>
      <PageHeader title={t('diff.title')} lead={t('diff.lead')} />
      <section className="card">
        {failed !== undefined && <ErrorPanel error={failed.error} onRetry={() => void failed.refetch()} />}
        {versions.isSuccess && all.length < 2 && <EmptyState title={t('diff.one')} hint={t('diff.oneHint')} />}
        {all.length > 1 && (
          <div className="flex flex-wrap gap-3 border-b border-hairline p-3">
            <SelectField
              label={t('diff.from')}
              value={from ?? ''}
              options={options}
              onChange={(value) => choose({ from: value })}
            />
            <SelectField
              label={t('diff.to')}
              value={to ?? ''}
              options={options}
              onChange={(value) => choose({ to: value })}
            />
          </div>
        )}
        {all.length > 1 && changes === undefined && failed === undefined && <Skeleton rows={4} />}
        {changes?.length === 0 && <EmptyState title={t('diff.same')} />}
        {changes !== undefined && changes.length > 0 && (
          <DataTable
            caption={t('diff.title')}
            columns={[
              { id: 'path', header: t('diff.path'), cell: (row) => <code className="break-anywhere">{row.path}</code> },
              {
                id: 'from',
                header: from ?? '',
                cell: (row) => <Value text={row.from} word={t('diff.absent')} mark="−" />,
              },
              { id: 'to', header: to ?? '', cell: (row) => <Value text={row.to} word={t('diff.absent')} mark="+" /> },
            ]}
            rows={changes}
            rowKey={({ path }) => path}
          />
        )}
      </section>
    </>
  )
}

function Value({ text, word, mark }: { readonly text: string | null; readonly word: string; readonly mark: string }) {
  if (text === null) return <span className="text-muted">{word}</span>
  return (
    <span className="tabular break-anywhere">
      <span aria-hidden="true" className="text-muted">
        {mark}{' '}
      </span>
      {text}
    </span>
  )
}
