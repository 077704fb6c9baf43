import type { CaseDetail, Hit, ReviewItem } from '@gatehouse/kyc/wire'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../ui/EmptyState.tsx'
import { useKeys } from '../ui/use-key.ts'
import { domainQuery } from './cases-api.ts'
import { HitChanges } from './HitChanges.tsx'
import { HitComparison } from './HitComparison.tsx'
import { ItemCard } from './ItemCard.tsx'
import { ListedFacts } from './ListedFacts.tsx'
import { ProposalForm } from './ProposalForm.tsx'
import { ScoreParts } from './ScoreParts.tsx'
import { titleOf } from './words.ts'

const route = getRouteApi('/shell/cases/$caseId/$tab')

/** Open hits first, then the best. */
const byUrgency = (a: Hit, b: Hit): number =>
  Number(a.verdict !== null) - Number(b.verdict !== null) || b.score - a.score

/** Hits left, the comparison in the middle, the score right, the decision below. */
export function ScreeningTab({ kycCase }: { readonly kycCase: CaseDetail }) {
  const { t } = useTranslation('cases')
  const { hit: wanted } = route.useSearch()
  const navigate = route.useNavigate()
  const { data: domain } = useQuery(domainQuery)
  const hits = useMemo(() => [...kycCase.hitList].sort(byUrgency), [kycCase.hitList])
  const hit = hits.find(({ hitId }) => hitId === wanted) ?? hits[0]
  const [preset, setPreset] = useState<string>()
  const keys = useMemo(() => {
    const index = hits.findIndex(({ hitId }) => hitId === hit?.hitId)
    const show = (step: number) => () =>
      void navigate({ search: (old) => ({ ...old, hit: hits[index + step]?.hitId ?? old.hit }), replace: true })
    // The same letter twice is two choices, so each carries the moment it was pressed.
    const choose = (outcome: string) => () => setPreset(`${outcome}#${performance.now()}`)
    return {
      j: show(1),
      k: show(-1),
      f: choose('FALSE_POSITIVE'),
      t: choose('TRUE_MATCH'),
      u: choose('INCONCLUSIVE'),
    }
  }, [hits, hit, navigate])
  useKeys(keys)
  if (hit === undefined) return <NoHits kycCase={kycCase} />
  const screening = domain?.defaultOnboardingPolicy.screening
  const item = kycCase.items.find(({ hitIds, state }) => hitIds.includes(hit.hitId) && state !== 'CANCELLED')
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-[220px_minmax(0,1fr)] xl:grid-cols-[220px_minmax(0,1fr)_280px]">
      <HitList
        hits={hits}
        current={hit.hitId}
        onSelect={(hitId) =>
          void navigate({ search: (old) => ({ ...old, hit: hitId }), replace: true, resetScroll: false })
        }
      />
      <section className="card min-w-0 p-4" aria-labelledby="hit-title">
        <h2 id="hit-title" className="text-lg font-semibold" dir="auto" lang="und">
          {hit.entryName}
        </h2>
        <p className="mb-3 text-muted">
          {t(`source.${hit.source}`)} · {hit.listName} · <code>{hit.entryId}</code> ·{' '}
          <span className="break-anywhere">{t('hits.snapshot', { snapshot: hit.snapshotId })}</span>
        </p>
        <HitComparison hit={hit} />
        <ListedFacts hit={hit} />
      </section>
      <section className="card p-4 lg:col-start-2 xl:col-start-auto" aria-label={t('hits.score')}>
        <ScoreParts hit={hit} thresholds={screening} />
        <HitChanges key={hit.hitId} caseId={kycCase.caseId} hitId={hit.hitId} />
      </section>
      <div className="min-w-0 lg:col-span-2 xl:col-span-3">
        <HitDecision kycCase={kycCase} item={item} preset={preset} />
      </div>
    </div>
  )
}

interface HitListProps {
  readonly hits: readonly Hit[]
  readonly current: string
  readonly onSelect: (hitId: string) => void
}

function HitList({ hits, current, onSelect }: HitListProps) {
  const { t } = useTranslation('cases')
  return (
    <nav aria-label={t('hits.list')}>
      <ul className="flex gap-2 overflow-x-auto lg:block lg:space-y-2">
        {hits.map((hit) => (
          <li key={hit.hitId} className="shrink-0">
            <button
              type="button"
              aria-current={hit.hitId === current}
              onClick={() => onSelect(hit.hitId)}
              className="card w-52 p-2 text-start aria-[current=true]:border-accent aria-[current=true]:bg-accent-tint"
            >
              <span className="flex justify-between gap-2">
                <span className="truncate font-semibold" dir="auto" lang="und">
                  {hit.entryName}
                </span>
                <span className="tabular">{hit.score}</span>
              </span>
              <span className="block truncate text-xs text-muted">
                {hit.listId} · {hit.verdict === null ? t('hits.open') : t(`hits.verdict.${hit.verdict}`)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  )
}

interface HitDecisionProps {
  readonly kycCase: CaseDetail
  readonly item: ReviewItem | undefined
  readonly preset: string | undefined
}

function HitDecision({ kycCase, item, preset }: HitDecisionProps) {
  const { t } = useTranslation('cases')
  if (item === undefined) return <p className="card p-4 text-muted">{t('hits.noItem')}</p>
  if (!item.mayPropose) return <ItemCard kycCase={kycCase} item={item} />
  return (
    <section className="card p-4" aria-labelledby="hit-decide">
      <h2 id="hit-decide" className="text-lg font-semibold">
        {titleOf(item, t)}
      </h2>
      <p className="mb-3 text-muted">
        {t('hits.covers', { count: item.hitIds.length })} <kbd>f</kbd> <kbd>t</kbd> <kbd>u</kbd>
      </p>
      <ProposalForm key={item.itemId} kycCase={kycCase} item={item} preset={preset} />
    </section>
  )
}

function NoHits({ kycCase }: { readonly kycCase: CaseDetail }) {
  const { t } = useTranslation('cases')
  const lists = [
    ...new Set(
      kycCase.checks.flatMap(({ versions }) =>
        Object.entries(versions)
          .filter(([name]) => name.startsWith('list:'))
          .map(([name, version]) => `${name.slice('list:'.length)} ${version}`),
      ),
    ),
  ]
  return (
    <EmptyState
      title={t('hits.none')}
      hint={lists.length === 0 ? t('hits.notScreened') : t('hits.noneHint', { lists: lists.join(', ') })}
    />
  )
}
