import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { type MouseEvent, type ReactNode, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { cx } from './class-names.ts'

export interface Column<Row> {
  readonly id: string
  readonly header: string
  readonly cell: (row: Row) => ReactNode
  /** The server sorts by `id` when the header is pressed. */
  readonly sortable?: boolean
  readonly align?: 'start' | 'end'
  /** Left out below this width, where the row opens to show it. */
  readonly from?: 'sm' | 'lg' | 'xl'
  /** Takes what is left of the width and cuts its text. */
  readonly grow?: boolean
}

export interface Sort {
  readonly column: string
  readonly descending: boolean
}

interface DataTableProps<Row> {
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  readonly sort?: Sort | undefined
  readonly onSort?: (sort: Sort) => void
  /** A click beside the row's link opens it too. */
  readonly onOpen?: (row: Row) => void
  readonly selected?: ReadonlySet<string>
  readonly onSelect?: (keys: ReadonlySet<string>) => void
  readonly isCurrent?: (row: Row) => boolean
  /** What a screen reader should know of the whole when more rows exist than are loaded. */
  readonly totalRows?: number
  readonly maxHeight?: string
}

const rowHeight = 40
const virtualFrom = 80
const hidden = { sm: 'hidden sm:table-cell', lg: 'hidden lg:table-cell', xl: 'hidden xl:table-cell' } as const

/** A semantic table; from 80 rows on only those near the viewport are mounted. Fetches nothing. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, rows, rowKey, selected, onSelect } = props
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const isVirtual = rows.length >= virtualFrom
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    enabled: isVirtual,
  })
  const items = virtual.getVirtualItems()
  const first = isVirtual ? (items[0]?.index ?? 0) : 0
  const shown = isVirtual ? rows.slice(first, (items.at(-1)?.index ?? -1) + 1) : rows
  const before = isVirtual ? (items[0]?.start ?? 0) : 0
  const after = isVirtual ? virtual.getTotalSize() - (items.at(-1)?.end ?? 0) : 0
  const span = columns.length + (onSelect === undefined ? 0 : 1)
  const allSelected = selected !== undefined && rows.length > 0 && rows.every((row) => selected.has(rowKey(row)))

  return (
    // A table wider than the page scrolls inside this box, so the box must be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div
      ref={scroller}
      className="relative overflow-auto"
      style={{ maxHeight: props.maxHeight ?? (isVirtual ? '70vh' : undefined) }}
      tabIndex={0}
      role="region"
      aria-label={props.caption}
    >
      <table className="w-full border-collapse text-sm" aria-rowcount={(props.totalRows ?? rows.length) + 1}>
        <caption className="sr-only">{props.caption}</caption>
        <thead className="sticky top-0 z-10 bg-surface">
          <tr aria-rowindex={1} className="border-b border-hairline">
            {onSelect !== undefined && (
              <th scope="col" className="w-10 px-2 text-start">
                <input
                  type="checkbox"
                  aria-label={t('table.selectAll')}
                  className="block size-6 accent-accent sm:size-5"
                  checked={allSelected}
                  onChange={() => onSelect(allSelected ? new Set() : new Set(rows.map(rowKey)))}
                />
              </th>
            )}
            {columns.map((column) => (
              <HeaderCell key={column.id} column={column} sort={props.sort} onSort={props.onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 && <Spacer height={before} span={span} />}
          {shown.map((row, index) => (
            <BodyRow key={rowKey(row)} row={row} index={first + index} {...props} />
          ))}
          {after > 0 && <Spacer height={after} span={span} />}
        </tbody>
      </table>
    </div>
  )
}

function Spacer({ height, span }: { readonly height: number; readonly span: number }) {
  return (
    <tr aria-hidden="true">
      <td colSpan={span} style={{ height, padding: 0 }} />
    </tr>
  )
}

interface HeaderCellProps<Row> {
  readonly column: Column<Row>
  readonly sort: Sort | undefined
  readonly onSort: ((sort: Sort) => void) | undefined
}

function HeaderCell<Row>({ column, sort, onSort }: HeaderCellProps<Row>) {
  const { t } = useTranslation()
  const isSorted = sort?.column === column.id
  const direction = isSorted ? (sort.descending ? 'descending' : 'ascending') : undefined
  const Arrow = sort?.descending === true ? ArrowDown : ArrowUp
  return (
    <th
      scope="col"
      aria-sort={direction}
      className={cx(
        'h-9 whitespace-nowrap px-3 text-xs font-semibold text-muted',
        column.align === 'end' ? 'text-end' : 'text-start',
        column.grow === true && 'w-full',
        column.from !== undefined && hidden[column.from],
      )}
    >
      {column.sortable === true && onSort !== undefined ? (
        <button
          type="button"
          className="inline-flex min-h-6 items-center gap-1 font-semibold"
          title={t('table.sortBy', { column: column.header })}
          onClick={() => onSort({ column: column.id, descending: isSorted ? !sort.descending : true })}
        >
          {column.header}
          {isSorted && <Arrow size={12} aria-hidden="true" />}
        </button>
      ) : (
        column.header
      )}
    </th>
  )
}

interface BodyRowProps<Row> extends DataTableProps<Row> {
  readonly row: Row
  readonly index: number
}

function BodyRow<Row>({ row, index, columns, rowKey, onOpen, selected, onSelect, isCurrent }: BodyRowProps<Row>) {
  const { t } = useTranslation()
  const key = rowKey(row)
  const isSelected = selected?.has(key) ?? false
  const open = (event: MouseEvent<HTMLTableRowElement>) => {
    const onControl = event.target instanceof Element && event.target.closest('a,button,input,label') !== null
    if (!onControl && window.getSelection()?.toString() === '') onOpen?.(row)
  }
  return (
    // The click is a larger target for the link in the first cell, which is what the keyboard uses.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events jsx-a11y/no-noninteractive-element-interactions
    <tr
      aria-rowindex={index + 2}
      data-row={key}
      onClick={onOpen === undefined ? undefined : open}
      className={cx(
        'border-b border-hairline last:border-b-0',
        onOpen !== undefined && 'cursor-pointer hover:bg-sunken',
        (isSelected || isCurrent?.(row) === true) && 'bg-accent-tint',
      )}
    >
      {onSelect !== undefined && (
        <td className="px-2">
          <input
            type="checkbox"
            aria-label={`${t('table.select')} ${key}`}
            className="block size-6 accent-accent sm:size-5"
            checked={isSelected}
            onChange={() => onSelect(toggled(selected ?? new Set(), key))}
          />
        </td>
      )}
      {columns.map((column) => (
        <td
          key={column.id}
          className={cx(
            'h-10 px-3 py-1.5',
            column.align === 'end' && 'text-end whitespace-nowrap tabular',
            column.grow === true && 'w-full max-w-0 min-w-48 truncate',
            column.from !== undefined && hidden[column.from],
          )}
        >
          {column.cell(row)}
        </td>
      ))}
    </tr>
  )
}

function toggled(keys: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(keys)
  if (!next.delete(key)) next.add(key)
  return next
}
