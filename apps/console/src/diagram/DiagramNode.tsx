import type { TFunction } from 'i18next'
import { type Node, type NodeProps, useStore } from '@xyflow/react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { WorkflowTask } from '../api/conductor.ts'
import { formatDuration } from '../ui/duration.ts'
import { type StatusLook, statusLook } from '../ui/status-vocabulary.ts'
import type { LayoutNode } from './layout-model.ts'
import { glyphOf } from './node-shape.ts'
import { evaluatedCase, type NodeRun } from './run-overlay.ts'
import { shapePath } from './shape-path.ts'
import { sortedCells } from './strip.ts'
import { ownRef } from './unfold.ts'
import { StripCells } from './StripCells.tsx'

export interface DiagramNodeData extends Record<string, unknown> {
  readonly node: LayoutNode
  readonly run: NodeRun | undefined
  /** Undefined in a definition; else whether the run has come here. */
  readonly reached: boolean | undefined
  readonly isSelected: boolean
  readonly isActive: boolean
  readonly isMatch: boolean
  readonly childRuns: ReadonlyMap<string, NodeRun> | undefined
  /** Whether a sub-workflow can be shown in place, or is. */
  readonly fold: 'unfold' | 'fold' | undefined
}

export type DiagramNodeType = Node<DiagramNodeData, 'box'>

/** Below this zoom text is unreadable, so boxes show their status alone. */
const textZoom = 0.35

export const DiagramNode = memo(function DiagramNode({ data }: NodeProps<DiagramNodeType>) {
  const { t } = useTranslation('diagram')
  const showsText = useStore((state) => state.transform[2] >= textZoom)
  const { node, run, reached, isSelected, isActive, isMatch } = data
  const status = worstChild(data) ?? run?.status
  const look = status === undefined ? undefined : statusLook(status)
  const faded = reached === false
  return (
    <div className="relative size-full" style={{ opacity: faded ? 0.55 : 1 }} title={node.task?.taskReferenceName}>
      <Outline node={node} look={look} faded={faded} />
      {(isSelected || isActive || isMatch) && (
        <span
          aria-hidden="true"
          className="pointer-events-none absolute -inset-1.5 rounded-lg border-2"
          style={{
            borderColor: isMatch && !isSelected ? 'var(--color-warn)' : 'var(--color-accent)',
            borderStyle: isSelected ? 'solid' : 'dashed',
          }}
        />
      )}
      {showsText && <Content data={data} look={look} />}
      {showsText && data.fold !== undefined && node.task !== undefined && (
        // Space does the same from the canvas, which is the one tab stop.
        <button
          type="button"
          tabIndex={-1}
          data-fold={node.task.taskReferenceName}
          aria-label={`${t(data.fold)}: ${ownRef(node.task.taskReferenceName)}`}
          className="nodrag absolute end-1 top-1 size-6 rounded-sm border border-line bg-surface text-xs leading-none font-semibold hover:bg-idle-tint"
        >
          {data.fold === 'unfold' ? '+' : '−'}
        </button>
      )}
    </div>
  )
})

/** A strip looks like the child that needs most attention, not like the fork that made it. */
function worstChild({ node, childRuns }: DiagramNodeData): string | undefined {
  if (node.shape !== 'strip' || node.cells === undefined || childRuns === undefined) return undefined
  return sortedCells(node.cells, childRuns)[0]?.status
}

interface OutlineProps {
  readonly node: LayoutNode
  readonly look: StatusLook | undefined
  readonly faded: boolean
}

const dashes = { solid: undefined, dotted: '2 3', dashed: '6 4', moving: '8 5' } as const

function Outline({ node, look, faded }: OutlineProps) {
  const { shape, width, height } = node
  const isLine = shape === 'bar' || shape === 'dot'
  const colour = look === undefined ? 'var(--color-line)' : `var(--color-${look.tone})`
  const fill = isLine
    ? colour
    : shape === 'frame'
      ? 'transparent'
      : look === undefined
        ? 'var(--color-surface)'
        : `var(--color-${look.tone}-tint)`
  const dash = faded ? '2 4' : look !== undefined ? dashes[look.dash] : shape === 'dashed' ? '6 4' : undefined
  const strokeWidth = isLine ? 0 : (look?.borderWidth ?? 1.25)
  return (
    <svg aria-hidden="true" className="absolute inset-0 overflow-visible" width={width} height={height}>
      {shape === 'stack' && (
        <path
          d={shapePath('rectangle', width, height)}
          transform="translate(6 -6)"
          fill="var(--color-surface)"
          stroke="var(--color-line)"
        />
      )}
      <path
        d={shapePath(shape, width, height)}
        fill={fill}
        stroke={colour}
        strokeWidth={strokeWidth}
        strokeDasharray={dash}
        className={look?.dash === 'moving' ? 'diagram-moving' : undefined}
      />
      {shape === 'double' && (
        <rect x={6} y={6} width={width - 12} height={height - 12} rx={3} fill="none" stroke={colour} strokeWidth={1} />
      )}
      {shape === 'code' && <line x1={8} x2={8} y1={3} y2={height - 3} stroke={colour} strokeWidth={1} />}
      {look !== undefined && (look.glyph === '✕' || look.glyph === '⨯⨯') && !isLine && shape !== 'frame' && (
        <rect x={2} y={4} width={6} height={height - 8} rx={2} fill={colour} />
      )}
    </svg>
  )
}

