import { useTranslation } from 'react-i18next'
import { hintOf } from './hint-of.ts'
import { FieldGroup } from './FieldShell.tsx'
import { type FieldProps, fieldId, type QuestionOf } from './field-props.ts'
import { optionsOf } from './options.ts'

/** One of a few. */
export function RadioQuestion({ question, answer, error, onChange, onLeave }: FieldProps<QuestionOf<'radio'>>) {
  const { t } = useTranslation('apply')
  const id = fieldId(question)
  return (
    <FieldGroup
      id={id}
      label={t(`question.${question.id}.label`)}
      hint={hintOf(question.id, t)}
      optional={question.optional}
      error={error}
    >
      {optionsOf(question.options, t).map((option, index) => (
        <label key={option.value} className="choice">
          <input
            id={index === 0 ? id : undefined}
            type="radio"
            name={question.id}
            checked={answer === option.value}
            onChange={() => {
              onChange(option.value)
              onLeave()
            }}
          />
          {option.label}
        </label>
      ))}
    </FieldGroup>
  )
}

export function YesNoQuestion({ question, answer, error, onChange, onLeave }: FieldProps<QuestionOf<'yesno'>>) {
  const { t } = useTranslation('apply')
  const id = fieldId(question)
  return (
    <FieldGroup id={id} label={t(`question.${question.id}.label`)} hint={hintOf(question.id, t)} error={error}>
      <div className="flex gap-6">
        {([true, false] as const).map((value) => (
          <label key={String(value)} className="choice">
            <input
              id={value ? id : undefined}
              type="radio"
              name={question.id}
              checked={answer === value}
              onChange={() => {
                onChange(value)
                onLeave()
              }}
            />
            {value ? t('check.yes') : t('check.no')}
          </label>
        ))}
      </div>
    </FieldGroup>
  )
}

/** Several of a few; the answer is a list of `{kind}`. */
export function KindsQuestion({ question, answer, error, onChange, onLeave }: FieldProps<QuestionOf<'kinds'>>) {
  const { t } = useTranslation('apply')
  const id = fieldId(question)
  const given: readonly { readonly kind?: unknown }[] = Array.isArray(answer) ? answer : []
  const toggle = (kind: string) => {
    const next = given.some((item) => item.kind === kind)
      ? given.filter((item) => item.kind !== kind)
      : [...given, { kind }]
    onChange(next)
    onLeave()
  }
  return (
    <FieldGroup id={id} label={t(`question.${question.id}.label`)} hint={hintOf(question.id, t)} error={error}>
      {optionsOf(question.options, t).map((option, index) => (
        <label key={option.value} className="choice">
          <input
            id={index === 0 ? id : undefined}
            type="checkbox"
            checked={given.some((item) => item.kind === option.value)}
            onChange={() => toggle(option.value)}
          />
          {option.label}
        </label>
      ))}
    </FieldGroup>
  )
}

interface TickProps extends Pick<FieldProps, 'question' | 'error'> {
  readonly checked: boolean
  readonly onToggle: (checked: boolean) => void
}

/** One tick with its sentence. */
export function Tick({ question, error, checked, onToggle }: TickProps) {
  const { t } = useTranslation('apply')
  const id = fieldId(question)
  const hint: string = hintOf(question.id, t)
  return (
    <div className={`mb-6 ${error === undefined ? '' : 'border-s-4 border-bad ps-3'}`}>
      {error !== undefined && (
        <p id={`${id}-error`} className="font-semibold text-bad">
          <span aria-hidden="true">✕ </span>
          {error}
        </p>
      )}
      <label className="choice" htmlFor={id}>
        <input
          id={id}
          type="checkbox"
          checked={checked}
          aria-describedby={[hint === '' ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`]
            .join(' ')
            .trim()}
          onChange={(event) => onToggle(event.target.checked)}
        />
        {t(`question.${question.id}.label`)}
      </label>
      {hint !== '' && (
        <p id={`${id}-hint`} className="ps-9 text-muted">
          {hint}
        </p>
      )}
    </div>
  )
}
