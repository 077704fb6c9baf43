import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { taskDefSchema } from '../api/conductor.ts'
import { isJsonObject, type JsonObject } from '../api/json.ts'
import { allTasks } from '../executions/definition-of.ts'
import { useMay } from '../session/use-session.ts'
import { DefinitionEditor } from '../ui/DefinitionEditor.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { showToast } from '../ui/toast-store.ts'
import { latestVersionsQuery } from '../workflows/workflow-api.ts'
import { newDefinitionName } from '../ui/definition-name.ts'
import { RetrySchedule } from './RetrySchedule.tsx'
import { TaskDefinitionForm } from './TaskDefinitionForm.tsx'
import { deleteTaskDef, saveTaskDef, taskDefQuery } from './task-api.ts'

const route = getRouteApi('/shell/build/tasks/$name')

const fresh: JsonObject = {
  name: '',
  description: '',
  retryCount: 3,
  retryLogic: 'FIXED',
  retryDelaySeconds: 10,
  timeoutSeconds: 0,
  timeoutPolicy: 'TIME_OUT_WF',
  responseTimeoutSeconds: 60,
}

export function TaskDefinitionPage() {
  const { name } = route.useParams()
  const isNew = name === newDefinitionName
  const task = useQuery({ ...taskDefQuery(name), enabled: !isNew })
  if (isNew) return <TaskDefinitionView initial={fresh} isNew />
  if (task.isPending) return <Skeleton rows={8} />
  if (task.isError) {
    return (
      <>
        <PageHeader title={name} />
        <ErrorPanel error={task.error} onRetry={() => void task.refetch()} />
      </>
    )
  }
  const { raw, definition } = task.data
  return (
    <TaskDefinitionView
      key={`${name} ${definition.updateTime}`}
      initial={isJsonObject(raw) ? raw : fresh}
      isNew={false}
    />
  )
}

interface TaskDefinitionViewProps {
  readonly initial: JsonObject
  readonly isNew: boolean
}

function TaskDefinitionView({ initial, isNew }: TaskDefinitionViewProps) {
  const { t } = useTranslation('build')
  const client = useQueryClient()
  const navigate = route.useNavigate()
  const name = isNew ? '' : String(initial['name'])
  const refresh = () => client.invalidateQueries({ queryKey: ['task-definitions'] })
  const save = async (value: unknown) => {
    await saveTaskDef(value)
    const saved = taskDefSchema.safeParse(value).data?.name ?? name
    showToast('done', t('task.saved', { name: saved }))
    await refresh()
    await navigate({ to: '/build/tasks/$name', params: { name: saved } })
  }
  const remove = async () => {
    await deleteTaskDef(name)
    showToast('done', t('task.deleted', { name }))
    await refresh()
    await navigate({ to: '/build/tasks' })
  }
  return (
    <DefinitionEditor
      title={isNew ? t('tasks.new') : name}
      initial={initial}
      isNew={isNew}
      mayAct={useMay('engine.write')}
      form={(value, onChange) => <TaskDefinitionForm value={value} onChange={onChange} isNew={isNew} />}
      aside={(value) => (
        <>
          <AttemptsOf value={value} />
          {!isNew && <UsedBy name={name} />}
        </>
      )}
      onSave={save}
      onDelete={remove}
      words={{
        json: t('task.json'),
        noRight: t('task.noRight'),
        delete: t('task.delete'),
        deleteTitle: t('task.deleteTitle', { name }),
        deleteText: t('task.deleteText'),
        deleteVerb: t('task.deleteVerb'),
      }}
    />
  )
}

function AttemptsOf({ value }: { readonly value: JsonObject }) {
  const parsed = taskDefSchema.safeParse({ name: '', ...value })
  return parsed.success ? <RetrySchedule definition={parsed.data} /> : null
}

function UsedBy({ name }: { readonly name: string }) {
  const { t } = useTranslation('build')
  const workflows = (useQuery(latestVersionsQuery).data ?? []).filter((workflow) =>
    [...allTasks(workflow.tasks)].some((task) => task.name === name),
  )
  return (
    <section className="card p-4">
      <h2 className="mb-2 font-semibold">{t('task.usedBy')}</h2>
      {workflows.length === 0 && <p className="text-muted">{t('task.unused')}</p>}
      <ul className="space-y-1">
        {workflows.map((workflow) => (
          <li key={workflow.name}>
            <Link
              to="/build/workflows/$name/$version"
              params={{ name: workflow.name, version: String(workflow.version) }}
            >
              {workflow.name}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
