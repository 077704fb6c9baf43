import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { DiagramLayout, LayoutEdge, Point } from './layout-model.ts'

interface DiagramEdgesProps {
  readonly layout: DiagramLayout
  /** Ids of the edges that the run took; undefined in a definition. */
  readonly taken: ReadonlySet<string> | undefined
}

/** All lines in one drawing, from the points that the layout computed. */
export const DiagramEdges = memo(function DiagramEdges({ layout, taken }: DiagramEdgesProps) {
  const { t } = useTranslation('diagram')
  const isDim = (edge: LayoutEdge): boolean => taken !== undefined && !taken.has(edge.id)
  return (
    <svg
      aria-hidden="true"
      className="pointer-events-none absolute start-0 top-0 overflow-visible"
      width={layout.width}
      height={layout.height}
    >
      {[...layout.edges]
        .sort((a, b) => Number(isDim(b)) - Number(isDim(a)))
        .map((edge) => (
          <g key={edge.id} opacity={isDim(edge) ? 0.55 : 1}>
            <path
              d={pathOf(edge.points)}
              fill="none"
              stroke={taken !== undefined && !isDim(edge) ? 'var(--color-ink)' : 'var(--color-line)'}
              strokeWidth={taken !== undefined && !isDim(edge) ? 1.75 : 1.25}
              strokeDasharray={edge.kind === 'back' ? '5 4' : isDim(edge) ? '2 4' : undefined}
            />
            <Head edge={edge} dim={isDim(edge)} strong={taken !== undefined} />
            {edge.label !== undefined && (
              <Label edge={edge} text={edge.label === '' ? t('defaultBranch') : edge.label} />
            )}
          </g>
        ))}
    </svg>
  )
})

/** Rounds each corner by 6 px. */
function pathOf(points: readonly Point[]): string {
  return points
    .map((point, index) => {
      const before = points[index - 1]
      const after = points[index + 1]
      if (before === undefined) return `M${point.x} ${point.y}`
      if (after === undefined) return `L${point.x} ${point.y}`
      const enter = towards(point, before)
      const leave = towards(point, after)
      return `L${enter.x} ${enter.y}Q${point.x} ${point.y} ${leave.x} ${leave.y}`
    })
    .join('')
}

function towards(from: Point, to: Point): Point {
  const distance = Math.hypot(to.x - from.x, to.y - from.y)
  const step = Math.min(6, distance / 2)
  return distance === 0
    ? from
    : { x: from.x + ((to.x - from.x) / distance) * step, y: from.y + ((to.y - from.y) / distance) * step }
}

function Head({ edge, dim, strong }: { readonly edge: LayoutEdge; readonly dim: boolean; readonly strong: boolean }) {
  const tip = edge.points.at(-1)
  const before = edge.points.at(-2)
  if (tip === undefined || before === undefined || edge.kind === 'open')
    return tip === undefined ? null : <circle cx={tip.x} cy={tip.y} r={3} fill="none" stroke="var(--color-line)" />
  const colour = strong && !dim ? 'var(--color-ink)' : 'var(--color-line)'
  if (before.y === tip.y)
    return (
      <path d={`M${tip.x + 7} ${tip.y - 4}L${tip.x} ${tip.y}L${tip.x + 7} ${tip.y + 4}`} fill="none" stroke={colour} />
    )
  return <path d={`M${tip.x - 4} ${tip.y - 7}L${tip.x} ${tip.y}L${tip.x + 4} ${tip.y - 7}Z`} fill={colour} />
}

function Label({ edge, text }: { readonly edge: LayoutEdge; readonly text: string }) {
  const at = edge.points[Math.min(2, edge.points.length - 1)]
  if (at === undefined) return null
  const first = edge.points[0]
  const y = (first?.y ?? 0) + 26
  const shown = text.length > 18 ? `${text.slice(0, 17)}…` : text
  const width = shown.length * 6.4 + 10
  return (
    <g>
      <rect x={at.x - width / 2} y={y - 8} width={width} height={16} rx={3} fill="var(--color-sunken)" />
      <text x={at.x} y={y + 4} textAnchor="middle" fontSize={11} fill="var(--color-ink)">
        {shown}
      </text>
    </g>
  )
}
