import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Execution } from '../api/conductor.ts'
import { CopyButton } from '../ui/CopyButton.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { isOpen } from '../ui/status-vocabulary.ts'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { Elapsed, Time } from '../ui/Time.tsx'
import { latestVersionsQuery } from '../workflows/workflow-api.ts'
import { CaseLink } from './CaseLink.tsx'
import { caseOf } from './case-of.ts'
import { RunActions } from './RunActions.tsx'

interface RunHeaderProps {
  readonly run: Execution
  readonly onRerun: () => void
}

export function RunHeader({ run, onRerun }: RunHeaderProps) {
  const { t } = useTranslation('executions')
  const caseId = caseOf(run)
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
        {caseId !== undefined && (
          <Fact name={t('detail.case')}>
            <CaseLink caseId={caseId} />
          </Fact>
        )}
        {run.correlationId !== undefined && run.correlationId !== caseId && (
          <Fact name={t('detail.correlation')}>
            <span className="break-anywhere">{run.correlationId}</span>
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
