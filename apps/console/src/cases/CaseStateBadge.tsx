import { useTranslation } from 'react-i18next'
import { cx } from '../ui/class-names.ts'
import { toneBadge } from '../ui/tone.ts'
import { caseLook, type CaseState } from './case-status.ts'
import { stateWord } from './words.ts'

/** State of a case in word, shape and colour. */
export function CaseStateBadge({ state }: { readonly state: CaseState }) {
  const { t } = useTranslation('cases')
  const look = caseLook[state]
  return (
    <span
      className={cx(
        'badge inline-flex items-center gap-1 whitespace-nowrap rounded-sm px-1.5 py-0.5 text-xs font-semibold',
        toneBadge[look.tone],
      )}
    >
      <span aria-hidden="true">{look.glyph}</span>
      {stateWord(state, t)}
    </span>
  )
}
