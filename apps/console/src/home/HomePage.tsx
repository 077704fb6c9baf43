import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useHasPage } from '../app/use-has-page.ts'
import { CaseLink } from '../executions/CaseLink.tsx'
import { isCaseId } from '../executions/case-of.ts'
import { recentRunsQuery, statusCountsQuery } from '../executions/execution-api.ts'
import { type Area, visibleAreas } from '../session/areas.ts'
import { useSession, useUser } from '../session/use-session.ts'
import { CaseFigures } from './CaseFigures.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { PanelBoundary } from '../ui/PanelBoundary.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { Time } from '../ui/Time.tsx'
import { statusLook } from '../ui/status-vocabulary.ts'
import { toneText } from '../ui/tone.ts'

/** What waits for me, what failed, what runs: each figure is a link. */
export function HomePage() {
  const { t } = useTranslation()
  const user = useUser()
  const areas = visibleAreas(useSession().permissions)
  return (
    <>
      <PageHeader title={t('home.title')} heading={t('home.greeting', { name: user.name })} lead={t('home.lead')} />
      <div className="space-y-6">
        {areas.has('cases') && (
          <PanelBoundary>
            <CaseFigures />
          </PanelBoundary>
        )}
        {areas.has('operate') && (
          <PanelBoundary>
            <EngineFigures />
          </PanelBoundary>
        )}
        <Places areas={areas} />
        {areas.has('operate') && (
          <PanelBoundary>
            <RecentRuns />
          </PanelBoundary>
        )}
      </div>
    </>
  )
}

const figures = [
  { label: 'failed', status: 'FAILED', from: '24h' },
  { label: 'running', status: 'RUNNING', from: undefined },
  { label: 'waiting', status: 'PAUSED', from: undefined },
  { label: 'completed', status: 'COMPLETED', from: '24h' },
] as const

function EngineFigures() {
  const { t } = useTranslation()
  const day = useQuery(statusCountsQuery({ from: '24h' }))
  const ever = useQuery(statusCountsQuery({}))
  if (day.isError) return <ErrorPanel error={day.error} onRetry={() => void day.refetch()} />
  return (
    <ul className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      {figures.map((figure) => {
        const counts = (figure.from === undefined ? ever : day).data
        const look = statusLook(figure.status)
        return (
          <li key={figure.label}>
            <Link
              to="/executions"
              search={{ status: figure.status, from: figure.from }}
              className="card block p-4 text-ink no-underline hover:border-accent hover:no-underline"
            >
              <span className={`block text-2xl font-semibold tabular ${toneText[look.tone]}`}>
                <span aria-hidden="true" className="me-2 text-lg">
                  {look.glyph}
                </span>
                {counts?.get(figure.status)?.toLocaleString() ?? '–'}
              </span>
              <span className="text-muted">{t(`home.${figure.label}`)}</span>
            </Link>
          </li>
        )
      })}
    </ul>
  )
}

const places: readonly {
  readonly area: Area
  readonly to: string
  readonly label: 'cases' | 'build' | 'operate' | 'policy' | 'audit'
}[] = [
  { area: 'cases', to: '/cases', label: 'cases' },
  { area: 'policy', to: '/policy', label: 'policy' },
  { area: 'build', to: '/workbench', label: 'build' },
  { area: 'operate', to: '/executions', label: 'operate' },
  { area: 'audit', to: '/audit', label: 'audit' },
]

function Places({ areas }: { readonly areas: ReadonlySet<Area> }) {
  const { t } = useTranslation()
  const hasPage = useHasPage()
  const mine = places.filter((place) => areas.has(place.area) && hasPage(place.to))
  if (mine.length === 0) return null
  return (
    <section aria-labelledby="places">
      <h2 id="places" className="mb-2 text-lg font-semibold">
        {t('home.start')}
      </h2>
      <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
        {mine.map((place) => (
          <li key={place.to}>
            <Link
              to={place.to}
              className="card block h-full p-4 text-ink no-underline hover:border-accent hover:no-underline"
            >
              <span className="block font-semibold text-accent">{t(`home.${place.label}`)}</span>
              <span className="text-muted">{t(`home.${place.label}Hint`)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

function RecentRuns() {
  const { t } = useTranslation()
  const runs = useQuery(recentRunsQuery(undefined, 8))
  return (
    <section aria-labelledby="recent" className="card">
      <h2 id="recent" className="border-b border-hairline px-4 py-3 text-lg font-semibold">
        {t('home.recent')}
      </h2>
      {runs.isPending && <Skeleton rows={4} />}
      {runs.isError && <ErrorPanel error={runs.error} onRetry={() => void runs.refetch()} />}
      {runs.data?.results.length === 0 && (
        <EmptyState
          title={t('home.noRuns')}
          hint={t('home.noRunsHint')}
          action={<Link to="/workbench">{t('home.openWorkbench')}</Link>}
        />
      )}
      <ul>
        {runs.data?.results.map((run) => (
          <li
            key={run.workflowId}
            className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-hairline px-4 py-2 last:border-b-0"
          >
            <StatusBadge status={run.status} />
            <Link
              to="/executions/$workflowId/$tab"
              params={{ workflowId: run.workflowId, tab: 'diagram' }}
              className="font-semibold"
            >
              {run.workflowType}
            </Link>
            {isCaseId(run.correlationId) ? (
              <CaseLink caseId={run.correlationId} inList />
            ) : (
              <span>{run.correlationId}</span>
            )}
            <code className="text-xs text-muted" title={run.workflowId}>
              {run.workflowId.slice(0, 8)}
            </code>
            <span className="min-w-0 flex-1 truncate text-muted">{run.reasonForIncompletion}</span>
            <span className="text-muted">
              <Time at={run.startTime} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
