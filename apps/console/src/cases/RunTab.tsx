import type { CaseDetail } from '@gatehouse/kyc/wire'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { WorkflowDiagram } from '../diagram/WorkflowDiagram.tsx'
import { executionQuery } from '../executions/execution-api.ts'
import { findFailure } from '../executions/failure.ts'
import { useChildStatus } from '../executions/use-child-status.ts'
import { openChildren } from '../executions/waiting.ts'
import { buttonClass } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { StatusBadge } from '../ui/StatusBadge.tsx'

const route = getRouteApi('/shell/cases/$caseId/$tab')

/** The workflow of this case as it stands. */
export function RunTab({ kycCase }: { readonly kycCase: CaseDetail }) {
  const { t } = useTranslation('cases')
  if (kycCase.workflowId === null) return <EmptyState title={t('run.none')} hint={t('run.noneHint')} />
  return <Run workflowId={kycCase.workflowId} />
}

function Run({ workflowId }: { readonly workflowId: string }) {
  const { t } = useTranslation('cases')
  const run = useQuery(executionQuery(workflowId))
  const childStatus = useChildStatus(run.data)
  const { task, iteration } = route.useSearch()
  const navigate = route.useNavigate()
  if (run.isPending) return <Skeleton rows={8} />
  if (run.isError && run.data === undefined) return <ErrorPanel error={run.error} onRetry={() => void run.refetch()} />
  const stay = { replace: true, resetScroll: false } as const
  return (
    <div className="space-y-3">
      <p className="flex flex-wrap items-center gap-3">
        <StatusBadge status={run.data.status} raw />
        <code className="break-anywhere">{workflowId}</code>
        <Link to="/executions/$workflowId/$tab" params={{ workflowId, tab: 'diagram' }} className={buttonClass()}>
          {t('run.open')}
        </Link>
      </p>
      <WorkflowDiagram
        tasks={run.data.workflowDefinition?.tasks ?? []}
        run={run.data}
        childStatus={childStatus}
        selected={task}
        onSelect={(ref) => void navigate({ search: (old) => ({ ...old, task: ref }), ...stay })}
        focusOn={task ?? findFailure(run.data)?.ref ?? openChildren(run.data)[0]?.ref}
        iteration={iteration === undefined ? undefined : Number(iteration)}
        onIteration={(next) => void navigate({ search: (old) => ({ ...old, iteration: String(next) }), ...stay })}
      />
    </div>
  )
}
