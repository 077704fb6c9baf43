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
        <dd className="inline-flex items-center">
          <code className="break-anywhere">{run.workflowId}</code>
          <CopyButton text={run.workflowId} />
        </dd>
        <Fact name={t('detail.started')}>
          <Time at={run.startTime} />
        </Fact>
        <Fact name={isOpen(run.status) ? t('detail.running') : t('detail.took')}>
          <Elapsed since={run.startTime} until={isOpen(run.status) ? undefined : run.endTime} />
        </Fact>
        {run.correlationId !== undefined && (
          <Fact name={caseNumber.test(run.correlationId) ? t('detail.case') : t('detail.correlation')}>
            <span className="break-anywhere text-ink">{run.correlationId}</span>
          </Fact>
        )}
        {run.parentWorkflowId !== undefined && run.parentWorkflowId !== '' && (
          <dd>
            <Link to="/executions/$workflowId/$tab" params={{ workflowId: run.parentWorkflowId, tab: 'diagram' }}>
              ▴ {t('detail.parent')}
            </Link>
          </dd>
        )}
        <NewerVersion run={run} />
      </dl>
    </>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="inline-flex gap-1.5">
      <dt>{name}</dt>
      <dd className="text-ink">{children}</dd>
    </div>
  )
}

function NewerVersion({ run }: { readonly run: Execution }) {
  const { t } = useTranslation('executions')
  const latest = useQuery(latestVersionsQuery).data?.find((item) => item.name === run.workflowName)
  if (latest === undefined || latest.version <= run.workflowVersion) return null
  return <dd className="text-warn">▲ {t('detail.newerVersion', { version: latest.version })}</dd>
}
