import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { isJsonObject, type Json } from '../api/json.ts'
import { useMay } from '../session/use-session.ts'
import { Button, buttonClass } from '../ui/Button.tsx'
import type { Column } from '../ui/DataTable.tsx'
import { newDefinitionName } from '../ui/definition-name.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { SearchedTable } from '../ui/SearchedTable.tsx'
import { showToast } from '../ui/toast-store.ts'
import { handlersQuery, saveHandler, type StoredHandler } from './handler-api.ts'

const route = getRouteApi('/shell/build/events')

export function EventHandlersPage() {
  const { t } = useTranslation('triggers')
  const { q } = route.useSearch()
  const navigate = route.useNavigate()
  const mayAct = useMay('engine.write')
  const handlers = useQuery(handlersQuery)
  const needle = (q ?? '').trim().toLowerCase()
  const rows = useMemo(
    () =>
      (handlers.data ?? [])
        .filter(({ handler }) => `${handler.name} ${handler.event}`.toLowerCase().includes(needle))
        .sort((a, b) => a.handler.name.localeCompare(b.handler.name)),
    [handlers.data, needle],
  )
  const create = mayAct ? (
    <Link to="/build/events/$name" params={{ name: newDefinitionName }} className={buttonClass('primary')}>
      {t('handlers.new')}
    </Link>
  ) : undefined
  return (
    <>
      <PageHeader title={t('handlers.title')} lead={t('handlers.lead')} actions={create} />
      <SearchedTable
        query={handlers}
        rows={rows}
        columns={useColumns(mayAct)}
        rowKey={({ handler }) => handler.name}
        onOpen={({ handler: { name } }) => void navigate({ to: '/build/events/$name', params: { name } })}
        search={q ?? ''}
        onSearch={(text) => void navigate({ search: { q: text === '' ? undefined : text }, replace: true })}
        words={{
          caption: t('handlers.title'),
          search: t('handlers.search'),
          none: t('handlers.none'),
          noneHint: t('handlers.noneHint'),
          noneMatch: t('handlers.noneMatch'),
        }}
        create={create}
      />
    </>
  )
}

function useColumns(mayAct: boolean): readonly Column<StoredHandler>[] {
  const { t } = useTranslation('triggers')
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('handlers.column.name'),
        cell: ({ handler: { name } }) => (
          <Link to="/build/events/$name" params={{ name }} className="font-semibold">
            {name}
          </Link>
        ),
      },
      {
        id: 'event',
        header: t('handlers.column.event'),
        cell: ({ handler }) => <code className="font-mono">{handler.event}</code>,
      },
      {
        id: 'actions',
        header: t('handlers.column.actions'),
        from: 'sm',
        cell: ({ handler }) => handler.actions.map(({ action }) => action).join(', '),
      },
      {
        id: 'active',
        header: t('handlers.column.active'),
        cell: ({ handler }) => t(handler.active ? 'handlers.active' : 'handlers.inactive'),
      },
      ...(mayAct
        ? [
            {
              id: 'acts',
              header: t('handlers.column.acts'),
              align: 'end' as const,
              cell: (row: StoredHandler) => <ActiveSwitch stored={row} />,
            },
          ]
        : []),
    ],
    [t, mayAct],
  )
}

function ActiveSwitch({ stored: { handler, raw } }: { readonly stored: StoredHandler }) {
  const { t } = useTranslation('triggers')
  const client = useQueryClient()
  const change = useMutation({
    // What the server sent, with one field changed.
    mutationFn: () =>
      saveHandler({ ...(isJsonObject(raw as Json) ? (raw as object) : {}), active: !handler.active }, false),
    onSuccess: () => client.invalidateQueries({ queryKey: ['event-handlers'] }),
    onError: (error) => showToast('failed', error.message),
  })
  const act = t(handler.active ? 'handlers.switchOff' : 'handlers.switchOn')
  return (
    <Button isDisabled={change.isPending} aria-label={`${act}: ${handler.name}`} onPress={() => change.mutate()}>
      {act}
    </Button>
  )
}
