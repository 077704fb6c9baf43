import type { GoodGuy } from '@gatehouse/kyc/wire'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button.tsx'
import { EmptyList } from '../ui/EmptyList.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { LoadMore } from '../ui/LoadMore.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { SelectField } from '../ui/Field.tsx'
import { GoodGuyPanel } from './GoodGuyPanel.tsx'
import { GoodGuyTable } from './GoodGuyTable.tsx'
import { goodGuysQuery } from './governance-api.ts'

const route = getRouteApi('/shell/good-guys')

/** Recorded decisions that a customer is not a list entry, and what each is bound to. */
export function GoodGuysPage() {
  const { t } = useTranslation('governance')
  const { state, case: caseId, pair } = route.useSearch()
  const navigate = route.useNavigate()
  const list = useInfiniteQuery(
    goodGuysQuery({ ...(state === undefined ? {} : { state }), ...(caseId === undefined ? {} : { caseId }) }),
  )
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const isFiltered = state !== undefined || caseId !== undefined
  const open = rows.find(({ goodGuyId }) => goodGuyId === pair)
  const show = (row: GoodGuy | undefined) =>
    void navigate({ search: (old) => ({ ...old, pair: row?.goodGuyId }), replace: true, resetScroll: false })
  return (
    <>
      <PageHeader title={t('pairs.title')} lead={t('pairs.lead')} />
      <section className="card">
        <div className="flex flex-wrap items-end gap-3 border-b border-hairline p-3">
          <SelectField
            label={t('pairs.filter')}
            value={state ?? ''}
            options={[
              { value: '', label: t('pairs.all') },
              { value: 'IN_FORCE', label: t('pairs.inForce') },
              { value: 'ENDED', label: t('pairs.ended') },
            ]}
            onChange={(value) =>
              void navigate({
                search: (old) => ({
                  ...old,
                  state: value === 'IN_FORCE' || value === 'ENDED' ? value : undefined,
                }),
                replace: true,
              })
            }
          />
          {caseId !== undefined && (
            <Button onPress={() => void navigate({ search: (old) => ({ ...old, case: undefined }), replace: true })}>
              {t('pairs.oneCase')} ×
            </Button>
          )}
        </div>
        {list.isError && <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />}
        {list.isPending && <Skeleton rows={6} />}
        {list.isSuccess && rows.length === 0 && (
          <EmptyList
            isFiltered={isFiltered}
            onClear={() => void navigate({ search: {}, replace: true })}
            none={t('pairs.none')}
            noneHint={t('pairs.noneHint')}
          />
        )}
        {rows.length > 0 && <GoodGuyTable rows={rows} current={pair} onOpen={show} />}
        <LoadMore list={list} />
      </section>
      {open !== undefined && <GoodGuyPanel key={open.goodGuyId} pair={open} onClose={() => show(undefined)} />}
    </>
  )
}
