import type { RetentionRuleRow } from '@gatehouse/kyc/wire'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../session/use-session.ts'
import { Button } from '../ui/Button.tsx'
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx'
import { type Column, DataTable } from '../ui/DataTable.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { TabNav, tabLinkClass } from '../ui/TabNav.tsx'
import { holdsQuery, requestRule, requestsQuery, rulesQuery } from './governance-api.ts'
import { HoldSection } from './HoldSection.tsx'
import { minReasonLength } from './reason-length.ts'
import { RequestList } from './RequestList.tsx'
import { useGovernanceAct } from './use-governance-act.ts'
import { ruleWord } from './words.ts'

const route = getRouteApi('/shell/retention')
const retentionTabs = ['holds', 'rules', 'requests'] as const

/** What keeps data, what ends it, and what waits for a second person. */
export function RetentionPage() {
  const { t } = useTranslation('governance')
  const { tab = 'holds' } = route.useSearch()
  const requests = useQuery(requestsQuery())
  const open = requests.data?.filter(({ state }) => state === 'OPEN').length ?? 0
  return (
    <>
      <PageHeader title={t('retention.pageTitle')} lead={t('retention.pageLead')} />
      <TabNav label={t('retention.pageTitle')}>
        {retentionTabs.map((name) => (
          <Link
            key={name}
            to="/retention"
            search={{ tab: name }}
            className={tabLinkClass}
            aria-current={name === tab ? 'page' : undefined}
          >
            {t(`retention.tab.${name}`)} {name === 'requests' && open > 0 && <span className="tabular">{open}</span>}
          </Link>
        ))}
      </TabNav>
      <section className="card mt-4">
        {tab === 'holds' && <Holds />}
        {tab === 'rules' && <Rules />}
        {tab === 'requests' && (
          <>
            <h2 className="sr-only">{t('request.title')}</h2>
            {requests.isError && <ErrorPanel error={requests.error} onRetry={() => void requests.refetch()} />}
            {requests.isPending && <Skeleton rows={4} />}
            {requests.data?.length === 0 && <EmptyState title={t('request.none')} hint={t('request.noneHint')} />}
            {requests.data !== undefined && <RequestList requests={requests.data} />}
          </>
        )}
      </section>
    </>
  )
}

function Holds() {
  const { t } = useTranslation('governance')
  const holds = useQuery(holdsQuery())
  if (holds.isError) return <ErrorPanel error={holds.error} onRetry={() => void holds.refetch()} />
  if (holds.isPending) return <Skeleton rows={4} />
  if (holds.data.length === 0) return <EmptyState title={t('hold.none')} hint={t('hold.noneHint')} />
  return <HoldSection holds={holds.data} />
}

function Rules() {
  const { t } = useTranslation('governance')
  const rules = useQuery(rulesQuery)
  const act = useGovernanceAct()
  const mayAsk = useMay('retention.configure')
  const [asked, setAsked] = useState<RetentionRuleRow>()
  if (rules.isError) return <ErrorPanel error={rules.error} onRetry={() => void rules.refetch()} />
  if (rules.isPending) return <Skeleton rows={5} />
  const columns: readonly Column<RetentionRuleRow>[] = [
    { id: 'rule', header: t('rules.rule'), cell: ({ rule }) => <b>{ruleWord(rule, t)}</b> },
    { id: 'due', header: t('rules.due'), align: 'end', cell: ({ due }) => due },
    { id: 'held', header: t('rules.held'), align: 'end', from: 'sm', cell: ({ held }) => held },
    {
      id: 'state',
      header: t('rules.state'),
      cell: (line) => {
        if (!line.erases) return t('rules.endsOnly')
        if (line.approvedBy !== null)
          return `${t('rules.inForce')}: ${line.requestedBy?.name ?? ''} ✓ ${line.approvedBy.name}`
        return (
          <span className="flex flex-wrap items-center gap-2">
            {t('rules.waits')}
            {mayAsk && <Button onPress={() => setAsked(line)}>{t('rules.ask')} …</Button>}
          </span>
        )
      },
    },
  ]
  return (
    <>
      {act.isError && <ErrorPanel error={act.error} />}
      <DataTable caption={t('retention.tab.rules')} columns={columns} rows={rules.data} rowKey={({ rule }) => rule} />
      <ConfirmDialog
        isOpen={asked !== undefined}
        onClose={() => setAsked(undefined)}
        title={t('rules.askTitle', { rule: asked === undefined ? '' : ruleWord(asked.rule, t) })}
        verb={t('rules.ask')}
        reason="required"
        reasonMinLength={minReasonLength}
        onConfirm={(note) => {
          if (asked !== undefined) act.mutate({ run: () => requestRule(asked.rule, note), done: t('request.made') })
          setAsked(undefined)
        }}
      >
        {t('rules.askText')}
      </ConfirmDialog>
    </>
  )
}
