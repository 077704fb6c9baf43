import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { isJsonObject, type Json, type JsonObject } from '../api/json.ts'
import { useMay } from '../session/use-session.ts'
import { buttonClass } from '../ui/Button.tsx'
import { DefinitionEditor } from '../ui/DefinitionEditor.tsx'
import { newDefinitionName } from '../ui/definition-name.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { showToast } from '../ui/toast-store.ts'
import { ConditionTester } from './ConditionTester.tsx'
import { EventHandlerForm } from './EventHandlerForm.tsx'
import { deleteHandler, freshHandler, handlerSchema, handlersQuery, saveHandler } from './handler-api.ts'

const route = getRouteApi('/shell/build/events/$name')

export function EventHandlerPage() {
  const { t } = useTranslation('triggers')
  const { name } = route.useParams()
  const isNew = name === newDefinitionName
  const all = useQuery({ ...handlersQuery, enabled: !isNew })
  if (isNew) return <EventHandlerView initial={freshHandler} name={null} />
  if (all.isPending) return <Skeleton rows={8} />
  const found = all.data?.find(({ handler }) => handler.name === name)
  if (!found) {
    return (
      <>
        <PageHeader title={name} />
        {all.isError ? (
          <ErrorPanel error={all.error} onRetry={() => void all.refetch()} />
        ) : (
          <section className="card">
            <EmptyState
              title={t('handler.gone', { name })}
              action={
                <Link to="/build/events" className={buttonClass()}>
                  {t('handlers.title')}
                </Link>
              }
            />
          </section>
        )}
      </>
    )
  }
  // Parsed from JSON by the request.
  const raw = found.raw as Json
  const initial = isJsonObject(raw) ? raw : freshHandler
  return <EventHandlerView key={`${name} ${JSON.stringify(initial)}`} initial={initial} name={name} />
}

interface EventHandlerViewProps {
  readonly initial: JsonObject
  /** Null for one that is being made. */
  readonly name: string | null
}

function EventHandlerView({ initial, name }: EventHandlerViewProps) {
  const { t } = useTranslation('triggers')
  const client = useQueryClient()
  const navigate = route.useNavigate()
  const isNew = name === null
  const label = name ?? t('handlers.new')
  const refresh = () => client.invalidateQueries({ queryKey: ['event-handlers'] })
  const save = async (value: unknown) => {
    await saveHandler(value, isNew)
    const saved = handlerSchema.safeParse(value).data?.name ?? ''
    showToast('done', t('handler.saved', { name: saved }))
    await refresh()
    await navigate({ to: '/build/events/$name', params: { name: saved } })
  }
  const remove = async () => {
    await deleteHandler(name ?? '')
    showToast('done', t('handler.deleted', { name: label }))
    await navigate({ to: '/build/events' })
    await refresh()
  }
  return (
    <DefinitionEditor
      title={label}
      initial={initial}
      isNew={isNew}
      mayAct={useMay('engine.write')}
      form={(value, onChange) => <EventHandlerForm value={value} onChange={onChange} isNew={isNew} />}
      aside={(value) => (
        <ConditionTester condition={typeof value['condition'] === 'string' ? value['condition'] : ''} />
      )}
      onSave={save}
      onDelete={remove}
      words={{
        json: t('handler.json'),
        noRight: t('handler.noRight'),
        delete: t('handler.delete'),
        deleteTitle: t('handler.deleteTitle', { name: label }),
        deleteText: t('handler.deleteText'),
        deleteVerb: t('handler.deleteVerb'),
      }}
    />
  )
}
