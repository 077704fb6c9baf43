import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BacktestReport, PolicyVersion } from '@gatehouse/kyc/wire'
import { useMay } from '../session/use-session.ts'
import { buttonClass } from '../ui/Button.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { DataTable } from '../ui/DataTable.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { TabNav, tabLinkClass } from '../ui/TabNav.tsx'
import { Time } from '../ui/Time.tsx'
import { BacktestResult } from './BacktestResult.tsx'
import { policyQuery } from './policy-api.ts'
import { policyLines } from './policy-diff.ts'
import { PolicyActs } from './PolicyActs.tsx'
import { PolicyState } from './PolicyState.tsx'
import { PolicyUse } from './PolicyUse.tsx'

const route = getRouteApi('/shell/policy/$version')
const tabs = ['content', 'use'] as const

/** One version: what it says, who stands behind it, what it decided, and its next step. */
export function PolicyPage() {
  const { t } = useTranslation('policy')
  const { version } = route.useParams()
  const { tab = 'content' } = route.useSearch()
  const detail = useQuery(policyQuery(version))
  const mayDraft = useMay('policy.draft')
  const [report, setReport] = useState<BacktestReport>()
  if (detail.isPending) return <Skeleton rows={8} />
  if (detail.isError)
    return (
      <>
        <PageHeader title={t('title', { version })} />
        <ErrorPanel error={detail.error} onRetry={() => void detail.refetch()} />
      </>
    )
  return (
    <>
      <PageHeader
        title={t('title', { version })}
        heading={
          <span className="inline-flex flex-wrap items-center gap-3">
            {t('title', { version })} <PolicyState state={detail.data.version.state} />
          </span>
        }
        actions={
          <>
            <Link to="/policy/diff" search={{ to: version }} className={buttonClass()}>
              {t('diff.title')}
            </Link>
            {mayDraft && (
              <Link to="/policy/draft" search={{ from: version }} className={buttonClass()}>
                {t('draft.title')}
              </Link>
            )}
          </>
        }
      />
      <Facts version={detail.data.version} />
      <PolicyActs version={detail.data.version} onReport={setReport} />
      {report !== undefined && <BacktestResult report={report} />}
      <TabNav label={t('tabs')}>
        {tabs.map((name) => (
          <Link
            key={name}
            to="/policy/$version"
            params={{ version }}
            search={{ tab: name }}
            resetScroll={false}
            className={tabLinkClass}
            aria-current={name === tab ? 'page' : undefined}
          >
            {t(`tab.${name}`)}
          </Link>
        ))}
      </TabNav>
      <section className="card mt-4">
        {tab === 'use' ? <PolicyUse version={version} /> : <Content policy={detail.data.policy} />}
      </section>
    </>
  )
}

function Facts({ version }: { readonly version: PolicyVersion }) {
  const { t } = useTranslation('policy')
  return (
    <dl className="card mb-4 grid grid-cols-[minmax(0,10rem)_minmax(0,1fr)] gap-x-3 gap-y-1 p-4">
      <Fact label={t('column.createdBy')}>
        {version.createdBy.name} · <Time at={version.createdAt} />
      </Fact>
      <Fact label={t('column.backtest')}>
        {version.backtest === null ? (
          t('backtest.none')
        ) : (
          <>
            {t('backtest.cases', { count: version.backtest.cases })} · <Time at={version.backtest.at} />
            <code className="block text-xs">{version.backtest.reportHash}</code>
          </>
        )}
      </Fact>
      <Fact label={t('column.proposedBy')}>{version.proposedBy?.name ?? '–'}</Fact>
      <Fact label={t('column.approvedBy')}>{version.approvedBy?.name ?? '–'}</Fact>
      <Fact label={t('column.effectiveFrom')}>
        {version.effectiveFrom === null ? '–' : <Time at={version.effectiveFrom} />}
        {version.retiredAt !== null && (
          <>
            {' '}
            · {t('retired')} <Time at={version.retiredAt} />
          </>
        )}
      </Fact>
      <Fact label={t('column.hash')}>
        <span className="flex flex-wrap items-center gap-1">
          <code className="text-xs break-anywhere">{version.hash}</code>
          <CopyButton text={version.hash} />
        </span>
      </Fact>
    </dl>
  )
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0 break-anywhere">{children}</dd>
    </>
  )
}

function Content({ policy }: { readonly policy: Readonly<Record<string, unknown>> }) {
  const { t } = useTranslation('policy')
  return (
    <DataTable
      caption={t('tab.content')}
      columns={[
        { id: 'path', header: t('diff.path'), cell: ({ path }) => <code className="break-anywhere">{path}</code> },
        {
          id: 'value',
          header: t('diff.value'),
          cell: ({ value }) => <span className="tabular break-anywhere">{value}</span>,
        },
      ]}
      rows={policyLines(policy)}
      rowKey={({ path }) => path}
    />
  )
}
