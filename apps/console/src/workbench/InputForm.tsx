import { useTranslation } from 'react-i18next'
import { SelectField, TextArea, TextField } from '../ui/Field.tsx'
import type { FieldProblem, FieldValues, InputField } from './input-fields.ts'

interface InputFormProps {
  readonly fields: readonly InputField[]
  readonly values: FieldValues
  readonly problems: ReadonlyMap<string, FieldProblem>
  readonly onChange: (name: string, value: string) => void
}

/** One control for each input of the workflow. */
export function InputForm({ fields, values, problems, onChange }: InputFormProps) {
  const { t } = useTranslation('workbench')
  if (fields.length === 0) return <p className="text-muted">{t('noFields')}</p>
  return (
    <div className="space-y-4">
      {fields.map((field) => (
        <InputControl
          key={field.name}
          field={field}
          value={values[field.name] ?? ''}
          problem={problems.get(field.name)}
          onChange={(value) => onChange(field.name, value)}
        />
      ))}
    </div>
  )
}

interface InputControlProps {
  readonly field: InputField
  readonly value: string
  readonly problem: FieldProblem | undefined
  readonly onChange: (value: string) => void
}

function InputControl({ field, value, problem, onChange }: InputControlProps) {
  const { t } = useTranslation('workbench')
  const error =
    problem === undefined
      ? undefined
      : problem.kind === 'notJson'
        ? t('notJson', { message: problem.message })
        : t(problem.kind)
  const hint = field.hint ?? (field.name === 'caseId' ? t('caseIdHint') : undefined)
  const common = { label: field.required ? `${field.name} *` : field.name, value, onChange, error, hint }
  switch (field.kind) {
    case 'json':
      return <TextArea {...common} hint={hint ?? t('jsonField')} rows={4} mono />
    case 'boolean':
      return (
        <SelectField
          {...common}
          options={[
            { value: '', label: t('unset') },
            { value: 'true', label: t('yes') },
            { value: 'false', label: t('no') },
          ]}
        />
      )
    case 'choice':
      return (
        <SelectField
          {...common}
          options={[
            { value: '', label: t('unset') },
            ...field.choices.map((choice) => ({ value: choice, label: choice })),
          ]}
        />
      )
    case 'date':
      return <TextField {...common} type="date" />
    case 'number':
    case 'text':
      return <TextField {...common} />
  }
}
