import { useTranslation } from 'react-i18next'
import type { Json, JsonObject } from '../api/json.ts'
import { SelectField, TextField } from '../ui/Field.tsx'

interface TaskDefinitionFormProps {
  readonly value: JsonObject
  readonly onChange: (value: JsonObject) => void
  readonly isNew: boolean
}

/** The fields that people change; everything else of the definition stays as it is. */
export function TaskDefinitionForm({ value, onChange, isNew }: TaskDefinitionFormProps) {
  const { t } = useTranslation('build')
  const set = (key: string, next: Json) => onChange({ ...value, [key]: next })
  const textOf = (key: string): string => {
    const found = value[key]
    return found === undefined || found === null ? '' : String(found)
  }
  const text = (key: string) => ({ value: textOf(key), onChange: (next: string) => set(key, next) })
  const number = (key: string, least: number) => {
    const current = textOf(key)
    const isWrong = current !== '' && (!/^\d+$/.test(current) || Number(current) < least)
    return {
      value: current,
      type: 'number' as const,
      error: isWrong ? t('task.number', { min: least }) : undefined,
      onChange: (next: string) => set(key, /^\d+$/.test(next) ? Number(next) : next),
    }
  }
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {isNew && <TextField label={t('task.name')} hint={t('task.nameHint')} mono {...text('name')} />}
      <TextField label={t('task.description')} {...text('description')} />
      <TextField label={t('task.owner')} type="email" {...text('ownerEmail')} />
      <TextField label={t('task.retryCount')} {...number('retryCount', 0)} />
      <SelectField
        label={t('task.retryLogic')}
        {...text('retryLogic')}
        options={(['FIXED', 'EXPONENTIAL_BACKOFF', 'LINEAR_BACKOFF'] as const).map((logic) => ({
          value: logic,
          label: t(`tasks.logic.${logic}`),
        }))}
      />
      <TextField label={t('task.retryDelay')} {...number('retryDelaySeconds', 0)} />
      <TextField label={t('task.response')} {...number('responseTimeoutSeconds', 1)} />
      <TextField label={t('task.timeout')} hint={t('task.timeoutHint')} {...number('timeoutSeconds', 0)} />
      <SelectField
        label={t('task.policy')}
        {...text('timeoutPolicy')}
        options={(['TIME_OUT_WF', 'RETRY', 'ALERT_ONLY'] as const).map((policy) => ({
          value: policy,
          label: t(`task.policies.${policy}`),
        }))}
      />
      <TextField label={t('task.concurrent')} {...number('concurrentExecLimit', 0)} />
      <TextField label={t('task.rate')} {...number('rateLimitPerFrequency', 0)} />
      <TextField label={t('task.rateWindow')} {...number('rateLimitFrequencyInSeconds', 1)} />
    </div>
  )
}
