import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Execution } from '../api/conductor.ts'
import { useHasPage } from '../app/use-has-page.ts'
import { CopyButton } from '../ui/CopyButton.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { isOpen } from '../ui/status-vocabulary.ts'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { Elapsed, Time } from '../ui/Time.tsx'
import { latestVersionsQuery } from '../workflows/workflow-api.ts'
import { RunActions } from './RunActions.tsx'

interface RunHeaderProps {
  readonly run: Execution
  readonly onRerun: () => void
}

const caseNumber = /^KYC-\d{4}-\d+$/

export function RunHeader({ run, onRerun }: RunHeaderProps) {
  const { t } = useTranslation('executions')
  return (
    <>
      <PageHeader
        title={`${run.workflowName} ${run.workflowId}`}
        heading={
          <span className="flex flex-wrap items-center gap-2">
            <StatusBadge status={run.status} raw />
            <Link
              to="/build/workflows/$name/$version"
              params={{ name: run.workflowName, version: String(run.workflowVersion) }}
              className="break-anywhere"
            >
              {run.workflowName} {t('detail.version', { version: run.workflowVersion })}
            </Link>
          </span>
        }
        actions={<RunActions run={run} onRerun={onRerun} />}
      />
      <dl className="mb-4 flex flex-wrap items-center gap-x-5 gap-y-1 text-muted">
        <Fact name={t('column.id')}>
          <span className="inline-flex items-center">
            <code className="break-anywhere">{run.workflowId}</code>
            <CopyButton text={run.workflowId} />
          </span>
        </Fact>
        <Fact name={t('detail.started')}>
          <Time at={run.startTime} />
        </Fact>
        <Fact name={isOpen(run.status) ? t('detail.running') : t('detail.took')}>
          <Elapsed since={run.startTime} until={isOpen(run.status) ? undefined : run.endTime} />
        </Fact>
        {run.correlationId !== undefined && (
          <Fact name={caseNumber.test(run.correlationId) ? t('detail.case') : t('detail.correlation')}>
            <Correlation id={run.correlationId} />
          </Fact>
        )}
      </dl>
      <p className="-mt-2 mb-4 flex flex-wrap gap-x-5 gap-y-1 empty:hidden">
        {run.parentWorkflowId !== undefined && run.parentWorkflowId !== '' && (
          <Link to="/executions/$workflowId/$tab" params={{ workflowId: run.parentWorkflowId, tab: 'diagram' }}>
            ▴ {t('detail.parent')}
          </Link>
        )}
        <NewerVersion run={run} />
      </p>
    </>
  )
}

/** A case number leads to its case where there is a page for it. */
function Correlation({ id }: { readonly id: string }) {
  const hasPage = useHasPage()
  if (!caseNumber.test(id) || !hasPage('/cases')) return <span className="break-anywhere">{id}</span>
  return <a href={`/cases?q=${encodeURIComponent(id)}`}>{id}</a>
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="inline-flex items-center gap-1.5">
      <dt>{name}</dt>
      <dd className="text-ink">{children}</dd>
    </div>
  )
}

function NewerVersion({ run }: { readonly run: Execution }) {
  const { t } = useTranslation('executions')
  const latest = useQuery(latestVersionsQuery).data?.find((item) => item.name === run.workflowName)
  if (latest === undefined || latest.version <= run.workflowVersion) return null
  return <span className="text-warn">▲ {t('detail.newerVersion', { version: latest.version })}</span>
}
