import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { WorkflowDef } from '../api/conductor.ts'
import { allTasks } from '../executions/definition-of.ts'
import { useMay } from '../session/use-session.ts'
import { buttonClass } from '../ui/Button.tsx'
import type { Column } from '../ui/DataTable.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { SearchedTable } from '../ui/SearchedTable.tsx'
import { Time } from '../ui/Time.tsx'
import { countTasks } from './problems.ts'
import { latestVersionsQuery } from './workflow-api.ts'

const route = getRouteApi('/shell/build/workflows')

export function WorkflowsPage() {
  const { t } = useTranslation('build')
  const { q } = route.useSearch()
  const navigate = route.useNavigate()
  const mayAct = useMay('engine.write')
  const workflows = useQuery(latestVersionsQuery)
  const rows = useMemo(
    () => (workflows.data ?? []).filter((item) => matches(item, q ?? '')).sort((a, b) => a.name.localeCompare(b.name)),
    [workflows.data, q],
  )
  const open = (item: WorkflowDef) =>
    void navigate({ to: '/build/workflows/$name/$version', params: { name: item.name, version: String(item.version) } })
  const columns = useColumns()
  const find = (text: string) => void navigate({ search: { q: text === '' ? undefined : text }, replace: true })
  const create = mayAct ? (
    <Link to="/build/workflows/new" className={buttonClass('primary')}>
      {t('workflows.new')}
    </Link>
  ) : undefined
  return (
    <>
      <PageHeader title={t('workflows.title')} lead={t('workflows.lead')} actions={create} />
      <SearchedTable
        query={workflows}
        rows={rows}
        columns={columns}
        rowKey={(row) => row.name}
        onOpen={open}
        search={q ?? ''}
        onSearch={find}
        words={{
          caption: t('workflows.title'),
          search: t('workflows.search'),
          none: t('workflows.none'),
          noneHint: t('workflows.noneHint'),
          noneMatch: t('workflows.noneMatch'),
        }}
        create={create}
      />
    </>
  )
}

function matches(item: WorkflowDef, text: string): boolean {
  const needle = text.trim().toLowerCase()
  if (needle === '') return true
  const tasks = [...allTasks(item.tasks)].map((task) => `${task.name} ${task.taskReferenceName}`)
  return [item.name, item.description ?? '', item.ownerEmail ?? '', ...tasks].some((value) =>
    value.toLowerCase().includes(needle),
  )
}

function useColumns(): readonly Column<WorkflowDef>[] {
  const { t } = useTranslation('build')
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('workflows.column.name'),
        cell: (row) => (
          <Link
            to="/build/workflows/$name/$version"
            params={{ name: row.name, version: String(row.version) }}
            className="font-semibold"
          >
            {row.name}
          </Link>
        ),
      },
      { id: 'version', header: t('workflows.column.version'), align: 'end', cell: (row) => row.version },
      { id: 'tasks', header: t('workflows.column.tasks'), align: 'end', from: 'sm', cell: countTasks },
      {
        id: 'description',
        header: t('workflows.column.description'),
        grow: true,
        from: 'sm',
        cell: (row) => <span title={row.description}>{row.description}</span>,
      },
      { id: 'owner', header: t('workflows.column.owner'), from: 'xl', cell: (row) => row.ownerEmail },
      {
        id: 'changed',
        header: t('workflows.column.changed'),
        from: 'lg',
        cell: (row) => <Time at={Math.max(row.updateTime, row.createTime)} />,
      },
      {
        id: 'acts',
        header: t('workflows.column.acts'),
        cell: (row) => (
          <span className="flex justify-end gap-1">
            <Link
              to="/workbench"
              search={{ workflow: row.name }}
              className={buttonClass('quiet')}
              aria-label={`${t('workflows.start')} ${row.name}`}
            >
              {t('workflows.start')}
            </Link>
            <Link
              to="/executions"
              search={{ workflow: row.name }}
              className={`${buttonClass('quiet')} max-sm:hidden`}
              aria-label={`${t('workflows.runs')} ${row.name}`}
            >
              {t('workflows.runs')}
            </Link>
          </span>
        ),
      },
    ],
    [t],
  )
}
