import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { JsonObject } from '../api/json.ts'
import { buttonClass } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { SelectField } from '../ui/Field.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { PanelBoundary } from '../ui/PanelBoundary.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { latestVersionsQuery, versionsQuery, workflowQuery } from '../workflows/workflow-api.ts'
import { LiveRun } from './LiveRun.tsx'
import { RunHistory } from './RunHistory.tsx'
import { StartForm } from './StartForm.tsx'

const route = getRouteApi('/shell/workbench')

/** What a first visit finds chosen, where it is registered: the tutorial's workflow, else the onboarding. */
const firstChoice = ['know_your_customer', 'kycWorkflow']

export function WorkbenchPage() {
  const { t } = useTranslation('workbench')
  const search = route.useSearch()
  const workflows = useQuery(latestVersionsQuery)
  const names = (workflows.data ?? []).map((item) => item.name).sort((a, b) => a.localeCompare(b))
  const name = search.workflow ?? firstChoice.find((wanted) => names.includes(wanted)) ?? names[0]
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      {workflows.isError && <ErrorPanel error={workflows.error} onRetry={() => void workflows.refetch()} />}
      {workflows.isPending && <Skeleton />}
      {workflows.isSuccess && name === undefined && (
        <section className="card">
          <EmptyState
            title={t('noWorkflows')}
            hint={t('noWorkflowsHint')}
            action={
              <Link to="/build/workflows/new" className={buttonClass('primary')}>
                {t('createWorkflow')}
              </Link>
            }
          />
        </section>
      )}
      {workflows.isSuccess && name !== undefined && (
        <Bench name={name} names={names.includes(name) ? names : [name, ...names]} />
      )}
    </>
  )
}

interface BenchProps {
  readonly name: string
  readonly names: readonly string[]
}

function Bench({ name, names }: BenchProps) {
  const { t } = useTranslation('workbench')
  const { version, run } = route.useSearch()
  const navigate = route.useNavigate()
  const versions = useQuery(versionsQuery(name)).data ?? []
  const workflow = useQuery(workflowQuery(name, version ?? 'latest'))
  const [taken, setTaken] = useState<{ readonly input: JsonObject; readonly count: number }>()
  const show = (workflowId: string) =>
    void navigate({ search: (old) => ({ ...old, run: workflowId }), replace: true, resetScroll: false })
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <section className="card self-start p-4" aria-label={t('input')}>
        <div className="mb-4 grid gap-3 sm:grid-cols-[1fr_10rem]">
          <SelectField
            label={t('workflow')}
            value={name}
            onChange={(next) => void navigate({ search: { workflow: next }, replace: true })}
            options={names.map((value) => ({ value, label: value }))}
          />
          <SelectField
            label={t('version')}
            value={version ?? ''}
            onChange={(next) =>
              void navigate({
                search: (old) => ({ ...old, workflow: name, version: next === '' ? undefined : next }),
                replace: true,
              })
            }
            options={[
              { value: '', label: t('latest', { version: versions[0] ?? '' }) },
              ...versions.map((value) => ({ value: String(value), label: String(value) })),
            ]}
          />
        </div>
        {workflow.isPending && <Skeleton rows={4} />}
        {workflow.isError && <ErrorPanel error={workflow.error} onRetry={() => void workflow.refetch()} />}
        {workflow.isSuccess && (
          <StartForm
            key={`${name} ${version ?? ''} ${taken?.count ?? 0}`}
            definition={workflow.data.definition}
            pinned={version !== undefined}
            initialInput={taken?.input}
            onStarted={show}
          />
        )}
      </section>
      <div className="min-w-0 space-y-4">
        <RunHistory workflow={name} selected={run} onSelect={show} />
        <PanelBoundary key={run}>
          {run === undefined ? (
            <p className="card p-4 text-muted">{t('pickRun')}</p>
          ) : (
            <LiveRun workflowId={run} onUseInput={(input) => setTaken({ input, count: (taken?.count ?? 0) + 1 })} />
          )}
        </PanelBoundary>
      </div>
    </div>
  )
}
