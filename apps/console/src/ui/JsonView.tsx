import { useVirtualizer } from '@tanstack/react-virtual'
import { Download } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatJson, type Json } from '../api/json.ts'
import { Button } from './Button.tsx'
import { CopyButton } from './CopyButton.tsx'
import { formatBytes } from './duration.ts'
import { JsonTreeRow } from './JsonTreeRow.tsx'
import { type JsonRow, jsonRows } from './json-rows.ts'

interface JsonViewProps {
  /** Anything that came from JSON. */
  readonly value: unknown
  /** Name of the view for screen readers and of the downloaded file. */
  readonly label: string
  /** Root of copied paths, as in `validate.output`; without it no paths are offered. */
  readonly root?: string
  readonly maxHeight?: number
}

const truncateAbove = 256 * 1024
const downloadAbove = 5 * 1024 * 1024
const openRows = 60

/** JSON as tree or text, with search, copied paths and exact numbers. */
export function JsonView({ value: given, label, root, maxHeight = 480 }: JsonViewProps) {
  const { t } = useTranslation()
  // What callers hold was parsed from JSON; their types only name the parts that they read.
  const value = given as Json
  const text = useMemo(() => formatJson(value), [value])
  const [mode, setMode] = useState<'tree' | 'text'>('tree')
  const [search, setSearch] = useState('')
  const [whole, setWhole] = useState(false)
  const [openDepth, setOpenDepth] = useState(() => (text.length < 8_000 ? 6 : 2))
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set())
  const rows = useMemo(() => jsonRows(value, { toggled, openDepth, search }), [value, toggled, openDepth, search])
  const download = () => saveFile(`${label}.json`, text)

  if (text.length > downloadAbove) {
    return (
      <p className="flex flex-wrap items-center gap-2 p-3">
        {t('json.tooLarge', { size: formatBytes(text.length) })}
        <Button onPress={download}>
          <Download size={14} aria-hidden="true" /> {t('action.download')}
        </Button>
      </p>
    )
  }
  const isCut = text.length > truncateAbove && !whole
  const unfold = (depth: number) => {
    setOpenDepth(depth)
    setToggled(new Set())
  }
  return (
    <section aria-label={label}>
      <div className="no-print mb-1 flex flex-wrap items-center gap-1">
        <Button
          variant={mode === 'tree' ? 'secondary' : 'quiet'}
          aria-pressed={mode === 'tree'}
          onPress={() => setMode('tree')}
        >
          {t('json.tree')}
        </Button>
        <Button
          variant={mode === 'text' ? 'secondary' : 'quiet'}
          aria-pressed={mode === 'text'}
          onPress={() => setMode('text')}
        >
          {t('json.text')}
        </Button>
        {mode === 'tree' && rows.length > 1 && (
          <>
            <input
              type="search"
              className="input w-36"
              aria-label={t('json.search')}
              placeholder={t('json.search')}
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
            <Button variant="quiet" onPress={() => unfold(99)}>
              {t('json.expandAll')}
            </Button>
            <Button variant="quiet" onPress={() => unfold(1)}>
              {t('json.collapseAll')}
            </Button>
          </>
        )}
        <span className="ms-auto flex items-center text-xs text-muted">
          {formatBytes(text.length)}
          <CopyButton text={text} />
          <Button variant="quiet" iconOnly aria-label={t('action.download')} onPress={download}>
            <Download size={14} aria-hidden="true" />
          </Button>
        </span>
      </div>
      {isCut && (
        <p className="mb-1 flex flex-wrap items-center gap-2 text-muted">
          {t('json.truncated', { shown: formatBytes(truncateAbove), size: formatBytes(text.length) })}
          <Button onPress={() => setWhole(true)}>{t('action.showAll')}</Button>
        </p>
      )}
      {mode === 'text' ? (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <pre
          tabIndex={0}
          className="overflow-auto rounded-sm border border-hairline bg-sunken p-2 text-xs"
          style={{ maxHeight }}
        >
          {isCut ? text.slice(0, truncateAbove) : text}
        </pre>
      ) : (
        <Tree
          rows={rows}
          root={root}
          label={label}
          maxHeight={maxHeight}
          onToggle={(row) => setToggled(toggle(toggled, row.id))}
        />
      )}
    </section>
  )
}

interface TreeProps {
  readonly rows: readonly JsonRow[]
  readonly root: string | undefined
  readonly label: string
  readonly maxHeight: number
  readonly onToggle: (row: JsonRow) => void
}

function Tree({ rows, root, label, maxHeight, onToggle }: TreeProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const isVirtual = rows.length > openRows
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 24,
    overscan: 20,
    enabled: isVirtual,
  })
  const items = virtual.getVirtualItems()
  const first = items[0]
  const shown = isVirtual ? items.flatMap((item) => rows[item.index] ?? []) : rows
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div
      ref={scroller}
      tabIndex={0}
      role="group"
      aria-label={label}
      className="overflow-auto rounded-sm border border-hairline bg-sunken py-1 font-mono text-xs"
      style={{ maxHeight }}
    >
      <div style={isVirtual ? { height: virtual.getTotalSize() } : undefined}>
        <div style={isVirtual ? { transform: `translateY(${first?.start ?? 0}px)` } : undefined}>
          {shown.map((row) => (
            <JsonTreeRow key={row.id} row={row} root={root} onToggle={onToggle} />
          ))}
        </div>
      </div>
    </div>
  )
}

function toggle(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ids)
  if (!next.delete(id)) next.add(id)
  return next
}

function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
