import type { Hit } from '@gatehouse/kyc/wire'
import { useTranslation } from 'react-i18next'
import { Agreement } from './Agreement.tsx'
import { comparisonWord, countryName } from './code-words.ts'
import { featureWord } from './words.ts'

export type ComparedHit = Omit<Hit, 'checkId' | 'verdict'>

/** Applicant and list entry side by side, feature by feature. */
export function HitComparison({ hit }: { readonly hit: ComparedHit }) {
  const { t, i18n } = useTranslation('cases')
  const { t: code } = useTranslation('codes')
  const shown = (feature: string, value: string | null) =>
    value === null ? <span className="text-muted">–</span> : readable(feature, value, i18n.language)
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
              <td className="p-2 break-words" dir="auto">
                {shown(feature.feature, feature.queryValue)}
              </td>
              <td className="p-2 break-words" dir="auto" lang="und">
                {shown(feature.feature, feature.listValue)}
              </td>
              <td className="p-2">
                {feature.comparison === 'not-compared' ? null : <Agreement kind={feature.agreement} />}
                <span className="block text-xs text-muted" title={feature.comparison}>
                  {comparisonWord(feature.comparison, code)}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Countries by name, their code behind it; everything else as it was compared. */
function readable(feature: string, value: string, language: string): string {
  if (feature !== 'nationality' && feature !== 'country') return value
  const name = countryName(value, language)
  return name === undefined ? value : `${name} (${value.toUpperCase()})`
}
