import type { WhatIf } from '@gatehouse/kyc/wire'
import { useTranslation } from 'react-i18next'
import { largestChanges } from './score.ts'
import { featureWord } from './words.ts'

interface ScoreChangesProps {
  readonly changes: readonly WhatIf[]
  /** What the matcher answers for the pair as it is. */
  readonly score: number
}

/** What would change a score: each attribute not known, or the entry's own, scored anew by the matcher. */
export function ScoreChanges({ changes, score }: ScoreChangesProps) {
  const { t } = useTranslation('cases')
  const shown = largestChanges(changes, score)
  if (shown.length === 0) return null
  return (
    <table className="mt-3 w-full border-collapse">
      <caption className="py-1 text-start font-semibold">{t('hits.change')}</caption>
      <thead>
        <tr className="border-b border-hairline text-xs text-muted">
          <th scope="col" className="py-1 text-start font-normal">
            {t('hits.feature')}
          </th>
          <th scope="col" className="py-1 text-end font-normal">
            {t('hits.ifAbsent')}
          </th>
          <th scope="col" className="py-1 text-end font-normal">
            {t('hits.ifAgrees')}
          </th>
        </tr>
      </thead>
      <tbody>
        {shown.map(({ feature, absent, agrees }) => (
          <tr key={feature}>
            <th scope="row" className="py-0.5 text-start font-normal">
              {featureWord(feature, t)}
            </th>
            <ChangedScore changed={absent} />
            <ChangedScore changed={agrees} />
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function ChangedScore({ changed }: { readonly changed: WhatIf | undefined }) {
  const { t } = useTranslation('cases')
  return (
    <td className="py-0.5 text-end tabular">
      {changed === undefined ? <span className="text-muted">–</span> : changed.score}
      {changed?.alert === true && <span className="block text-xs text-muted">{t('hits.alert')}</span>}
    </td>
  )
}
