import { useTranslation } from 'react-i18next'
import { cx } from '../ui/class-names.ts'

export type AgreementKind = 'agrees' | 'close' | 'differs' | 'unknown'

/** On a hit, agreement speaks against the applicant; between application and document it speaks for them. */
export type AgreementSense = 'hit' | 'evidence'

const looks: Readonly<Record<AgreementKind, { readonly glyph: string; readonly className: string }>> = {
  agrees: { glyph: '=', className: 'text-bad' },
  close: { glyph: '≈', className: 'text-warn' },
  differs: { glyph: '≠', className: 'text-ok' },
  unknown: { glyph: '?', className: 'text-muted' },
}

const evidenceTone: Readonly<Record<AgreementKind, string>> = {
  agrees: 'text-ok',
  close: 'text-warn',
  differs: 'text-bad',
  unknown: 'text-muted',
}

/** How two values compare, in glyph and word. */
export function Agreement({ kind, sense = 'hit' }: { readonly kind: AgreementKind; readonly sense?: AgreementSense }) {
  const { t } = useTranslation('cases')
  const look = looks[kind]
  const tone = sense === 'hit' ? look.className : evidenceTone[kind]
  return (
    <span className={cx('inline-flex items-center gap-1 whitespace-nowrap font-semibold', tone)}>
      <span aria-hidden="true" className="font-mono">
        {look.glyph}
      </span>
      {t(`agreement.${kind}`)}
    </span>
  )
}
