import { useTranslation } from 'react-i18next'
import { cx } from '../ui/class-names.ts'

export type AgreementKind = 'agrees' | 'close' | 'differs' | 'unknown'

const looks: Readonly<Record<AgreementKind, { readonly glyph: string; readonly className: string }>> = {
  agrees: { glyph: '=', className: 'text-bad' },
  close: { glyph: '≈', className: 'text-warn' },
  differs: { glyph: '≠', className: 'text-ok' },
  unknown: { glyph: '?', className: 'text-muted' },
}

/** How two values compare, in glyph and word. On a hit, agreement is what speaks against the applicant. */
export function Agreement({ kind }: { readonly kind: AgreementKind }) {
  const { t } = useTranslation('cases')
  const look = looks[kind]
  return (
    <span className={cx('inline-flex items-center gap-1 whitespace-nowrap font-semibold', look.className)}>
      <span aria-hidden="true" className="font-mono">
        {look.glyph}
      </span>
      {t(`agreement.${kind}`)}
    </span>
  )
}
