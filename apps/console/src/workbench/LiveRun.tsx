import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { JsonObject } from '../api/json.ts'
import { WorkflowDiagram } from '../diagram/WorkflowDiagram.tsx'
import { executionQuery } from '../executions/execution-api.ts'
import { findFailure } from '../executions/failure.ts'
import { WaitingBanner } from '../executions/WaitingBanner.tsx'
import { useFailureChain } from '../executions/use-failure-chain.ts'
import { Button, buttonClass } from '../ui/Button.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { JsonView } from '../ui/JsonView.tsx'
import { PanelBoundary } from '../ui/PanelBoundary.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { isOpen } from '../ui/status-vocabulary.ts'
import type { Execution } from '../api/conductor.ts'

interface LiveRunProps {
  readonly workflowId: string
  readonly onUseInput: (input: JsonObject) => void
}

/** The chosen run in miniature: status, error, small diagram, output; follows the run while it goes. */
export function LiveRun({ workflowId, onUseInput }: LiveRunProps) {
  const run = useQuery({
    ...executionQuery(workflowId),
    refetchInterval: (query) => (isOpen(query.state.data?.status ?? 'RUNNING') ? 2_000 : false),
  })
  if (run.isPending) return <Skeleton rows={5} />
  if (run.isError) return <ErrorPanel error={run.error} onRetry={() => void run.refetch()} />
  return <RunCard run={run.data} onUseInput={onUseInput} />
}

function RunCard({ run, onUseInput }: { readonly run: Execution; readonly onUseInput: (input: JsonObject) => void }) {
  const { t } = useTranslation('workbench')
  const { t: texts } = useTranslation('executions')
  const [selected, setSelected] = useState<string>()
  const innermost = useFailureChain(run).at(-1)
  return (
    <section aria-label={t('live')} className="card space-y-3 p-4">
      <div className="flex flex-wrap items-center gap-2">
        <StatusBadge status={run.status} raw />
        <code className="text-xs">{run.workflowId.slice(0, 8)}</code>
        <span className="ms-auto flex flex-wrap gap-2">
          <Button onPress={() => onUseInput(run.input)}>{t('useInput')}</Button>
          <Link
            to="/executions/$workflowId/$tab"
            params={{ workflowId: run.workflowId, tab: 'diagram' }}
            className={buttonClass('primary')}
          >
            {t('openRun')}
          </Link>
        </span>
      </div>
      {innermost !== undefined && (
        <div className="rounded-sm border-s-4 border-bad bg-bad-tint p-3">
          <p className="font-semibold text-bad">✕ {texts('failure.title', { ref: innermost.failure.ref })}</p>
          <pre className="mt-1 font-mono text-xs whitespace-pre-wrap break-anywhere">
            {innermost.failure.message === '' ? texts('failure.noReason') : innermost.failure.message}
          </pre>
        </div>
      )}
      <WaitingBanner run={run} onOpenTask={setSelected} />
      <PanelBoundary>
        <WorkflowDiagram
          compact
          height="320px"
          tasks={run.workflowDefinition?.tasks ?? []}
          run={run}
          selected={selected}
          onSelect={setSelected}
          focusOn={findFailure(run)?.ref}
        />
      </PanelBoundary>
      {Object.keys(run.output).length > 0 && (
        <JsonView value={run.output} label={texts('io.output')} root="workflow.output" maxHeight={220} />
      )}
    </section>
  )
}
