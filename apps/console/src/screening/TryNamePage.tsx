import type { TryNameResult } from '@gatehouse/kyc/wire'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { HitComparison } from '../cases/HitComparison.tsx'
import { ListedFacts } from '../cases/ListedFacts.tsx'
import { ScoreParts } from '../cases/ScoreParts.tsx'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { TextField } from '../ui/Field.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { HitReasons } from './HitReasons.tsx'
import { explainNameQuery, type TriedName, tryNameQuery } from './screening-api.ts'

const route = getRouteApi('/shell/screening/try')
/** Listed people of the open lists that ship with the demo, and one ordinary name. */
const examples = [
  { name: 'Dawood Ibrahim', dob: '1955-12-26', country: 'IN' },
  { name: 'Ramsan Kadyrow', dob: '1976-10-05', country: 'RU' },
  { name: 'Anna Beispiel', dob: '1990-05-14', country: 'DE' },
] as const

const isDate = (text: string | undefined): boolean =>
  text === undefined || /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/.test(text)
const isCountry = (text: string | undefined): boolean => text === undefined || /^[A-Za-z]{2}$/.test(text)

/** One line in, hits with their full explanation out. */
export function TryNamePage() {
  const { t } = useTranslation('screening')
  const search = route.useSearch()
  const input = {
    name: search.name ?? '',
    ...(search.dob === undefined ? {} : { dateOfBirth: search.dob }),
    ...(search.country === undefined ? {} : { country: search.country }),
    ...(search.document === undefined ? {} : { document: search.document }),
  }
  const result = useQuery(tryNameQuery(input))
  return (
    <>
      <PageHeader title={t('try.title')} lead={t('try.lead')} />
      <TryForm key={JSON.stringify(input)} />
      <p className="my-3 flex flex-wrap gap-x-4">
        <span className="text-muted">{t('try.examples')}</span>
        {examples.map((example) => (
          <Link key={example.name} to="/screening/try" search={example}>
            {example.name}
          </Link>
        ))}
      </p>
      {/* What changed on the page, for those who cannot see it change. */}
      <p role="status" className="sr-only">
        {result.data !== undefined && t('try.hits', { count: result.data.hits.length })}
      </p>
      {result.isError && <ErrorPanel error={result.error} onRetry={() => void result.refetch()} />}
      {input.name !== '' && result.isPending && <Skeleton rows={6} />}
      {result.data !== undefined && <Result result={result.data} input={input} />}
    </>
  )
}

function TryForm() {
  const { t } = useTranslation('screening')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const [name, setName] = useState(search.name ?? '')
  const [dob, setDob] = useState(search.dob ?? '')
  const [country, setCountry] = useState(search.country ?? '')
  const [document, setDocument] = useState(search.document ?? '')
  const [tried, setTried] = useState(false)
  const given = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim())
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (given(name) === undefined || !isDate(given(dob)) || !isCountry(given(country))) return
    void navigate({
      search: { name: given(name), dob: given(dob), country: given(country)?.toUpperCase(), document: given(document) },
    })
  }
  return (
    <form
      className="card grid items-start gap-3 p-4 sm:grid-cols-2 lg:grid-cols-[2fr_1fr_1fr_1fr_auto]"
      onSubmit={submit}
    >
      <TextField
        label={t('try.name')}
        value={name}
        onChange={setName}
        error={tried && given(name) === undefined ? t('try.nameMissing') : undefined}
      />
      <TextField
        label={t('try.birth')}
        value={dob}
        onChange={setDob}
        placeholder="1990-05-14"
        error={tried && !isDate(given(dob)) ? t('try.birthHint') : undefined}
      />
      <TextField
        label={t('try.country')}
        value={country}
        onChange={setCountry}
        placeholder="DE"
        error={tried && !isCountry(given(country)) ? t('try.countryHint') : undefined}
      />
      <TextField label={t('try.document')} value={document} onChange={setDocument} mono />
      <div className="lg:pt-6">
        <Button type="submit" variant="primary">
          {t('try.run')}
        </Button>
      </div>
    </form>
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
      <nav aria-label={t('try.hits', { count: result.hits.length })}>
        <h2 className="mb-2 font-semibold">{t('try.hits', { count: result.hits.length })}</h2>
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
  const changes = (explanation.data?.counterfactuals ?? []).map(({ without, score }) => ({ feature: without, score }))
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
        <ScoreParts hit={hit} thresholds={thresholds} changes={changes} />
      </section>
    </>
  )
}
