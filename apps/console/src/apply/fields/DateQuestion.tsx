import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { hintOf } from './hint-of.ts'
import { textOf } from '../answer-path.ts'
import { FieldGroup } from './FieldShell.tsx'
import { type FieldProps, fieldId, type QuestionOf } from './field-props.ts'

type Part = 'day' | 'month' | 'year'
type Parts = Readonly<Record<Part, string>>

/** `2026-05-01` or `2026-05` → its parts as typed. Other texts have none. */
export function toParts(iso: string): Parts {
  const [, year = '', month = '', day = ''] = /^(\d{1,4})-(\d{1,2})(?:-(\d{1,2}))?$/.exec(iso) ?? []
  return { year, month: month.replace(/^0/, ''), day: day.replace(/^0/, '') }
}

/** Parts → ISO text; undefined when all are empty. Impossible dates stay, so that the server can name them. */
export function fromParts({ day, month, year }: Parts, withDay: boolean): string | undefined {
  const parts = withDay ? [year, month, day] : [year, month]
  if (parts.every((part) => part === '')) return undefined
  const [y = '', ...rest] = parts
  return [y.padStart(4, '0'), ...rest.map((part) => part.padStart(2, '0'))].join('-').slice(0, withDay ? 10 : 7)
}

/** Three fields, or two for a month; never a calendar. */
export function DateQuestion({ question, answer, error, onChange, onLeave }: FieldProps<QuestionOf<'date' | 'month'>>) {
  const { t } = useTranslation('apply')
  const withDay = question.kind === 'date'
  const [parts, setParts] = useState<Parts>(() => toParts(textOf(answer)))
  const id = fieldId(question)
  const names: readonly Part[] = withDay ? ['day', 'month', 'year'] : ['month', 'year']
  const set = (name: Part, typed: string) => {
    const next = { ...parts, [name]: typed.replace(/\D/g, '').slice(0, name === 'year' ? 4 : 2) }
    setParts(next)
    // An unfinished date is no answer yet: it would only be refused.
    const isWhole = names.every((part) => next[part] !== '')
    const isEmpty = names.every((part) => next[part] === '')
    if (isWhole || isEmpty) onChange(fromParts(next, withDay))
  }
  const auto = (name: Part) => (question.id === 'dateOfBirth' ? `bday-${name}` : 'off')
  return (
    <FieldGroup
      id={id}
      label={t(`question.${question.id}.label`)}
      hint={hintOf(question.id, t)}
      optional={question.optional}
      error={error}
    >
      <div className="flex flex-wrap gap-4">
        {names.map((name, index) => (
          <label key={name} className="block">
            <span className="mb-1 block">{t(`date.${name}`)}</span>
            <input
              id={index === 0 ? id : undefined}
              className={`input ${name === 'year' ? 'max-w-24' : 'max-w-16'}`}
              inputMode="numeric"
              autoComplete={auto(name)}
              value={parts[name]}
              aria-invalid={error !== undefined}
              onChange={(event) => set(name, event.target.value)}
              onBlur={onLeave}
            />
          </label>
        ))}
      </div>
    </FieldGroup>
  )
}
