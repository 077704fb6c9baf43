import { useTranslation } from 'react-i18next'
import { statusLook } from '../ui/status-vocabulary.ts'
import type { DiagramNodeData } from './DiagramNode.tsx'
import { sortedCells, statusCounts } from './strip.ts'

/** Many children of a dynamic fork: one small cell each, failed first, with counts; in a definition a stack of cards. */
export function StripCells({ data }: { readonly data: DiagramNodeData }) {
  const { t } = useTranslation('diagram')
  const { node, childRuns } = data
  if (node.cells === undefined || node.cells.length === 0 || childRuns === undefined) {
    return (
      <span className="absolute inset-0 flex flex-col justify-center px-3 text-xs">
        <b className="truncate">{t('perItem')}</b>
        <span className="truncate text-[11px] text-muted">
          {node.task?.dynamicForkTasksParam ?? node.task?.dynamicForkJoinTasksParam ?? 'FORK_JOIN_DYNAMIC'}
        </span>
      </span>
    )
  }
  const cells = sortedCells(node.cells, childRuns)
  return (
    <span className="absolute inset-2 block">
      <span className="mb-1 flex h-5 items-center gap-2 text-xs whitespace-nowrap">
        <b>{t('childrenCount', { count: cells.length })}</b>
        {statusCounts(cells).map(([status, count]) => (
          <span key={status} className="tabular" style={{ color: `var(--color-${statusLook(status).tone})` }}>
            {count} {statusLook(status).glyph}
          </span>
        ))}
      </span>
      <span className="flex flex-wrap gap-0.5">
        {cells.map((cell) => (
          <span
            key={cell.ref}
            data-ref={cell.ref}
            title={`${cell.ref} ${cell.status}`}
            className="size-3.5 rounded-[2px]"
            style={{
              background:
                cell.status === 'NOT_REACHED'
                  ? 'var(--color-hairline)'
                  : `var(--color-${statusLook(cell.status).tone})`,
            }}
          />
        ))}
      </span>
    </span>
  )
}
