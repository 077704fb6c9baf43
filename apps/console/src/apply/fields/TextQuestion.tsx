import { useTranslation } from 'react-i18next'
import { hintOf } from './hint-of.ts'
import { textOf } from '../answer-path.ts'
import { FieldShell } from './FieldShell.tsx'
import { type FieldProps, fieldId, type QuestionOf } from './field-props.ts'

export function TextQuestion({ question, answer, error, onChange, onLeave }: FieldProps<QuestionOf<'text'>>) {
  const { t } = useTranslation('apply')
  const text = textOf(answer)
  const set = (typed: string) => onChange(typed === '' ? undefined : typed)
  return (
    <FieldShell
      id={fieldId(question)}
      label={t(`question.${question.id}.label`)}
      hint={hintOf(question.id, t)}
      optional={question.optional}
      error={error}
    >
      {({ id, describedBy, invalid }) =>
        question.long === true ? (
          <textarea
            id={id}
            className="input"
            dir="auto"
            value={text}
            onChange={(event) => set(event.target.value)}
            onBlur={onLeave}
            aria-describedby={describedBy}
            aria-invalid={invalid}
          />
        ) : (
          <input
            id={id}
            className={question.narrow === true ? 'input max-w-36' : 'input'}
            dir="auto"
            value={text}
            inputMode={question.inputMode ?? 'text'}
            autoComplete={question.autoComplete ?? 'off'}
            autoCapitalize={question.upperCase === true ? 'characters' : undefined}
            spellCheck={false}
            onChange={(event) =>
              set(question.upperCase === true ? event.target.value.toUpperCase() : event.target.value)
            }
            onBlur={onLeave}
            aria-describedby={describedBy}
            aria-invalid={invalid}
          />
        )
      }
    </FieldShell>
  )
}
