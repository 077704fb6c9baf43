import { useTranslation } from 'react-i18next'
import type { ComparedHit } from './HitComparison.tsx'

const isWeb = (text: string): boolean => /^https?:\/\/\S+$/.test(text)

/** Everything that the list says about its entry, in its own words. */
export function ListedFacts({ hit }: { readonly hit: ComparedHit }) {
  const { t } = useTranslation('cases')
  return (
    <details className="mt-3">
      <summary className="py-1 font-semibold">
        {t('hits.details')} ({hit.entry.length})
      </summary>
      <dl className="grid grid-cols-[minmax(0,8rem)_minmax(0,1fr)] gap-x-3">
        {hit.entry.map(({ label, value }) => (
          <div key={`${label}-${value}`} className="contents">
            <dt className="text-muted">{label}</dt>
            <dd className="break-anywhere" dir="auto" lang="und">
              {isWeb(value) ? (
                <a href={value} target="_blank" rel="noopener noreferrer">
                  {value}
                </a>
              ) : (
                value
              )}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
