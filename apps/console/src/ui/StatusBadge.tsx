import { useTranslation } from 'react-i18next'
import { cx } from './class-names.ts'
import { isStatusKey, statusLook } from './status-vocabulary.ts'
import { toneBadge } from './tone.ts'

interface StatusBadgeProps {
  readonly status: string
  /** Shows the word of the API, in mono, as detail pages do. */
  readonly raw?: boolean
}

export function StatusBadge({ status, raw = false }: StatusBadgeProps) {
  const { t } = useTranslation()
  const look = statusLook(status)
  const word = isStatusKey(status) ? t(`status.${status}`) : status
  return (
    <span
      className={cx(
        'badge inline-flex items-center gap-1 whitespace-nowrap rounded-sm px-1.5 py-0.5 text-xs font-semibold',
        toneBadge[look.tone],
      )}
    >
      {look.glyph !== '' && <span aria-hidden="true">{look.glyph}</span>}
      {raw ? <span className="font-mono">{status}</span> : word}
    </span>
  )
}
