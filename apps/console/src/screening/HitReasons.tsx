import type { NameExplanation } from '@gatehouse/kyc/wire'
import { useTranslation } from 'react-i18next'
import { NameAlignment } from './NameAlignment.tsx'

/** A hit in sentences: the whole of it, piece by piece, feature by feature, and where the listed text stands. */
export function HitReasons({ explanation }: { readonly explanation: NameExplanation }) {
  const { t } = useTranslation('screening')
  const { source, listedText } = explanation
  return (
    <>
      <p className="my-3">{explanation.summary}</p>
      <NameAlignment pieces={explanation.alignment} words={explanation.words} />
      <h3 className="mt-4 mb-1 font-semibold">{t('try.reasons')}</h3>
      <ul className="list-disc ps-5">
        {explanation.details.map((sentence) => (
          <li key={sentence} className="break-anywhere">
            {sentence}
          </li>
        ))}
      </ul>
      <h3 className="mt-4 mb-1 font-semibold">{t('try.source')}</h3>
      <dl className="grid grid-cols-[minmax(0,8rem)_minmax(0,1fr)] gap-x-3">
        <Line label={t('try.sourceList')} value={source.listId} />
        <Line label={t('try.sourceVersion')} value={source.listVersion ?? t('try.nothing')} />
        {listedText !== null && (
          <Line
            label={t('try.sourceLine')}
            value={source.file === undefined ? String(source.line) : `${source.file}:${source.line}`}
          />
        )}
        <Line label={t('try.sourceName')} value={source.text} />
      </dl>
      {listedText === null ? (
        <p className="mt-2 text-muted">{t('try.noListedText')}</p>
      ) : (
        <details className="mt-2">
          <summary className="py-1 font-semibold">{t('try.listedText')}</summary>
          {/* Longer than its place it scrolls, so it must be reachable by keyboard. */}
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <pre className="max-h-80 overflow-auto text-xs" tabIndex={0} dir="auto" lang="und">
            {listedText}
          </pre>
        </details>
      )}
    </>
  )
}

function Line({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="break-anywhere" dir="auto" lang="und">
        {value}
      </dd>
    </>
  )
}
