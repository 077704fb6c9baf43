import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { TaskDef } from '../api/conductor.ts'
import { allTasks } from '../executions/definition-of.ts'
import { useMay } from '../session/use-session.ts'
import { buttonClass } from '../ui/Button.tsx'
import type { Column } from '../ui/DataTable.tsx'
import { newDefinitionName } from '../ui/definition-name.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { SearchedTable } from '../ui/SearchedTable.tsx'
import { latestVersionsQuery } from '../workflows/workflow-api.ts'
import { rateWords, retryWords, timeoutWords } from './policy-words.ts'
import { taskDefsQuery } from './task-api.ts'

const route = getRouteApi('/shell/build/tasks')

export function TaskDefinitionsPage() {
  const { t } = useTranslation('build')
  const { q } = route.useSearch()
  const navigate = route.useNavigate()
  const mayAct = useMay('engine.write')
  const tasks = useQuery(taskDefsQuery)
  const needle = (q ?? '').trim().toLowerCase()
  const rows = useMemo(
    () =>
      (tasks.data ?? [])
        .filter((task) => `${task.name} ${task.ownerEmail ?? ''}`.toLowerCase().includes(needle))
        .sort((a, b) => a.name.localeCompare(b.name)),
    [tasks.data, needle],
  )
  const open = (task: TaskDef) => void navigate({ to: '/build/tasks/$name', params: { name: task.name } })
  const columns = useColumns()
  const find = (text: string) => void navigate({ search: { q: text === '' ? undefined : text }, replace: true })
  const create = mayAct ? (
    <Link to="/build/tasks/$name" params={{ name: newDefinitionName }} className={buttonClass('primary')}>
      {t('tasks.new')}
    </Link>
  ) : undefined
  return (
    <>
      <PageHeader title={t('tasks.title')} lead={t('tasks.lead')} actions={create} />
      <SearchedTable
        query={tasks}
        rows={rows}
        columns={columns}
        rowKey={(row) => row.name}
        onOpen={open}
        search={q ?? ''}
        onSearch={find}
        words={{
          caption: t('tasks.title'),
          search: t('tasks.search'),
          none: t('tasks.none'),
          noneHint: t('tasks.noneHint'),
          noneMatch: t('tasks.noneMatch'),
        }}
        create={create}
      />
    </>
  )
}

function useColumns(): readonly Column<TaskDef>[] {
  const { t } = useTranslation('build')
  const workflows = useQuery(latestVersionsQuery).data
  return useMemo(() => {
    const uses = new Map<string, number>()
    for (const workflow of workflows ?? [])
      for (const name of new Set([...allTasks(workflow.tasks)].map((task) => task.name)))
        uses.set(name, (uses.get(name) ?? 0) + 1)
    return [
      {
        id: 'name',
        header: t('tasks.column.name'),
        cell: (row) => (
          <Link to="/build/tasks/$name" params={{ name: row.name }} className="font-semibold">
            {row.name}
          </Link>
        ),
      },
      { id: 'retries', header: t('tasks.column.retries'), cell: (row) => retryWords(row, t) },
      { id: 'timeout', header: t('tasks.column.timeout'), from: 'sm', cell: (row) => timeoutWords(row, t) },
      { id: 'rate', header: t('tasks.column.rate'), from: 'lg', cell: (row) => rateWords(row, t) },
      { id: 'owner', header: t('tasks.column.owner'), from: 'lg', cell: (row) => row.ownerEmail },
      { id: 'used', header: t('tasks.column.used'), align: 'end', cell: (row) => uses.get(row.name) ?? 0 },
    ]
  }, [t, workflows])
}
