import { PanelLeft } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Execution, WorkflowTask } from '../api/conductor.ts'
import { Button } from '../ui/Button.tsx'
import { cx } from '../ui/class-names.ts'
import { PanelBoundary } from '../ui/PanelBoundary.tsx'
import { isFailure } from '../ui/status-vocabulary.ts'
import { DiagramCanvas } from './DiagramCanvas.tsx'
import { DiagramOutline } from './DiagramOutline.tsx'
import { IterationPicker } from './IterationPicker.tsx'
import { layoutWorkflow } from './layout.ts'
import type { Unfolded } from './unfold.ts'
import { dynamicBranches, overlayRun, takenPath, withChildStatus } from './run-overlay.ts'

export interface Unfolding {
  readonly unfolded: Unfolded
  readonly onToggle: (ref: string) => void
}

interface WorkflowDiagramProps {
  readonly tasks: readonly WorkflowTask[]
  /** With a run the diagram shows statuses; without, the definition. */
  readonly run?: Execution | undefined
  /** How the children that still run stand, by the reference of the task that awaits each. */
  readonly childStatus?: ReadonlyMap<string, string> | undefined
  readonly selected: string | undefined
  readonly onSelect: (ref: string | undefined) => void
  readonly focusOn?: string | undefined
  readonly iteration?: number | undefined
  readonly onIteration?: ((iteration: number) => void) | undefined
  /** Sub-workflows shown in place; left out, none can be. */
  readonly unfolding?: Unfolding | undefined
  readonly height?: string
  /** A small picture that fits its box and has no tools. */
  readonly compact?: boolean
}

/** Diagram with its outline. A crash of the drawing leaves the outline standing. */
export function WorkflowDiagram(props: WorkflowDiagramProps) {
  const { tasks, run, selected, onSelect, iteration, compact = false } = props
  const { t } = useTranslation('diagram')
  const [showsOutline, setShowsOutline] = useState(() => window.innerWidth >= 1440)
  const dynamic = useMemo(() => (run === undefined ? undefined : dynamicBranches(run)), [run])
  const { unfolding } = props
  const branches = useMemo(
    () => new Map([...(dynamic ?? []), ...(unfolding?.unfolded.branches ?? [])]),
    [dynamic, unfolding?.unfolded],
  )
  const inner = unfolding?.unfolded.tasks
  const shapeKey = [
    ...[...branches].map(([ref, made]) => `${ref}:${made.length}`),
    ...[...(inner ?? [])].map(([ref, made]) => `${ref}:${made.length}`),
  ].join()
  // Only the shape decides on the layout, so a mere change of status never moves a box.
  const layout = useMemo(
    () => layoutWorkflow(tasks, { dynamicBranches: branches, ...(inner === undefined ? {} : { unfolded: inner }) }),
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [tasks, shapeKey],
  )
  const { childStatus } = props
  const runs = useMemo(
    () =>
      run === undefined
        ? undefined
        : new Map([...withChildStatus(overlayRun(run, iteration), childStatus), ...(unfolding?.unfolded.runs ?? [])]),
    [run, iteration, childStatus, unfolding?.unfolded],
  )
  const taken = useMemo(
    () => (runs === undefined ? undefined : takenPath(layout, runs, run?.status === 'COMPLETED')),
    [layout, runs, run?.status],
  )
  const failures = useMemo(
    () =>
      runs === undefined ? [] : [...runs.values()].filter((item) => isFailure(item.status)).map((item) => item.ref),
    [runs],
  )
  const outline = (
    <DiagramOutline
      tasks={tasks}
      runs={runs}
      dynamic={branches}
      inner={inner}
      selected={selected}
      onSelect={onSelect}
      onToggle={unfolding?.onToggle}
    />
  )
  if (compact) {
    return (
      <div
        className="relative overflow-hidden rounded-sm border border-hairline"
        style={{ height: props.height ?? '220px' }}
      >
        <PanelBoundary fallback={outline}>
          <DiagramCanvas
            layout={layout}
            runs={runs}
            taken={taken}
            selected={selected}
            onSelect={onSelect}
            focusOn={props.focusOn}
            compact
          />
        </PanelBoundary>
      </div>
    )
  }
  return (
    <div
      className="flex flex-col overflow-hidden rounded-lg border border-hairline bg-surface sm:flex-row"
      style={{ minHeight: 420 }}
    >
      <div
        className={cx(
          'max-h-72 shrink-0 overflow-y-auto p-2 sm:max-h-none sm:w-60 sm:border-e sm:border-hairline',
          !showsOutline && 'sr-only focus-within:not-sr-only',
        )}
        style={{ maxHeight: props.height ?? '68vh' }}
      >
        {outline}
      </div>
      <div className="relative min-w-0 sm:flex-1" style={{ height: props.height ?? '68vh', minHeight: 420 }}>
        <PanelBoundary fallback={<p className="p-3">{t('failed')}</p>}>
          <DiagramCanvas
            layout={layout}
            runs={runs}
            taken={taken}
            selected={selected}
            onSelect={onSelect}
            focusOn={props.focusOn}
            failures={failures}
            inner={inner}
            onToggle={unfolding?.onToggle}
          />
        </PanelBoundary>
        <div className="no-print absolute start-2 top-2 z-10 flex gap-1 rounded-lg border border-hairline bg-surface p-1">
          <Button
            variant="quiet"
            iconOnly
            aria-label={showsOutline ? t('hideOutline') : t('showOutline')}
            aria-pressed={showsOutline}
            onPress={() => setShowsOutline(!showsOutline)}
          >
            <PanelLeft size={16} aria-hidden="true" />
          </Button>
          {runs !== undefined && props.onIteration !== undefined && (
            <IterationPicker runs={runs} iteration={iteration} onIteration={props.onIteration} />
          )}
        </div>
      </div>
    </div>
  )
}
