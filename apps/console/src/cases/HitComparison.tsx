import type { Hit } from '@gatehouse/kyc/wire'
import { useTranslation } from 'react-i18next'
import { Agreement } from './Agreement.tsx'
import { featureWord } from './words.ts'

export type ComparedHit = Omit<Hit, 'checkId' | 'verdict'>

/** Applicant and list entry side by side, feature by feature. */
export function HitComparison({ hit }: { readonly hit: ComparedHit }) {
  const { t } = useTranslation('cases')
  return (
    // A table wider than its place scrolls inside this box, so the box must be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div
      className="overflow-x-auto"
      tabIndex={0}
      role="region"
      aria-label={`${t('hits.applicant')} | ${t('hits.entry')}: ${hit.entryName}`}
    >
      <table className="w-full border-collapse">
        <caption className="sr-only">
          {t('hits.applicant')} | {t('hits.entry')}: {hit.entryName}
        </caption>
        <thead>
          <tr className="border-b border-line text-xs text-muted">
            <th scope="col" className="p-2 text-start">
              {t('hits.feature')}
            </th>
            <th scope="col" className="p-2 text-start">
              {t('hits.applicant')}
            </th>
            <th scope="col" className="p-2 text-start">
              {t('hits.entry')}
            </th>
            <th scope="col" className="p-2 text-start">
              {t('hits.agreement')}
            </th>
          </tr>
        </thead>
        <tbody>
          {hit.features.map((feature) => (
            <tr key={`${feature.feature}-${feature.comparison}`} className="border-b border-hairline align-top">
              <th scope="row" className="p-2 text-start font-normal text-muted">
                {featureWord(feature.feature, t)}
              </th>
              <td className="p-2 break-anywhere" dir="auto">
                {feature.queryValue ?? <span className="text-muted">–</span>}
              </td>
              <td className="p-2 break-anywhere" dir="auto" lang="und">
                {feature.listValue ?? <span className="text-muted">–</span>}
              </td>
              <td className="p-2">
                <Agreement kind={feature.agreement} />
                <span className="block text-xs text-muted">{t('hits.how', { comparison: feature.comparison })}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
