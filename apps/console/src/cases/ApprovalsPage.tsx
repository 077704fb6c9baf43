import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { requestsQuery } from '../governance/governance-api.ts'
import { RequestList } from '../governance/RequestList.tsx'
import { useMay } from '../session/use-session.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { LoadMore } from '../ui/LoadMore.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { CaseTable } from './CaseTable.tsx'
import { casesQuery } from './cases-api.ts'

/** Proposals and requests of others that wait for this person. */
export function ApprovalsPage() {
  const { t } = useTranslation('cases')
  const mayDecide = useMay('requests.decide')
  const list = useInfiniteQuery(casesQuery({ view: 'approvals' }))
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  return (
    <>
      <PageHeader title={t('approvalsTitle')} lead={t('approvalsLead')} />
      <section className="card">
        {list.isError && <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />}
        {list.isPending && <Skeleton rows={6} />}
        {list.isSuccess && rows.length === 0 && (
          <EmptyState title={t('empty.approvals')} hint={t('empty.approvalsHint')} />
        )}
        {rows.length > 0 && <CaseTable rows={rows} caption={t('approvalsTitle')} tab="decision" />}
        <LoadMore list={list} />
      </section>
      {mayDecide && <OpenRequests />}
    </>
  )
}

/** What this person may confirm apart from decisions on cases; nothing while there is none. */
function OpenRequests() {
  const { t } = useTranslation('governance')
  const requests = useQuery(requestsQuery())
  const mine = requests.data?.filter(({ mayDecide }) => mayDecide) ?? []
  if (requests.isError) return <ErrorPanel error={requests.error} onRetry={() => void requests.refetch()} />
  if (mine.length === 0) return null
  return (
    <section className="card mt-4" aria-labelledby="open-requests">
      <h2 id="open-requests" className="p-4 pb-0 text-lg font-semibold">
        {t('request.title')}
      </h2>
      <RequestList requests={mine} />
    </section>
  )
}
