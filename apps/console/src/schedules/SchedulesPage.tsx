import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../session/use-session.ts'
import { Button, buttonClass } from '../ui/Button.tsx'
import type { Column } from '../ui/DataTable.tsx'
import { newDefinitionName } from '../ui/definition-name.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { SearchedTable } from '../ui/SearchedTable.tsx'
import { Time } from '../ui/Time.tsx'
import { showToast } from '../ui/toast-store.ts'
import { cronWords } from './cron-words.ts'
import { cronsOf, type Schedule, schedulesQuery, switchSchedule } from './schedule-api.ts'

const route = getRouteApi('/shell/build/schedules')

export function SchedulesPage() {
  const { t } = useTranslation('triggers')
  const { q } = route.useSearch()
  const navigate = route.useNavigate()
  const mayAct = useMay('engine.write')
  const schedules = useQuery(schedulesQuery)
  const needle = (q ?? '').trim().toLowerCase()
  const rows = useMemo(
    () =>
      (schedules.data ?? [])
        .filter(({ name, description, startWorkflowRequest }) =>
          `${name} ${description ?? ''} ${startWorkflowRequest.name}`.toLowerCase().includes(needle),
        )
        .sort((a, b) => a.name.localeCompare(b.name)),
    [schedules.data, needle],
  )
  const create = mayAct ? (
    <Link to="/build/schedules/$name" params={{ name: newDefinitionName }} className={buttonClass('primary')}>
      {t('schedules.new')}
    </Link>
  ) : undefined
  return (
    <>
      <PageHeader title={t('schedules.title')} lead={t('schedules.lead')} actions={create} />
      <SearchedTable
        query={schedules}
        rows={rows}
        columns={useColumns(mayAct)}
        rowKey={(row) => row.name}
        onOpen={({ name }) => void navigate({ to: '/build/schedules/$name', params: { name } })}
        search={q ?? ''}
        onSearch={(text) => void navigate({ search: { q: text === '' ? undefined : text }, replace: true })}
        words={{
          caption: t('schedules.title'),
          search: t('schedules.search'),
          none: t('schedules.none'),
          noneHint: t('schedules.noneHint'),
          noneMatch: t('schedules.noneMatch'),
        }}
        create={create}
      />
    </>
  )
}

function useColumns(mayAct: boolean): readonly Column<Schedule>[] {
  const { t, i18n } = useTranslation('triggers')
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('schedules.column.name'),
        cell: ({ name }) => (
          <Link to="/build/schedules/$name" params={{ name }} className="font-semibold">
            {name}
          </Link>
        ),
      },
      {
        id: 'when',
        header: t('schedules.column.when'),
        grow: true,
        cell: (row) =>
          cronsOf(row)
            .map(({ cron, zone }) => `${cronWords(cron, i18n.language) ?? cron} (${zone})`)
            .join('; '),
      },
      {
        id: 'next',
        header: t('schedules.column.next'),
        cell: (row) =>
          row.paused ? t('schedules.paused') : row.nextRunTime === undefined ? '–' : <Time at={row.nextRunTime} />,
      },
      {
        id: 'workflow',
        header: t('schedules.column.workflow'),
        from: 'sm',
        cell: ({ startWorkflowRequest: { name } }) => (
          <Link to="/build/workflows/$name/$version" params={{ name, version: 'latest' }}>
            {name}
          </Link>
        ),
      },
      ...(mayAct
        ? [
            {
              id: 'acts',
              header: t('schedules.column.acts'),
              align: 'end' as const,
              cell: (row: Schedule) => <PauseButton schedule={row} />,
            },
          ]
        : []),
    ],
    [t, i18n.language, mayAct],
  )
}

export function PauseButton({ schedule: { name, paused } }: { readonly schedule: Schedule }) {
  const { t } = useTranslation('triggers')
  const client = useQueryClient()
  const act = paused ? 'resume' : 'pause'
  const change = useMutation({
    mutationFn: () => switchSchedule(name, act),
    onSuccess: () => client.invalidateQueries({ queryKey: ['schedules'] }),
    onError: (error) => showToast('failed', error.message),
  })
  return (
    <Button
      isDisabled={change.isPending}
      aria-label={`${t(`schedule.${act}`)}: ${name}`}
      onPress={() => change.mutate()}
    >
      {t(`schedule.${act}`)}
    </Button>
  )
}
