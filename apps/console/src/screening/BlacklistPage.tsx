import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { staffQuery } from '../cases/cases-api.ts'
import { useMay, useUser } from '../session/use-session.ts'
import { Button } from '../ui/Button.tsx'
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx'
import { type Column, DataTable } from '../ui/DataTable.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { showToast } from '../ui/toast-store.ts'
import { useKeys } from '../ui/use-key.ts'
import { BlacklistForm } from './BlacklistForm.tsx'
import { type BlacklistEntry, blacklistQuery, categories, confirmEntry, endEntry } from './screening-api.ts'

/** The bank's own list, each entry under four eyes. */
export function BlacklistPage() {
  const { t } = useTranslation('screening')
  const entries = useQuery(blacklistQuery)
  const [adding, setAdding] = useState(false)
  const [ending, setEnding] = useState<BlacklistEntry>()
  const mayPropose = useMay('blacklist.propose')
  const client = useQueryClient()
  const act = useMutation({
    mutationFn: async ({ run, done }: { readonly run: () => Promise<void>; readonly done: string }) => {
      await run()
      showToast('done', done)
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['blacklist'] }),
  })
  const columns = useColumns(
    (entry, decision) =>
      act.mutate({
        run: () => confirmEntry(entry.entryId, decision),
        done: decision === 'CONFIRM' ? t('blacklist.confirmed') : t('blacklist.refused'),
      }),
    setEnding,
  )
  useKeys(useMemo(() => (mayPropose ? { n: () => setAdding(true) } : {}), [mayPropose]))
  const rows = entries.data ?? []
  const add = mayPropose ? (
    <Button variant="primary" onPress={() => setAdding(true)}>
      {t('blacklist.add')} <kbd className="font-normal">n</kbd>
    </Button>
  ) : undefined
  return (
    <>
      <PageHeader title={t('blacklist.title')} lead={t('blacklist.lead')} actions={add} />
      {act.isError && <ErrorPanel error={act.error} />}
      <section className="card">
        {entries.isError && <ErrorPanel error={entries.error} onRetry={() => void entries.refetch()} />}
        {entries.isPending && <Skeleton rows={5} />}
        {entries.isSuccess && rows.length === 0 && (
          <EmptyState title={t('blacklist.none')} hint={t('blacklist.noneHint')} />
        )}
        {rows.length > 0 && (
          <DataTable caption={t('blacklist.title')} columns={columns} rows={rows} rowKey={({ entryId }) => entryId} />
        )}
      </section>
      <BlacklistForm isOpen={adding} onClose={() => setAdding(false)} />
      <ConfirmDialog
        isOpen={ending !== undefined}
        onClose={() => setEnding(undefined)}
        title={t('blacklist.endTitle', { name: ending?.names[0] ?? '' })}
        verb={t('blacklist.end')}
        danger
        onConfirm={() => {
          if (ending !== undefined) act.mutate({ run: () => endEntry(ending.entryId), done: t('blacklist.ended') })
          setEnding(undefined)
        }}
      >
        {t('blacklist.endText')}
      </ConfirmDialog>
    </>
  )
}

function useColumns(
  onConfirm: (entry: BlacklistEntry, decision: 'CONFIRM' | 'REFUSE') => void,
  onEnd: (entry: BlacklistEntry) => void,
): readonly Column<BlacklistEntry>[] {
  const { t } = useTranslation('screening')
  const { data: staff } = useQuery(staffQuery)
  const user = useUser()
  const mayApprove = useMay('blacklist.approve')
  const nameOf = (id: string): string => staff?.find((person) => person.id === id)?.name ?? id
  return [
    {
      id: 'names',
      header: t('blacklist.column.names'),
      cell: (entry) => (
        <>
          {entry.names.map((name) => (
            <span key={name} className="block font-semibold" dir="auto" lang="und">
              {name}
            </span>
          ))}
          {entry.documentNumbers.map((number) => (
            <code key={number} className="block text-xs">
              {number}
            </code>
          ))}
        </>
      ),
    },
    {
      id: 'birth',
      header: t('blacklist.column.birth'),
      from: 'sm',
      cell: (entry) => <span className="tabular whitespace-nowrap">{entry.dateOfBirth ?? '–'}</span>,
    },
    {
      id: 'category',
      header: t('blacklist.column.category'),
      from: 'sm',
      cell: (entry) => {
        const category = categories.find((known) => known === entry.category)
        return category === undefined ? entry.category : t(`blacklist.category.${category}`)
      },
    },
    { id: 'state', header: t('blacklist.column.state'), cell: (entry) => t(`blacklist.state.${entry.state}`) },
    {
      id: 'expires',
      header: t('blacklist.column.expires'),
      from: 'sm',
      cell: (entry) => <span className="tabular whitespace-nowrap">{entry.expiresOn}</span>,
    },
    {
      id: 'by',
      header: t('blacklist.column.by'),
      from: 'lg',
      cell: (entry) => (
        <>
          {nameOf(entry.addedBy)}
          {entry.approvedBy !== null && <span className="block text-muted">✓ {nameOf(entry.approvedBy)}</span>}
        </>
      ),
    },
    {
      id: 'act',
      header: t('blacklist.column.act'),
      cell: (entry) => {
        if (entry.state === 'PROPOSED' && entry.addedBy === user.id)
          return <span className="text-muted">{t('blacklist.own')}</span>
        if (entry.state === 'PROPOSED' && !mayApprove)
          return <span className="text-muted">{t('blacklist.needsSecond')}</span>
        if (entry.state === 'PROPOSED')
          return (
            <span className="flex flex-wrap gap-1">
              <Button onPress={() => onConfirm(entry, 'CONFIRM')}>{t('blacklist.confirm')}</Button>
              <Button onPress={() => onConfirm(entry, 'REFUSE')}>{t('blacklist.refuse')}</Button>
            </span>
          )
        return entry.state === 'ACTIVE' && mayApprove ? (
          <Button onPress={() => onEnd(entry)}>{t('blacklist.end')} …</Button>
        ) : null
      },
    },
  ]
}