function Content({ data, look }: { readonly data: DiagramNodeData; readonly look: StatusLook | undefined }) {
  const { t } = useTranslation('diagram')
  const { node, run } = data
  const { task, shape } = node
  if (shape === 'dot') return null
  if (task === undefined)
    return (
      <span className="absolute inset-0 flex items-center justify-center text-xs text-muted">
        {node.id === '#start' ? t('start') : t('end')}
      </span>
    )
  if (shape === 'strip' || shape === 'stack') return <StripCells data={data} />
  if (shape === 'bar') return <BarLabel task={task} run={run} />
  if (shape === 'frame') return <FrameHeader task={task} run={run} look={look} />
  return (
    <div
      className="absolute inset-0 flex flex-col justify-center overflow-hidden px-4"
      style={{ paddingInline: shape === 'diamond' ? 30 : undefined }}
    >
      <div className="flex items-center gap-1.5">
        <span
          aria-hidden="true"
          className="shrink-0 text-xs"
          style={{ color: look === undefined ? 'var(--color-muted)' : `var(--color-${look.tone})` }}
        >
          {look === undefined || look.glyph === '' ? glyphOf(task.type) : look.glyph}
        </span>
        <span
          className="truncate text-xs font-semibold"
          style={{ textDecoration: look?.struck === true ? 'line-through' : undefined }}
        >
          {ownRef(task.taskReferenceName)}
        </span>
        <Chips run={run} />
      </div>
      <div
        className="truncate text-[11px] leading-4 text-muted"
        style={{ borderBottom: task.optional === true ? '1px dotted currentColor' : undefined }}
      >
        {secondLine(task, run)}
      </div>
    </div>
  )
}

function Chips({ run }: { readonly run: NodeRun | undefined }) {
  if (run === undefined) return null
  const { newest, attempts } = run
  const elapsed = newest.endTime > 0 && newest.startTime > 0 ? newest.endTime - newest.startTime : 0
  return (
    <span className="ms-auto flex shrink-0 gap-1 text-[11px] text-muted tabular">
      {elapsed >= 1_000 && <span>{formatDuration(elapsed)}</span>}
      {attempts.length > 1 && (
        <span className="rounded-sm bg-idle-tint px-1 font-semibold text-idle">×{attempts.length}</span>
      )}
    </span>
  )
}

function secondLine(task: WorkflowTask, run: NodeRun | undefined): string {
  const value = run === undefined ? undefined : evaluatedCase(run.newest)
  switch (task.type) {
    case 'SWITCH':
    case 'DECISION':
      return value === undefined
        ? `${task.type} ${task.expression ?? task.caseValueParam ?? task.caseExpression ?? ''}`
        : `= ${value}`
    case 'SUB_WORKFLOW':
      return `SUB_WORKFLOW ${task.subWorkflowParam?.name ?? ''}`
    case 'HTTP':
      return `HTTP ${hostOf(task)}`
    case 'SIMPLE':
      return task.name === task.taskReferenceName ? 'SIMPLE' : task.name
    case 'EVENT':
      return `EVENT ${task.sink ?? ''}`
    case 'INLINE': {
      const expression = task.inputParameters?.['expression']
      return typeof expression === 'string' ? expression.slice(0, 40) : 'INLINE'
    }
    default:
      return task.type
  }
}

function hostOf(task: WorkflowTask): string {
  const request = task.inputParameters?.['http_request']
  const source =
    typeof request === 'object' && request !== null && !Array.isArray(request)
      ? Object.entries(request)
      : Object.entries(task.inputParameters ?? {})
  const text = (key: string): string => {
    const value = source.find(([name]) => name === key)?.[1]
    return typeof value === 'string' ? value : ''
  }
  return `${text('method')} ${text('uri').replace(/^https?:\/\//, '')}`.trim()
}

function BarLabel({ task, run }: { readonly task: WorkflowTask; readonly run: NodeRun | undefined }) {
  const look = run === undefined ? undefined : statusLook(run.status)
  return (
    <span className="absolute start-1 top-full mt-0.5 max-w-[45%] truncate text-[11px] leading-4 text-muted">
      {look !== undefined && <span aria-hidden="true">{look.glyph} </span>}
      {ownRef(task.taskReferenceName)}
    </span>
  )
}

function FrameHeader({
  task,
  run,
  look,
}: {
  readonly task: WorkflowTask
  readonly run: NodeRun | undefined
  readonly look: StatusLook | undefined
}) {
  const { t } = useTranslation('diagram')
  const detail = task.type === 'DO_WHILE' ? loopText(task, t) : (task.subWorkflowParam?.name ?? '')
  return (
    <span className="absolute inset-x-2 top-1.5 flex h-6 items-center gap-1.5 overflow-hidden text-xs whitespace-nowrap">
      <span aria-hidden="true">{look === undefined || look.glyph === '' ? glyphOf(task.type) : look.glyph}</span>
      <b>{ownRef(task.taskReferenceName)}</b>
      <span className="truncate text-muted">{detail}</span>
      {run !== undefined && task.type === 'DO_WHILE' && (
        <span className="ms-auto rounded-sm bg-idle-tint px-1 text-idle tabular">{run.newest.iteration}</span>
      )}
    </span>
  )
}

function loopText(task: WorkflowTask, t: TFunction<'diagram'>): string {
  if (task.items !== undefined && task.items !== '') return t('each', { items: task.items })
  return t('while', { condition: task.loopCondition ?? '' })
}
