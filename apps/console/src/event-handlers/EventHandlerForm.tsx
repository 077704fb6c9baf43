import { useTranslation } from 'react-i18next'
import type { Json, JsonObject } from '../api/json.ts'
import { SelectField, TextArea, TextField } from '../ui/Field.tsx'
import { isJsonList, JsonField } from '../ui/JsonField.tsx'

interface EventHandlerFormProps {
  readonly value: JsonObject
  readonly onChange: (value: JsonObject) => void
  readonly isNew: boolean
}

export function EventHandlerForm({ value, onChange, isNew }: EventHandlerFormProps) {
  const { t } = useTranslation('triggers')
  const set = (key: string, next: Json) => onChange({ ...value, [key]: next })
  const text = (key: string) => ({
    value: typeof value[key] === 'string' ? value[key] : '',
    onChange: (next: string) => set(key, next),
  })
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {isNew && <TextField label={t('handler.name')} mono {...text('name')} />}
      <TextField label={t('handler.event')} hint={t('handler.eventHint')} mono {...text('event')} />
      <SelectField
        label={t('handler.active')}
        value={String(value['active'] === true)}
        onChange={(next) => set('active', next === 'true')}
        options={[
          { value: 'true', label: t('handlers.active') },
          { value: 'false', label: t('handlers.inactive') },
        ]}
      />
      <div className="sm:col-span-2">
        <TextArea
          label={t('handler.condition')}
          hint={t('handler.conditionHint')}
          rows={3}
          mono
          {...text('condition')}
        />
      </div>
      <div className="sm:col-span-2">
        <JsonField
          label={t('handler.actions')}
          hint={t('handler.actionsHint')}
          value={value['actions'] ?? []}
          onChange={(next) => next && set('actions', next)}
          isWanted={isJsonList}
          wrong={t('handler.actionsWrong')}
          rows={12}
        />
      </div>
    </div>
  )
}
