import type { RetentionState } from '@gatehouse/kyc/wire'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../session/use-session.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { Time } from '../ui/Time.tsx'
import { holdsQuery, requestHold, requestsQuery, retentionQuery } from './governance-api.ts'
import { HoldForm } from './HoldForm.tsx'
import { HoldSection } from './HoldSection.tsx'
import { RequestList } from './RequestList.tsx'
import { useGovernanceAct } from './use-governance-act.ts'
import { customerWord, ruleWord } from './words.ts'

/** When the data of a case ends, what keeps it, and asking for a hold. */
export function RetentionTab({ caseId }: { readonly caseId: string }) {
  const { t } = useTranslation('governance')
  const state = useQuery(retentionQuery(caseId))
  const holds = useQuery(holdsQuery(caseId))
  const requests = useQuery(requestsQuery(caseId))
  const act = useGovernanceAct()
  const mayAsk = useMay('holds.request')
  const [asking, setAsking] = useState(false)
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <section className="card p-4" aria-labelledby="retention-state">
        <h2 id="retention-state" className="mb-2 text-lg font-semibold">
          {t('retention.title')}
        </h2>
        {state.isError && <ErrorPanel error={state.error} onRetry={() => void state.refetch()} />}
        {state.isPending && <Skeleton rows={4} />}
        {state.data !== undefined && <StateFacts state={state.data} />}
      </section>
      <section className="card min-w-0" aria-labelledby="retention-requests">
        <h2 id="retention-requests" className="p-4 pb-0 text-lg font-semibold">
          {t('request.title')}
        </h2>
        {requests.isError && <ErrorPanel error={requests.error} onRetry={() => void requests.refetch()} />}
        {requests.data?.length === 0 && <EmptyState title={t('request.none')} />}
        {requests.data !== undefined && <RequestList requests={requests.data} />}
      </section>
      <section className="card min-w-0 lg:col-span-2" aria-labelledby="retention-holds">
        <div className="flex flex-wrap items-center justify-between gap-3 p-4">
          <h2 id="retention-holds" className="text-lg font-semibold">
            {t('hold.title')}
          </h2>
          {mayAsk ? (
            <Button onPress={() => setAsking(true)}>{t('hold.ask')} …</Button>
          ) : (
            <span className="text-muted">{t('hold.mayAsk')}</span>
          )}
        </div>
        {act.isError && <ErrorPanel error={act.error} />}
        {holds.isError && <ErrorPanel error={holds.error} onRetry={() => void holds.refetch()} />}
        {holds.isPending && <Skeleton rows={2} />}
        {holds.data?.length === 0 && <EmptyState title={t('hold.none')} />}
        {holds.data !== undefined && holds.data.length > 0 && <HoldSection holds={holds.data} ofCase />}
      </section>
      <HoldForm
        isOpen={asking}
        onClose={() => setAsking(false)}
        onAsk={(hold) => {
          setAsking(false)
          act.mutate({ run: () => requestHold(caseId, hold), done: t('request.made') })
        }}
      />
    </div>
  )
}

function StateFacts({ state }: { readonly state: RetentionState }) {
  const { t } = useTranslation('governance')
  const { rule, dueOn, ruleApproved, customerState, heldBy, erasedAt } = state
  if (erasedAt !== null)
    return (
      <p>
        {t('retention.erased')} <Time at={erasedAt} />
      </p>
    )
  return (
    <>
      {customerState !== null && (
        <p className="mb-2">{t('retention.customer', { state: customerWord(customerState, t) })}</p>
      )}
      {rule === null || dueOn === null ? (
        <p>{t('retention.notRunning')}</p>
      ) : (
        <>
          <p>{t('retention.due', { date: dueOn, rule: ruleWord(rule, t) })}</p>
          {!ruleApproved && <p className="mt-2 text-warn">! {t('retention.notApproved')}</p>}
        </>
      )}
      {heldBy !== null && <p className="mt-2 font-semibold text-hold">❚❚ {t('retention.held')}</p>}
    </>
  )
}
