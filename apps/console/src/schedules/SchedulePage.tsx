import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { isJsonObject, type JsonObject } from '../api/json.ts'
import { useMay } from '../session/use-session.ts'
import { Button } from '../ui/Button.tsx'
import { DefinitionEditor } from '../ui/DefinitionEditor.tsx'
import { newDefinitionName } from '../ui/definition-name.ts'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { showToast } from '../ui/toast-store.ts'
import { NextTimes } from './NextTimes.tsx'
import { ScheduleForm } from './ScheduleForm.tsx'
import { ScheduleRuns } from './ScheduleRuns.tsx'
import { PauseButton } from './SchedulesPage.tsx'
import {
  cronsOf,
  deleteSchedule,
  freshSchedule,
  saveSchedule,
  type Schedule,
  scheduleQuery,
  scheduleSchema,
  startNow,
} from './schedule-api.ts'

const route = getRouteApi('/shell/build/schedules/$name')

export function SchedulePage() {
  const { name } = route.useParams()
  const isNew = name === newDefinitionName
  const found = useQuery({ ...scheduleQuery(name), enabled: !isNew })
  if (isNew) return <ScheduleView initial={freshSchedule} schedule={null} />
  if (found.isPending) return <Skeleton rows={8} />
  if (found.isError) {
    return (
      <>
        <PageHeader title={name} />
        <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />
      </>
    )
  }
  const { raw, schedule } = found.data
  return (
    <ScheduleView
      key={`${name} ${schedule.updatedTime}`}
      initial={isJsonObject(raw) ? raw : freshSchedule}
      schedule={schedule}
    />
  )
}

interface ScheduleViewProps {
  readonly initial: JsonObject
  /** As stored; null for one that is being made. */
  readonly schedule: Schedule | null
}

function ScheduleView({ initial, schedule }: ScheduleViewProps) {
  const { t } = useTranslation('triggers')
  const client = useQueryClient()
  const navigate = route.useNavigate()
  const mayAct = useMay('engine.write')
  const name = schedule?.name ?? ''
  const refresh = () => client.invalidateQueries({ queryKey: ['schedules'] })
  const save = async (value: unknown) => {
    await saveSchedule(value)
    const saved = scheduleSchema.safeParse(value).data?.name ?? name
    showToast('done', t('schedule.saved', { name: saved }))
    await refresh()
    await navigate({ to: '/build/schedules/$name', params: { name: saved } })
  }
  const remove = async () => {
    await deleteSchedule(name)
    showToast('done', t('schedule.deleted', { name }))
    await refresh()
    await navigate({ to: '/build/schedules' })
  }
  const run = async () => {
    if (!schedule) return
    try {
      const id = await startNow(schedule)
      await navigate({ to: '/executions/$workflowId', params: { workflowId: id } })
    } catch (error) {
      showToast('failed', error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <DefinitionEditor
      title={schedule ? name : t('schedules.new')}
      initial={initial}
      isNew={!schedule}
      mayAct={mayAct}
      form={(value, onChange) => <ScheduleForm value={value} onChange={onChange} isNew={!schedule} />}
      aside={(value) => (
        <>
          <TimesOf value={value} />
          {schedule && <ScheduleRuns name={name} />}
        </>
      )}
      actions={
        schedule && (
          <>
            <PauseButton schedule={schedule} />
            <Button onPress={() => void run()}>{t('schedule.runNow')}</Button>
          </>
        )
      }
      onSave={save}
      onDelete={remove}
      words={{
        json: t('schedule.json'),
        noRight: t('schedule.noRight'),
        delete: t('schedule.delete'),
        deleteTitle: t('schedule.deleteTitle', { name }),
        deleteText: t('schedule.deleteText'),
        deleteVerb: t('schedule.deleteVerb'),
      }}
    />
  )
}

function TimesOf({ value }: { readonly value: JsonObject }) {
  const parsed = scheduleSchema.safeParse({ name: '', ...value })
  if (!parsed.success) return null
  return cronsOf(parsed.data).map(({ cron, zone }) => <NextTimes key={`${cron} ${zone}`} cron={cron} zone={zone} />)
}
