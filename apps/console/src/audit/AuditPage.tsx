import type { z } from 'zod'
import type { AuditRowSchema } from '@gatehouse/kyc/wire'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { type FormEvent, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../session/use-session.ts'
import { Button, buttonClass } from '../ui/Button.tsx'
import { type Column, DataTable } from '../ui/DataTable.tsx'
import { eventWord } from '../cases/code-words.ts'
import { EmptyList } from '../ui/EmptyList.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { TextField } from '../ui/Field.tsx'
import { JsonView } from '../ui/JsonView.tsx'
import { LoadMore } from '../ui/LoadMore.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { Time } from '../ui/Time.tsx'
import { type AuditSearch, auditQuery } from './audit-api.ts'

type AuditRow = z.infer<typeof AuditRowSchema>
const route = getRouteApi('/shell/audit')

/** Who did what, newest first. */
export function AuditPage() {
  const { t } = useTranslation('audit')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const mayVerify = useMay('audit.verify')
  const list = useInfiniteQuery({ ...auditQuery(search), placeholderData: (old) => old })
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const isFiltered = Object.values(search).some((value) => value !== undefined)
  const columns = useColumns()
  return (
    <>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={
          mayVerify ? (
            <Link to="/audit/verify" className={buttonClass('primary')}>
              {t('verifyLink')}
            </Link>
          ) : undefined
        }
      />
      <section className="card">
        <Filters
          key={JSON.stringify(search)}
          search={search}
          onChange={(next) => void navigate({ search: next, replace: true })}
        />
        {list.isError && <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />}
        {list.isPending && <Skeleton rows={8} />}
        {list.isSuccess && rows.length === 0 && (
          <EmptyList
            isFiltered={isFiltered}
            onClear={() => void navigate({ search: {}, replace: true })}
            none={t('none')}
            noneHint={t('noneHint')}
          />
        )}
        {rows.length > 0 && (
          <DataTable caption={t('title')} columns={columns} rows={rows} rowKey={(row) => String(row.seq)} />
        )}
        <LoadMore list={list} />
      </section>
    </>
  )
}

interface FiltersProps {
  readonly search: AuditSearch
  readonly onChange: (next: AuditSearch) => void
}

function Filters({ search, onChange }: FiltersProps) {
  const { t } = useTranslation('audit')
  const [action, setAction] = useState(search.action ?? '')
  const [actor, setActor] = useState(search.actor ?? '')
  const [caseId, setCaseId] = useState(search.caseId ?? '')
  const given = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim())
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onChange({ action: given(action), actor: given(actor), caseId: given(caseId) })
  }
  return (
    <form role="search" onSubmit={submit} className="flex flex-wrap items-end gap-3 border-b border-hairline p-3">
      <TextField label={t('action')} value={action} onChange={setAction} mono />
      <TextField label={t('actor')} value={actor} onChange={setActor} mono />
      <TextField label={t('caseId')} value={caseId} onChange={setCaseId} mono />
      <Button type="submit">{t('filter')}</Button>
    </form>
  )
}

/** Values before and after, where the record has any. */
function Changed({ row }: { readonly row: AuditRow }) {
  const { t } = useTranslation('audit')
  const [open, setOpen] = useState(false)
  const { before, after } = row.detail
  if (isEmpty(before) && isEmpty(after)) return null
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="text-xs text-muted">{t('details')}</summary>
      {open && <JsonView value={{ before, after }} label={row.action} />}
    </details>
  )
}

function isEmpty(values: unknown): boolean {
  return typeof values !== 'object' || values === null || Object.keys(values).length === 0
}

function useColumns(): readonly Column<AuditRow>[] {
  const { t } = useTranslation('audit')
  const { t: code } = useTranslation('codes')
  return useMemo(
    () => [
      { id: 'seq', header: t('column.seq'), align: 'end', cell: (row) => row.seq },
      { id: 'at', header: t('column.at'), cell: (row) => <Time at={row.at} /> },
      {
        id: 'actor',
        header: t('column.actor'),
        cell: (row) => (
          <Link to="/audit" search={{ actor: row.actor.id }} title={row.actor.id} className="whitespace-nowrap">
            {row.actor.name}
          </Link>
        ),
      },
      {
        id: 'action',
        header: t('column.action'),
        cell: (row) => {
          const word = eventWord(row.action, code)
          return (
            <span className="whitespace-nowrap">
              {word !== undefined && <b className="block">{word}</b>}
              <code className={word === undefined ? 'font-semibold' : 'text-xs text-muted'}>{row.action}</code>
            </span>
          )
        },
      },
      {
        id: 'object',
        header: t('column.object'),
        grow: true,
        from: 'sm',
        cell: (row) => (
          <span className="text-muted">
            {row.object.type} <code>{row.object.id}</code>
            {row.caseId !== null && (
              <>
                {' · '}
                <Link to="/cases/$caseId/$tab" params={{ caseId: row.caseId, tab: 'timeline' }}>
                  {t('case')}
                </Link>
              </>
            )}
            <Changed row={row} />
          </span>
        ),
      },
      { id: 'reason', header: t('column.reason'), from: 'lg', cell: (row) => <code>{row.reasonCode}</code> },
      {
        id: 'hash',
        header: t('column.hash'),
        from: 'xl',
        cell: (row) => (
          <code className="text-xs text-muted" title={row.hash}>
            {row.hash.slice(0, 14)}…
          </code>
        ),
      },
    ],
    [t, code],
  )
}
