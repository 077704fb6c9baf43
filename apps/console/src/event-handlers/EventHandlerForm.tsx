import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatJson, type Json, type JsonObject, parseJson } from '../api/json.ts'
import { SelectField, TextArea, TextField } from '../ui/Field.tsx'

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
        <ActionsField value={value['actions'] ?? []} onChange={(next) => set('actions', next)} />
      </div>
    </div>
  )
}

/** Text that is no list of JSON stays here, with the reason, and does not reach the handler. */
function ActionsField({ value, onChange }: { readonly value: Json; readonly onChange: (value: Json) => void }) {
  const { t } = useTranslation('triggers')
  const [text, setText] = useState(() => formatJson(value))
  const [isWrong, setWrong] = useState(false)
  const take = (next: string) => {
    setText(next)
    try {
      const parsed = parseJson(next)
      setWrong(!Array.isArray(parsed))
      if (Array.isArray(parsed)) onChange(parsed)
    } catch {
      setWrong(true)
    }
  }
  return (
    <TextArea
      label={t('handler.actions')}
      hint={t('handler.actionsHint')}
      value={text}
      onChange={take}
      rows={12}
      mono
      error={isWrong ? t('handler.actionsWrong') : undefined}
    />
  )
}
