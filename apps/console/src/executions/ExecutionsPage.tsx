import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ExecutionSummary } from '../api/conductor.ts'
import { Button, buttonClass } from '../ui/Button.tsx'
import { type Column, DataTable } from '../ui/DataTable.tsx'
import { formatDuration } from '../ui/duration.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { Elapsed, Time } from '../ui/Time.tsx'
import { useRowKeys } from '../ui/use-row-keys.ts'
import { BulkBar } from './BulkBar.tsx'
import { CaseLink } from './CaseLink.tsx'
import { isCaseId } from './case-of.ts'
import { ExecutionFilters } from './ExecutionFilters.tsx'
import { executionsQuery } from './execution-api.ts'
import type { ExecutionSearch } from './execution-search.ts'

const route = getRouteApi('/shell/executions')
const noSelection: ReadonlySet<string> = new Set()

export function ExecutionsPage() {
  const { t } = useTranslation('executions')
  const { t: common } = useTranslation()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const runs = useInfiniteQuery({ ...executionsQuery(search), placeholderData: (old) => old })
  const [selected, setSelected] = useState(noSelection)
  const rows = useMemo(() => runs.data?.pages.flatMap((page) => page.results) ?? [], [runs.data])
  const total = runs.data?.pages[0]?.totalHits ?? 0
  const change = (next: ExecutionSearch) => {
    setSelected(noSelection)
    void navigate({ search: next, replace: true })
  }
  const open = (row: ExecutionSummary) =>
    void navigate({ to: '/executions/$workflowId/$tab', params: { workflowId: row.workflowId, tab: 'diagram' } })
  const columns = useColumns()
  const cursor = useRowKeys(rows, (row) => row.workflowId, open)
  const isFiltered = Object.values({ ...search, sort: undefined }).some((value) => value !== undefined)
  const sort = search.sort ?? '-startTime'
  return (
    <>
      <PageHeader
        title={t('title')}
        actions={
          <Link to="/workbench" className={buttonClass('primary')}>
            {t('toWorkbench')}
          </Link>
        }
      />
      <section className="card">
        <ExecutionFilters search={search} onChange={change} />
        {selected.size > 0 && <BulkBar ids={[...selected]} onDone={() => setSelected(noSelection)} />}
        {runs.isError && <ErrorPanel error={runs.error} onRetry={() => void runs.refetch()} />}
        {runs.isPending && <Skeleton rows={8} />}
        {runs.isSuccess && rows.length === 0 && !isFiltered && (
          <EmptyState
            title={t('noRuns')}
            hint={t('noRunsHint')}
            action={
              <Link to="/workbench" className={buttonClass('primary')}>
                {t('toWorkbench')}
              </Link>
            }
          />
        )}
        {runs.isSuccess && rows.length === 0 && isFiltered && (
          <EmptyState
            title={t('nothingMatches')}
            action={<Button onPress={() => change({})}>{common('action.clearFilters')}</Button>}
          />
        )}
        {rows.length > 0 && (
          <>
            <DataTable
              caption={t('title')}
              columns={columns}
              rows={rows}
              rowKey={(row) => row.workflowId}
              onOpen={open}
              selected={selected}
              onSelect={setSelected}
              isCurrent={(row) => row.workflowId === cursor}
              sort={{ column: sort.replace(/^-/, ''), descending: sort.startsWith('-') }}
              onSort={(next) => change({ ...search, sort: `${next.descending ? '-' : ''}${next.column}` })}
              totalRows={total}
            />
            <div className="flex items-center justify-between gap-3 border-t border-hairline px-3 py-2 text-muted">
              <span className="tabular">
                {common('table.ofRows', { shown: rows.length.toLocaleString(), total: total.toLocaleString() })}
              </span>
              {runs.hasNextPage && (
                <Button isDisabled={runs.isFetchingNextPage} onPress={() => void runs.fetchNextPage()}>
                  {common('table.loadMore')}
                </Button>
              )}
            </div>
          </>
        )}
      </section>
    </>
  )
}

function useColumns(): readonly Column<ExecutionSummary>[] {
  const { t } = useTranslation('executions')
  return useMemo(
    () => [
      {
        id: 'startTime',
        header: t('column.started'),
        sortable: true,
        cell: (row) => (
          <Link to="/executions/$workflowId/$tab" params={{ workflowId: row.workflowId, tab: 'diagram' }}>
            <Time at={row.startTime} />
          </Link>
        ),
      },
      { id: 'status', header: t('column.status'), sortable: true, cell: (row) => <StatusBadge status={row.status} /> },
      {
        id: 'workflowType',
        header: t('column.workflow'),
        sortable: true,
        cell: (row) => (
          <>
            <span className="font-semibold">{row.workflowType}</span>
            <span className="block sm:hidden">
              <About row={row} />
            </span>
          </>
        ),
      },
      { id: 'version', header: t('column.version'), align: 'end', from: 'lg', cell: (row) => row.version },
      {
        id: 'executionTime',
        header: t('column.took'),
        align: 'end',
        from: 'sm',
        cell: (row) =>
          row.endTime === undefined ? <Elapsed since={Date.parse(row.startTime)} /> : formatDuration(row.executionTime),
      },
      {
        id: 'about',
        header: t('column.about'),
        from: 'sm',
        cell: (row) => <About row={row} />,
      },
      { id: 'reason', header: t('column.reason'), grow: true, from: 'sm', cell: (row) => <Reason row={row} /> },
    ],
    [t],
  )
}

/** What tells one run from the next: its case, else its correlation id; below it the run's own id in short. */
function About({ row }: { readonly row: ExecutionSummary }) {
  return (
    <span className="whitespace-nowrap">
      {isCaseId(row.correlationId) ? (
        <CaseLink caseId={row.correlationId} inList />
      ) : (
        <span className="block max-w-48 truncate" title={row.correlationId}>
          {row.correlationId}
        </span>
      )}
      <code className="block text-[11px] text-muted" title={row.workflowId}>
        {row.workflowId.slice(0, 8)}
      </code>
    </span>
  )
}

function Reason({ row }: { readonly row: ExecutionSummary }) {
  const text = row.reasonForIncompletion?.split('\n')[0] ?? ''
  const ref = row.status === 'COMPLETED' ? '' : (row.failedReferenceTaskNames.split(',').at(-1) ?? '')
  return (
    <span title={row.reasonForIncompletion}>
      {ref !== '' && <b>{ref}: </b>}
      {text}
    </span>
  )
}
