import { ChevronDown, ChevronRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { formatJson, type Json } from '../api/json.ts'
import { cx } from './class-names.ts'
import { toExpression } from './json-path.ts'
import type { JsonRow } from './json-rows.ts'
import { formatExact } from './relative-time.ts'
import { showToast } from './toast-store.ts'

interface JsonTreeRowProps {
  readonly row: JsonRow
  readonly root: string | undefined
  readonly onToggle: (row: JsonRow) => void
}

export function JsonTreeRow({ row, root, onToggle }: JsonTreeRowProps) {
  const { t } = useTranslation()
  const Chevron = row.isOpen ? ChevronDown : ChevronRight
  const copy = async (text: string) => {
    await navigator.clipboard.writeText(text)
    showToast('done', `${t('action.copied')}: ${text.length > 60 ? `${text.slice(0, 60)}…` : text}`)
  }
  return (
    <div
      className={cx('group relative flex min-h-6 items-start gap-1 pe-1', row.isMatch && 'bg-warn-tint')}
      style={{ paddingInlineStart: 4 + row.depth * 14 }}
    >
      {row.isBranch ? (
        <button
          type="button"
          className="inline-flex size-6 shrink-0 items-center justify-center"
          aria-expanded={row.isOpen}
          aria-label={`${row.isOpen ? t('json.collapse') : t('json.expand')} ${row.key ?? ''}`}
          onClick={() => onToggle(row)}
        >
          <Chevron size={12} aria-hidden="true" />
        </button>
      ) : (
        <span className="w-6 shrink-0" />
      )}
      {row.key !== undefined && <span className="shrink-0 py-1 text-accent">{row.key}:</span>}
      <Value row={row} />
      <span className="no-print absolute end-1 top-0 flex bg-sunken opacity-0 focus-within:opacity-100 group-hover:opacity-100">
        {root !== undefined && (
          <button
            type="button"
            className="min-h-6 px-1 text-muted underline"
            onClick={() => void copy(toExpression(root, row.path))}
          >
            {t('json.copyPath')}
          </button>
        )}
        <button
          type="button"
          className="min-h-6 px-1 text-muted underline"
          onClick={() => void copy(typeof row.value === 'string' ? row.value : formatJson(row.value))}
        >
          {t('json.copyValue')}
        </button>
      </span>
    </div>
  )
}

function Value({ row }: { readonly row: JsonRow }) {
  const { t, i18n } = useTranslation()
  if (row.isBranch || Array.isArray(row.value) || (typeof row.value === 'object' && row.value !== null)) {
    const isList = Array.isArray(row.value)
    const count = isList ? t('json.items', { count: row.size }) : t('json.keys', { count: row.size })
    return <span className="py-1 text-muted">{row.size === 0 ? (isList ? '[]' : '{}') : count}</span>
  }
  return (
    <span
      className={cx('min-w-0 whitespace-pre-wrap py-1 break-anywhere', valueTone(row.value))}
      title={momentOf(row, i18n.language)}
      dir="auto"
    >
      {typeof row.value === 'string' ? `"${row.value}"` : String(row.value)}
    </span>
  )
}

function valueTone(value: Json): string {
  if (typeof value === 'string') return 'text-ok'
  if (typeof value === 'number' || typeof value === 'bigint') return 'text-hold'
  return 'text-warn'
}

// Numbers under a name that ends in time or at, in the range of our century, are moments.
function momentOf(row: JsonRow, locale: string): string | undefined {
  const { key, value } = row
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(value)) {
    const at = Date.parse(value)
    return Number.isFinite(at) ? formatExact(at, locale) : undefined
  }
  const isMoment =
    typeof value === 'number' && value > 9e11 && value < 4e12 && typeof key === 'string' && /(time|at)$/i.test(key)
  return isMoment ? formatExact(value, locale) : undefined
}
