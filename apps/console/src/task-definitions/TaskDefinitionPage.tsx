import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { taskDefSchema } from '../api/conductor.ts'
import { formatJson, isJsonObject, type JsonObject, parseJson } from '../api/json.ts'
import { allTasks } from '../executions/definition-of.ts'
import { useMay } from '../session/use-session.ts'
import { Button } from '../ui/Button.tsx'
import { CodeEditor } from '../ui/CodeEditor.tsx'
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx'
import { cx } from '../ui/class-names.ts'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { showToast } from '../ui/toast-store.ts'
import { latestVersionsQuery } from '../workflows/workflow-api.ts'
import { newTaskName } from './TaskDefinitionsPage.tsx'
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
  const isNew = name === newTaskName
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
  const mayAct = useMay('engine.write')
  const [mode, setMode] = useState<'form' | 'json'>('form')
  const [value, setValue] = useState(initial)
  const [text, setText] = useState(() => formatJson(initial))
  const [asked, setAsked] = useState(false)
  const name = typeof value['name'] === 'string' ? value['name'] : ''
  const takeText = (next: string) => {
    setText(next)
    try {
      const parsed = parseJson(next)
      if (isJsonObject(parsed)) setValue(parsed)
    } catch {
      // Half-typed text: the value stays as it was; saving reads the text again and says what is wrong.
    }
  }
  const takeValue = (next: JsonObject) => {
    setValue(next)
    setText(formatJson(next))
  }
  const save = useMutation({
    mutationFn: async () => saveTaskDef(mode === 'json' ? parseJson(text) : value),
    onSuccess: async () => {
      showToast('done', t('task.saved', { name }))
      await client.invalidateQueries({ queryKey: ['task-definitions'] })
      await navigate({ to: '/build/tasks/$name', params: { name } })
    },
  })
  const remove = useMutation({
    mutationFn: () => deleteTaskDef(name),
    onSuccess: async () => {
      showToast('done', t('task.deleted', { name }))
      await client.invalidateQueries({ queryKey: ['task-definitions'] })
      await navigate({ to: '/build/tasks' })
    },
    onError: (error) => showToast('failed', error.message),
  })
  const title = isNew ? t('tasks.new') : name
  const parsed = taskDefSchema.safeParse({ name: '', ...value })
  return (
    <>
      <PageHeader
        title={title}
        actions={
          mayAct && (
            <>
              {!isNew && <Button onPress={() => setAsked(true)}>{t('task.delete')}</Button>}
              <Button variant="primary" isDisabled={save.isPending || name === ''} onPress={() => save.mutate()}>
                {t('workflow.save')}
              </Button>
            </>
          )
        }
      />
      {!mayAct && <p className="mb-3 text-muted">{t('task.noRight')}</p>}
      {save.isError && (
        <div className="mb-4">
          <ErrorPanel error={save.error} />
        </div>
      )}
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_320px]">
        <section className="card min-w-0 p-4">
          <div role="group" aria-label={title} className="mb-4 flex gap-1">
            {(['form', 'json'] as const).map((item) => (
              <button
                key={item}
                type="button"
                aria-pressed={mode === item}
                onClick={() => setMode(item)}
                className={cx(
                  'min-h-8 rounded-sm border px-3',
                  mode === item ? 'border-accent bg-accent-tint font-semibold text-accent' : 'border-line',
                )}
              >
                {t(`task.${item}`)}
              </button>
            ))}
          </div>
          {mode === 'json' ? (
            <CodeEditor value={text} onChange={takeText} label={t('task.json')} readOnly={!mayAct} height="420px" />
          ) : (
            <TaskDefinitionForm value={value} onChange={takeValue} isNew={isNew} />
          )}
        </section>
        <aside className="space-y-4">
          {parsed.success && <RetrySchedule definition={parsed.data} />}
          {!isNew && <UsedBy name={name} />}
        </aside>
      </div>
      <ConfirmDialog
        isOpen={asked}
        onClose={() => setAsked(false)}
        title={t('task.deleteTitle', { name })}
        verb={t('task.deleteVerb')}
        danger
        onConfirm={() => {
          setAsked(false)
          remove.mutate()
        }}
      >
        {t('task.deleteText')}
      </ConfirmDialog>
    </>
  )
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
