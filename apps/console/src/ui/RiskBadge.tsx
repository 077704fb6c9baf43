import { useTranslation } from 'react-i18next'
import { cx } from './class-names.ts'

export type RiskClass = 'LOW' | 'MEDIUM' | 'HIGH' | 'PROHIBITED'

const looks: Record<RiskClass, { readonly bars: string; readonly className: string }> = {
  LOW: { bars: '▂', className: 'bg-idle-tint text-idle' },
  MEDIUM: { bars: '▂▄', className: 'bg-warn-tint text-warn' },
  HIGH: { bars: '▂▄▆', className: 'bg-bad-tint text-bad' },
  PROHIBITED: { bars: '■', className: 'bg-bad text-surface' },
}

/** A risk class in bars, word and colour, in this order of importance. */
export function RiskBadge({ risk }: { readonly risk: RiskClass }) {
  const { t } = useTranslation()
  const { bars, className } = looks[risk]
  return (
    <span
      className={cx(
        'badge inline-flex items-center gap-1 whitespace-nowrap rounded-sm px-1.5 py-0.5 text-xs font-semibold',
        className,
      )}
    >
      <span aria-hidden="true">{bars}</span>
      {t(`risk.${risk}`)}
    </span>
  )
}
