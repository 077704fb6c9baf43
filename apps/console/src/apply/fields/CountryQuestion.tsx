import { useTranslation } from 'react-i18next'
import { hintOf } from './hint-of.ts'
import { textOf } from '../answer-path.ts'
import { countries } from '../countries.ts'
import { FieldGroup, FieldShell } from './FieldShell.tsx'
import { type FieldProps, fieldId, type QuestionOf } from './field-props.ts'

interface CountrySelectProps {
  readonly id?: string | undefined
  readonly value: string
  readonly onChange: (code: string) => void
  readonly onBlur: () => void
  readonly label?: string
  readonly describedBy?: string | undefined
  readonly invalid?: boolean
}

export function CountrySelect({
  id,
  value,
  onChange,
  onBlur,
  label,
  describedBy,
  invalid = false,
}: CountrySelectProps) {
  const { t, i18n } = useTranslation('apply')
  return (
    <select
      id={id}
      className="input"
      value={value}
      aria-label={label}
      aria-describedby={describedBy}
      aria-invalid={invalid}
      onChange={(event) => onChange(event.target.value)}
      onBlur={onBlur}
    >
      <option value="">{t('list.choose')}</option>
      {countries(i18n.language).map(({ code, name }) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </select>
  )
}

export function CountryQuestion({ question, answer, error, onChange, onLeave }: FieldProps<QuestionOf<'country'>>) {
  const { t } = useTranslation('apply')
  return (
    <FieldShell
      id={fieldId(question)}
      label={t(`question.${question.id}.label`)}
      hint={hintOf(question.id, t)}
      optional={question.optional}
      error={error}
    >
      {({ id, describedBy, invalid }) => (
        <CountrySelect
          id={id}
          value={textOf(answer)}
          onChange={(code) => onChange(code === '' ? undefined : code)}
          onBlur={onLeave}
          describedBy={describedBy}
          invalid={invalid}
        />
      )}
    </FieldShell>
  )
}

const most = 5

/** One or more countries, each in its own list. */
export function NationalitiesQuestion({
  question,
  answer,
  error,
  onChange,
  onLeave,
}: FieldProps<QuestionOf<'nationalities'>>) {
  const { t } = useTranslation('apply')
  const given = Array.isArray(answer) ? answer.map(textOf) : []
  const rows = given.length === 0 ? [''] : given
  const id = fieldId(question)
  const label = t(`question.${question.id}.label`)
  const put = (next: readonly string[]) =>
    onChange(next.filter((code, index) => code !== '' || index < next.length - 1))
  return (
    <FieldGroup id={id} label={label} hint={hintOf(question.id, t)} error={error}>
      <div className="space-y-3">
        {rows.map((code, index) => (
          // Rows have no identity but their place.
          // oxlint-disable-next-line react/no-array-index-key
          <div key={index} className="flex flex-wrap items-center gap-2 sm:flex-nowrap">
            <CountrySelect
              id={index === 0 ? id : undefined}
              label={t('list.nth', { label, number: index + 1 })}
              value={code}
              invalid={error !== undefined}
              onChange={(next) => put(rows.map((old, at) => (at === index ? next : old)))}
              onBlur={onLeave}
            />
            {rows.length > 1 && (
              <button
                type="button"
                className="button"
                onClick={() => {
                  onChange(rows.filter((_, at) => at !== index))
                  onLeave()
                }}
              >
                {t('list.remove')}
                <span className="sr-only"> {index + 1}</span>
              </button>
            )}
          </div>
        ))}
        {rows.length < most && rows.every((code) => code !== '') && (
          <button type="button" className="button" onClick={() => onChange([...rows, ''])}>
            {t('list.another')}
          </button>
        )}
      </div>
    </FieldGroup>
  )
}
