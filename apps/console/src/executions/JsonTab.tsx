import { useQuery } from '@tanstack/react-query'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { JsonView } from '../ui/JsonView.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { rawExecutionQuery } from './execution-api.ts'

/** The run exactly as the API gives it. */
export function JsonTab({ workflowId }: { readonly workflowId: string }) {
  const run = useQuery(rawExecutionQuery(workflowId))
  if (run.isPending) return <Skeleton />
  if (run.isError) return <ErrorPanel error={run.error} onRetry={() => void run.refetch()} />
  return (
    <section className="card p-4">
      <JsonView value={run.data} label={`run-${workflowId}`} maxHeight={720} />
    </section>
  )
}
