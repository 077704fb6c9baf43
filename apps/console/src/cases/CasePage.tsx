import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { lazy, Suspense, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { CaseDetail } from '@gatehouse/kyc/wire'
import { useSession } from '../session/use-session.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { PanelBoundary } from '../ui/PanelBoundary.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { TabNav, tabLinkClass } from '../ui/TabNav.tsx'
import { useKeys } from '../ui/use-key.ts'
import { CaseHeader } from './CaseHeader.tsx'
import { type CaseTab, caseTabs, rightOfTab } from './case-search.ts'
import { caseQuery } from './cases-api.ts'
import { ChecksTab } from './ChecksTab.tsx'
import { DecisionBar } from './DecisionBar.tsx'
import { DecisionTab } from './DecisionTab.tsx'
import { DocumentsTab } from './DocumentsTab.tsx'
import { OverviewTab } from './OverviewTab.tsx'
import { RfiTab } from './RfiTab.tsx'
import { RiskTab } from './RiskTab.tsx'
import { ScreeningTab } from './ScreeningTab.tsx'
import { TimelineTab } from './TimelineTab.tsx'

const RunTab = lazy(async () => ({ default: (await import('./RunTab.tsx')).RunTab }))
const RetentionTab = lazy(async () => ({ default: (await import('../governance/RetentionTab.tsx')).RetentionTab }))
const route = getRouteApi('/shell/cases/$caseId/$tab')

/** Reach a defensible decision, and record it. */
export function CasePage() {
  const { caseId } = route.useParams()
  const kycCase = useQuery(caseQuery(caseId))
  if (kycCase.isPending) return <Skeleton rows={10} />
  if (kycCase.isError && kycCase.data === undefined) {
    return (
      <>
        <PageHeader title={caseId} />
        <ErrorPanel error={kycCase.error} onRetry={() => void kycCase.refetch()} />
      </>
    )
  }
  return <CaseView kycCase={kycCase.data} />
}

function CaseView({ kycCase }: { readonly kycCase: CaseDetail }) {
  const { t } = useTranslation('cases')
  const { tab } = route.useParams()
  const navigate = route.useNavigate()
  const { permissions } = useSession()
  const mayOpen = (name: CaseTab): boolean => {
    const right = rightOfTab[name]
    return right === undefined || permissions.includes(right)
  }
  const shownTabs = caseTabs.filter(mayOpen)
  const keys = useMemo(() => {
    const to = (name: CaseTab) => () => void navigate({ params: (old) => ({ ...old, tab: name }), search: true })
    return { ...Object.fromEntries(caseTabs.map((name, index) => [String(index + 1), to(name)])), d: to('decision') }
  }, [navigate])
  useKeys(keys)
  const counts: Partial<Record<CaseTab, number>> = {
    screening: kycCase.hitList.length,
    decision: kycCase.items.filter(({ state }) => state === 'OPEN' || state === 'PROPOSED').length,
    documents: kycCase.documents.length,
    rfi: kycCase.rfis.length,
  }
  return (
    <div className="pb-20">
      <CaseHeader kycCase={kycCase} />
      <TabNav label={t('tabs')}>
        {shownTabs.map((name) => (
          <Link
            key={name}
            to="/cases/$caseId/$tab"
            params={{ caseId: kycCase.caseId, tab: name }}
            search={true}
            resetScroll={false}
            className={tabLinkClass}
            aria-current={name === tab ? 'page' : undefined}
          >
            {t(`tab.${name}`)} {(counts[name] ?? 0) > 0 && <span className="tabular text-muted">{counts[name]}</span>}
          </Link>
        ))}
      </TabNav>
      <div className="mt-4">
        <PanelBoundary key={tab}>
          <Suspense fallback={<Skeleton />}>
            {mayOpen(tab) ? (
              <TabBody tab={tab} kycCase={kycCase} />
            ) : (
              <EmptyState title={t('notForYou')} hint={t('notForYouHint')} />
            )}
          </Suspense>
        </PanelBoundary>
      </div>
      <DecisionBar kycCase={kycCase} />
    </div>
  )
}

function TabBody({ tab, kycCase }: { readonly tab: CaseTab; readonly kycCase: CaseDetail }) {
  switch (tab) {
    case 'overview':
      return <OverviewTab kycCase={kycCase} />
    case 'screening':
      return <ScreeningTab kycCase={kycCase} />
    case 'decision':
      return <DecisionTab kycCase={kycCase} />
    case 'documents':
      return <DocumentsTab kycCase={kycCase} />
    case 'risk':
      return <RiskTab kycCase={kycCase} />
    case 'checks':
      return <ChecksTab kycCase={kycCase} />
    case 'rfi':
      return <RfiTab kycCase={kycCase} />
    case 'timeline':
      return <TimelineTab kycCase={kycCase} />
    case 'run':
      return <RunTab kycCase={kycCase} />
    case 'retention':
      return <RetentionTab caseId={kycCase.caseId} />
  }
}
