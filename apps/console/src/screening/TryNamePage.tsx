import type { TryNameResult } from '@gatehouse/kyc/wire'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { toCurl } from '../api/curl.ts'
import { HitComparison } from '../cases/HitComparison.tsx'
import { ListedFacts } from '../cases/ListedFacts.tsx'
import { ScoreChanges } from '../cases/ScoreChanges.tsx'
import { ScoreParts } from '../cases/ScoreParts.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { HitReasons } from './HitReasons.tsx'
import { explainNameQuery, type TriedName, tryNameQuery } from './screening-api.ts'
import { type Lines, ThresholdLines } from './ThresholdLines.tsx'
import { TryNameForm } from './TryNameForm.tsx'
import { toScreenCall, triedOf } from './try-search.ts'

const route = getRouteApi('/shell/screening/try')
/** Listed people of the open lists that ship with the demo, one ordinary name, and a passport of the first. */
const examples = [
  { name: 'Dawood Ibrahim', dob: '1955-12-26', country: 'IN' },
  { name: 'Ramsan Kadyrow', dob: '1976-10-05', country: 'RU' },
  { name: 'Anna Beispiel', dob: '1990-05-14', country: 'DE' },
  { document: 'A-333602' },
] as const

/** One line in, hits with their full explanation out. */
export function TryNamePage() {
  const { t } = useTranslation('screening')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const tried = triedOf(search)
  const result = useQuery(tryNameQuery(tried))
  const setLines = useCallback(
    (lines: Lines | undefined) =>
      void navigate({
        search: (old) => ({ ...old, store: lines?.store, alert: lines?.alert }),
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  )
  const { name, dob, country, document } = search
  return (
    <>
      <PageHeader
        title={t('try.title')}
        lead={t('try.lead')}
        actions={tried === undefined ? undefined : <CopyCall tried={tried} />}
      />
      <TryNameForm key={JSON.stringify([name, dob, country, document])} />
      <p className="my-3 flex flex-wrap gap-x-4">
        <span className="text-muted">{t('try.examples')}</span>
        {examples.map((example) => (
          <Link key={JSON.stringify(example)} to="/screening/try" search={example}>
            {'name' in example ? example.name : t('try.documentOnly', example)}
          </Link>
        ))}
      </p>
      {/* What changed on the page, for those who cannot see it change. */}
      <p role="status" className="sr-only">
        {result.data !== undefined && t('try.hits', { count: result.data.total })}
      </p>
      {result.isError && <ErrorPanel error={result.error} onRetry={() => void result.refetch()} />}
      {tried !== undefined && result.isPending && <Skeleton rows={6} />}
      {result.data !== undefined && (
        <ThresholdLines lines={result.data.thresholds} inForce={result.data.inForce} onChange={setLines} />
      )}
      {tried !== undefined && result.data !== undefined && <Result result={result.data} input={tried} />}
    </>
  )
}

/** The same question from a shell. It asks the published lists; the bank's own entries stay in the house. */
function CopyCall({ tried }: { readonly tried: TriedName }) {
  const { t } = useTranslation('screening')
  const { path, body } = toScreenCall(tried)
  return (
    <span title={t('try.curlHint')}>
      <CopyButton label={t('try.curl')} text={toCurl(window.location.origin, path, body)} />
    </span>
  )
}

interface ResultProps {
  readonly result: TryNameResult
  readonly input: TriedName
}

function Result({ result, input }: ResultProps) {
  const { t } = useTranslation('screening')
  const search = route.useSearch()
  const hit = result.hits.find(({ hitId }) => hitId === search.hit) ?? result.hits[0]
  if (hit === undefined) {
    const lists = Object.keys(result.snapshots).join(', ')
    return <EmptyState title={t('try.none')} hint={t('try.noneHint', { score: result.thresholds.store, lists })} />
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-[240px_minmax(0,1fr)] xl:grid-cols-[240px_minmax(0,1fr)_300px]">
      <nav aria-label={t('try.hits', { count: result.total })}>
        <h2 className="mb-2 font-semibold">{t('try.hits', { count: result.total })}</h2>
        {result.total > result.hits.length && (
          <p className="mb-2 text-xs text-muted">{t('try.best', { count: result.hits.length })}</p>
        )}
        <ul className="flex gap-2 overflow-x-auto lg:block lg:space-y-2">
          {result.hits.map((found) => (
            <li key={found.hitId} className="shrink-0">
              <Link
                to="/screening/try"
                search={{ ...search, hit: found.hitId }}
                resetScroll={false}
                aria-current={found.hitId === hit.hitId ? 'page' : undefined}
                className="card block w-56 p-2 text-ink no-underline aria-[current=page]:border-accent aria-[current=page]:bg-accent-tint"
              >
                <span className="flex justify-between gap-2">
                  <span className="truncate font-semibold" dir="auto" lang="und">
                    {found.entryName}
                  </span>
                  <span className="tabular">{found.score}</span>
                </span>
                <span className="block truncate text-xs text-muted">
                  {found.listId} · {found.score >= result.thresholds.alert ? t('try.alert') : t('try.below')}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <TriedHit key={hit.hitId} hit={hit} input={input} thresholds={result.thresholds} />
    </div>
  )
}

interface TriedHitProps {
  readonly hit: TryNameResult['hits'][number]
  readonly input: TriedName
  readonly thresholds: TryNameResult['thresholds']
}

/** One hit with everything that made it. The score comes with the hit, the sentences a moment later. */
function TriedHit({ hit, input, thresholds }: TriedHitProps) {
  const { t, i18n } = useTranslation('cases')
  const explanation = useQuery(explainNameQuery(input, hit.hitId, i18n.language === 'de' ? 'de' : 'en'))
  return (
    <>
      <section className="card min-w-0 p-4" aria-labelledby="tried-hit">
        <h2 id="tried-hit" className="text-lg font-semibold" dir="auto" lang="und">
          {hit.entryName}
        </h2>
        <p className="mb-3 text-muted">
          {t(`source.${hit.source}`)} · {hit.listName} · <code>{hit.entryId}</code>
        </p>
        <HitComparison hit={hit} />
        {explanation.isError && <ErrorPanel error={explanation.error} onRetry={() => void explanation.refetch()} />}
        {explanation.isPending && <Skeleton rows={4} />}
        {explanation.data !== undefined && <HitReasons explanation={explanation.data} />}
        <ListedFacts hit={hit} />
      </section>
      <section className="card p-4 lg:col-start-2 xl:col-start-auto" aria-label={t('hits.score')}>
        <ScoreParts hit={hit} thresholds={thresholds} />
        {explanation.data !== undefined && (
          <ScoreChanges changes={explanation.data.counterfactuals} score={explanation.data.score} />
        )}
      </section>
    </>
  )
}
