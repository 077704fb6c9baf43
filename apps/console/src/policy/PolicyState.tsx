import type { PolicyVersion } from '@gatehouse/kyc/wire'
import { useTranslation } from 'react-i18next'
import type { Tone } from '../ui/status-vocabulary.ts'
import { toneBadge } from '../ui/tone.ts'

const looks: Readonly<Record<PolicyVersion['state'], { readonly glyph: string; readonly tone: Tone }>> = {
  DRAFT: { glyph: '○', tone: 'idle' },
  TESTED: { glyph: '◐', tone: 'run' },
  PROPOSED: { glyph: '⏸', tone: 'hold' },
  ACTIVE: { glyph: '✓', tone: 'ok' },
  RETIRED: { glyph: '■', tone: 'idle' },
}

export function PolicyState({ state }: { readonly state: PolicyVersion['state'] }) {
  const { t } = useTranslation('policy')
  const { glyph, tone } = looks[state]
  return (
    <span
      className={`badge inline-flex items-center gap-1 whitespace-nowrap rounded-sm px-1.5 py-0.5 text-xs font-semibold ${toneBadge[tone]}`}
    >
      <span aria-hidden="true">{glyph}</span>
      {t(`state.${state}`)}
    </span>
  )
}
