import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Suspense, useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import type { Execution } from '../api/conductor.ts'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { lazyNamed } from '../ui/lazy-named.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { PanelBoundary } from '../ui/PanelBoundary.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { TabNav, tabLinkClass } from '../ui/TabNav.tsx'
import { useKeys } from '../ui/use-key.ts'
import { executionQuery } from './execution-api.ts'
import { FailureBanner } from './FailureBanner.tsx'
import { findFailure } from './failure.ts'
import { RerunDialog } from './RerunDialog.tsx'
import { RunHeader } from './RunHeader.tsx'
import { type ExecutionTab, executionTabs } from './routes.ts'
import { ownRef, scopeOf, type Unfolded } from '../diagram/unfold.ts'
import { useUnfolded } from './use-unfolded.ts'
import { useChildStatus } from './use-child-status.ts'
import { openChildren } from './waiting.ts'
import { WaitingBanner } from './WaitingBanner.tsx'

// Only the tab that is open is fetched.
const WorkflowDiagram = lazyNamed(() => import('../diagram/WorkflowDiagram.tsx'), 'WorkflowDiagram')
const TimelineTab = lazyNamed(() => import('./TimelineTab.tsx'), 'TimelineTab')
const TasksTab = lazyNamed(() => import('./TasksTab.tsx'), 'TasksTab')
const IoTab = lazyNamed(() => import('./IoTab.tsx'), 'IoTab')
const LogsTab = lazyNamed(() => import('./LogsTab.tsx'), 'LogsTab')
const JsonTab = lazyNamed(() => import('./JsonTab.tsx'), 'JsonTab')
const ActionsTab = lazyNamed(() => import('./ActionsTab.tsx'), 'ActionsTab')
const TaskPanel = lazyNamed(() => import('./TaskPanel.tsx'), 'TaskPanel')

const route = getRouteApi('/shell/executions/$workflowId/$tab')

/** What happened, why, and what can I do: in five seconds. */
export function ExecutionPage() {
  const { t } = useTranslation('executions')
  const { workflowId } = route.useParams()
  const run = useQuery(executionQuery(workflowId))
  if (run.isPending) return <Skeleton rows={10} />
  if (run.isError && run.data === undefined) {
    const isMissing = run.error instanceof ApiError && run.error.status === 404
    return (
      <>
        <PageHeader title={workflowId} />
        <ErrorPanel error={run.error} onRetry={() => void run.refetch()}>
          {isMissing && (
            <p className="mt-2">
              {t('detail.notFound')} <Link to="/executions">{t('detail.search')}</Link>
            </p>
          )}
        </ErrorPanel>
      </>
    )
  }
  return <RunView run={run.data} />
}

function RunView({ run }: { readonly run: Execution }) {
  const { t } = useTranslation('executions')
  const { tab } = route.useParams()
  const { task, unfold } = route.useSearch()
  const wanted = useMemo(() => unfold?.split(',') ?? [], [unfold])
  const unfolded = useUnfolded(run, wanted)
  const navigate = route.useNavigate()
  const [rerunFrom, setRerunFrom] = useState<string>()
  const openTask = useCallback(
    (ref: string | undefined) =>
      void navigate({
        search: (old) => ({ ...old, task: ref, attempt: undefined }),
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  )
  const keys = useMemo(
    () => ({
      ...Object.fromEntries(
        executionTabs.map((name, index) => [
          String(index + 1),
          () => void navigate({ params: (old) => ({ ...old, tab: name }), search: true }),
        ]),
      ),
      Escape: () => openTask(undefined),
    }),
    [navigate, openTask],
  )
  useKeys(keys)
  return (
    <>
      <RunHeader run={run} onRerun={() => setRerunFrom('')} />
      <FailureBanner run={run} onOpenTask={openTask} onRerun={setRerunFrom} />
      <WaitingBanner run={run} onOpenTask={openTask} />
      <TabNav label={t('detail.tabs')}>
        {executionTabs.map((name) => (
          <Link
            key={name}
            to="/executions/$workflowId/$tab"
            params={{ workflowId: run.workflowId, tab: name }}
            search={true}
            resetScroll={false}
            className={tabLinkClass}
            aria-current={name === tab ? 'page' : undefined}
          >
            {t(`detail.tab.${name}`)}
          </Link>
        ))}
      </TabNav>
      <div
        className={`mt-4 grid gap-4 ${task === undefined ? '' : 'lg:grid-cols-[minmax(0,1fr)_minmax(320px,400px)]'}`}
      >
        <div className="min-w-0">
          <PanelBoundary key={tab}>
            <Suspense fallback={<Skeleton />}>
              <TabBody tab={tab} run={run} unfolded={unfolded} onOpenTask={openTask} />
            </Suspense>
          </PanelBoundary>
        </div>
        {task !== undefined && (
          <PanelBoundary key={task}>
            <Suspense fallback={<Skeleton />}>
              <TaskPanel
                run={unfolded.children.get(scopeOf(task)) ?? run}
                reference={unfolded.children.has(scopeOf(task)) ? ownRef(task) : task}
                onClose={() => openTask(undefined)}
                onRerun={(taskId) => {
                  const child = unfolded.children.get(scopeOf(task))
                  if (child === undefined) setRerunFrom(taskId)
                  // A child is run again on its own page, where its other tasks are.
                  else
                    void navigate({
                      params: { workflowId: child.workflowId, tab: 'diagram' },
                      search: { task: ownRef(task) },
                    })
                }}
              />
            </Suspense>
          </PanelBoundary>
        )}
      </div>
      <RerunDialog run={run} taskId={rerunFrom} onClose={() => setRerunFrom(undefined)} />
    </>
  )
}

interface TabBodyProps {
  readonly tab: ExecutionTab
  readonly run: Execution
  readonly unfolded: Unfolded
  readonly onOpenTask: (ref: string | undefined) => void
}

function TabBody({ tab, run, unfolded, onOpenTask }: TabBodyProps) {
  const { task, iteration } = route.useSearch()
  const childStatus = useChildStatus(run)
  const navigate = route.useNavigate()
  const toggle = (ref: string) =>
    void navigate({
      search: (old) => {
        const open = old.unfold?.split(',') ?? []
        const next = open.includes(ref)
          ? open.filter((way) => way !== ref && !way.startsWith(`${ref}▸`))
          : [...open, ref]
        return { ...old, unfold: next.length === 0 ? undefined : next.join(',') }
      },
      replace: true,
      resetScroll: false,
    })
  switch (tab) {
    case 'diagram':
      return (
        <WorkflowDiagram
          tasks={run.workflowDefinition?.tasks ?? []}
          run={run}
          childStatus={childStatus}
          unfolding={{ unfolded, onToggle: toggle }}
          selected={task}
          onSelect={onOpenTask}
          focusOn={task ?? findFailure(run)?.ref ?? openChildren(run)[0]?.ref}
          iteration={iteration === undefined ? undefined : Number(iteration)}
          onIteration={(next) =>
            void navigate({ search: (old) => ({ ...old, iteration: String(next) }), replace: true, resetScroll: false })
          }
        />
      )
    case 'timeline':
      return <TimelineTab run={run} onOpenTask={onOpenTask} />
    case 'tasks':
      return <TasksTab run={run} selected={task} onOpenTask={onOpenTask} />
    case 'io':
      return <IoTab run={run} />
    case 'logs':
      return <LogsTab run={run} />
    case 'json':
      return <JsonTab workflowId={run.workflowId} />
    case 'actions':
      return <ActionsTab run={run} />
  }
}
