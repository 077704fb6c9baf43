import type { CaseDetail } from '@gatehouse/kyc/wire'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Time } from '../ui/Time.tsx'
import { findingCodeWord, resultsWord } from './code-words.ts'
import { checkWord, problemWord } from './words.ts'

/** What the machine found, with every version it used. */
export function ChecksTab({ kycCase }: { readonly kycCase: CaseDetail }) {
  const { t } = useTranslation('cases')
  const { t: problem } = useTranslation('problems')
  const { t: code } = useTranslation('codes')
  if (kycCase.checks.length === 0) return <EmptyState title={t('checks.none')} />
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      {kycCase.checks.map((check) => (
        <section key={check.checkId} className="card p-4" aria-label={checkWord(check.kind, t)}>
          <div className="flex flex-wrap items-baseline justify-between gap-2">
            <h2 className="font-semibold">{checkWord(check.kind, t)}</h2>
            <span className="flex flex-wrap items-baseline gap-x-2">
              <b>{resultsWord(check.result, code)}</b>
              <code className="text-xs text-muted">{check.result}</code>
            </span>
          </div>
          <p className="text-muted">
            <code>{check.kind}</code> · {t('checks.data')} {check.dataRevision} · <Time at={check.at} />
          </p>
          {check.errors.length > 0 && (
            <ul className="mt-2 list-disc ps-5">
              {check.errors.map((found) => (
                <li key={found}>
                  {findingCodeWord(found, code) ?? problemWord(found, problem)}{' '}
                  <code className="text-xs text-muted">{found}</code>
                </li>
              ))}
            </ul>
          )}
          <details className="mt-2">
            <summary className="text-muted">{t('checks.versions')}</summary>
            <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3">
              {Object.entries(check.versions).map(([name, version]) => (
                <div key={name} className="contents">
                  <dt className="text-muted">{name}</dt>
                  <dd className="break-anywhere">
                    <code>{version}</code>
                  </dd>
                </div>
              ))}
            </dl>
          </details>
        </section>
      ))}
    </div>
  )
}
