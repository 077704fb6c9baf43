import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { isJsonObject, type Json, type JsonObject } from '../api/json.ts'
import { SelectField, TextField } from '../ui/Field.tsx'
import { JsonField } from '../ui/JsonField.tsx'
import { latestVersionsQuery } from '../workflows/workflow-api.ts'

interface ScheduleFormProps {
  readonly value: JsonObject
  readonly onChange: (value: JsonObject) => void
  readonly isNew: boolean
}

const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')]

/** The fields that people change; several expressions, and bounds in time, are set in the JSON. */
export function ScheduleForm({ value, onChange, isNew }: ScheduleFormProps) {
  const { t } = useTranslation('triggers')
  const workflows = useQuery(latestVersionsQuery).data ?? []
  const start = isJsonObject(value['startWorkflowRequest']) ? value['startWorkflowRequest'] : {}
  const set = (key: string, next: Json) => onChange({ ...value, [key]: next })
  const setStart = (key: string, next: Json) => set('startWorkflowRequest', { ...start, [key]: next })
  const text = (key: string) => ({
    value: typeof value[key] === 'string' ? value[key] : '',
    onChange: (next: string) => set(key, next),
  })
  const workflow = typeof start['name'] === 'string' ? start['name'] : ''
  const names = [...new Set(['', workflow, ...workflows.map(({ name }) => name)])]
  const hasMany = Array.isArray(value['cronSchedules']) && value['cronSchedules'].length > 0
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {isNew && <TextField label={t('schedule.name')} mono {...text('name')} />}
      <TextField label={t('schedule.description')} {...text('description')} />
      {hasMany ? (
        <p className="text-muted sm:col-span-2">{t('schedule.many')}</p>
      ) : (
        <>
          <TextField label={t('schedule.cron')} hint={t('schedule.cronHint')} mono {...text('cronExpression')} />
          <SelectField
            label={t('schedule.zone')}
            {...text('zoneId')}
            options={zones.map((zone) => ({ value: zone, label: zone }))}
          />
        </>
      )}
      <SelectField
        label={t('schedule.workflow')}
        value={workflow}
        onChange={(next) => setStart('name', next)}
        options={names.map((name) => ({ value: name, label: name }))}
      />
      <SelectField
        label={t('schedule.catchUp')}
        hint={t('schedule.catchUpHint')}
        value={String(value['runCatchupScheduleInstances'] === true)}
        onChange={(next) => set('runCatchupScheduleInstances', next === 'true')}
        options={[
          { value: 'false', label: t('schedule.skipMissed') },
          { value: 'true', label: t('schedule.runMissed') },
        ]}
      />
      <div className="sm:col-span-2">
        <JsonField
          label={t('schedule.input')}
          value={start['input'] ?? {}}
          onChange={(next) => next && setStart('input', next)}
          isWanted={isJsonObject}
          wrong={t('schedule.inputWrong')}
        />
      </div>
    </div>
  )
}
