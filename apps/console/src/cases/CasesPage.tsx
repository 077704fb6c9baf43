import { CASE_STATES } from '@gatehouse/kyc/codes'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { type FormEvent, useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay, useUser } from '../session/use-session.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyList } from '../ui/EmptyList.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { SelectField, TextField } from '../ui/Field.tsx'
import { LoadMore } from '../ui/LoadMore.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { TabNav, tabLinkClass } from '../ui/TabNav.tsx'
import { showToast } from '../ui/toast-store.ts'
import { useKeys } from '../ui/use-key.ts'
import { takeableStates } from './case-status.ts'
import { CaseTable } from './CaseTable.tsx'
import { casesQuery, takeNext } from './cases-api.ts'
import { caseViews, type QueueSearch } from './case-search.ts'

const route = getRouteApi('/shell/cases')
const risks = ['LOW', 'MEDIUM', 'HIGH', 'PROHIBITED'] as const

/** Take the right next case. */
export function CasesPage() {
  const { t } = useTranslation('cases')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const isAnalyst = useMay('case.work')
  const isConfirmer = useMay('case.confirm')
  const view = search.view ?? (isConfirmer ? 'approvals' : isAnalyst ? 'unassigned' : 'team')
  const list = useInfiniteQuery({ ...casesQuery({ ...search, view }), placeholderData: (old) => old })
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const counts = list.data?.pages[0]?.counts ?? {}
  const change = (next: QueueSearch) => void navigate({ search: next, replace: true })
  const isFiltered = search.state !== undefined || search.risk !== undefined || search.q !== undefined
  return (
    <>
      <PageHeader title={t('title')} lead={t('order')} actions={isAnalyst ? <TakeNext /> : undefined} />
      <TabNav label={t('views')}>
        {caseViews.map((name) => (
          <Link
            key={name}
            to="/cases"
            search={{ ...search, view: name }}
            className={tabLinkClass}
            aria-current={name === view ? 'page' : undefined}
          >
            {t(`view.${name}`)} <span className="tabular text-muted">{counts[name] ?? ''}</span>
          </Link>
        ))}
      </TabNav>
      <section className="card mt-4">
        <Filters search={search} onChange={change} />
        {list.isError && <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />}
        {list.isPending && <Skeleton rows={8} />}
        {list.isSuccess && rows.length === 0 && (
          <EmptyList
            isFiltered={isFiltered}
            onClear={() => change({ view: search.view })}
            none={t(`empty.${view}`)}
            noneHint={t('empty.hint')}
          />
        )}
        {rows.length > 0 && (
          <CaseTable rows={rows} caption={t(`view.${view}`)} tab={view === 'approvals' ? 'decision' : 'overview'} />
        )}
        <LoadMore list={list} />
      </section>
    </>
  )
}

/** The most urgent case that this person may work on. */
function TakeNext() {
  const { t } = useTranslation('cases')
  const { roles } = useUser()
  const navigate = route.useNavigate()
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const take = useCallback(async () => {
    setBusy(true)
    try {
      const row = await takeNext(takeableStates(roles))
      await client.invalidateQueries({ queryKey: ['cases'] })
      if (row === undefined) return showToast('failed', t('nothingToTake'))
      showToast('done', t('takenNext', { number: row.caseNumber }))
      await navigate({ to: '/cases/$caseId/$tab', params: { caseId: row.caseId, tab: 'overview' } })
    } catch (error) {
      showToast('failed', error instanceof Error ? error.message : String(error))
    } finally {
      setBusy(false)
    }
  }, [client, navigate, roles, t])
  useKeys(useMemo(() => ({ n: () => void take() }), [take]))
  return (
    <Button variant="primary" isDisabled={busy} onPress={() => void take()}>
      {t('takeNext')} <kbd className="font-normal">n</kbd>
    </Button>
  )
}

interface FiltersProps {
  readonly search: QueueSearch
  readonly onChange: (next: QueueSearch) => void
}

function Filters({ search, onChange }: FiltersProps) {
  const { t } = useTranslation('cases')
  const { t: common } = useTranslation()
  const [text, setText] = useState(search.q ?? '')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onChange({ ...search, q: text.trim() === '' ? undefined : text.trim() })
  }
  const any = { value: '', label: t('any') }
  return (
    <form role="search" onSubmit={submit} className="flex flex-wrap items-end gap-3 border-b border-hairline p-3">
      <div className="min-w-56 flex-1">
        <TextField label={t('search')} type="search" value={text} onChange={setText} />
      </div>
      <SelectField
        label={t('filterState')}
        value={search.state ?? ''}
        onChange={(value) => onChange({ ...search, state: CASE_STATES.find((state) => state === value) })}
        options={[any, ...CASE_STATES.map((state) => ({ value: state, label: t(`state.${state}`) }))]}
      />
      <SelectField
        label={t('filterRisk')}
        value={search.risk ?? ''}
        onChange={(value) => onChange({ ...search, risk: risks.find((risk) => risk === value) })}
        options={[any, ...risks.map((risk) => ({ value: risk, label: common(`risk.${risk}`) }))]}
      />
      <Button type="submit">{t('apply')}</Button>
    </form>
  )
}
