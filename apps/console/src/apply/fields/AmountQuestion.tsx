import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { hintOf } from './hint-of.ts'
import { FieldShell } from './FieldShell.tsx'
import { type FieldProps, fieldId, type QuestionOf } from './field-props.ts'

interface Money {
  readonly minor: number
  readonly currency: string
}

const isMoney = (value: unknown): value is Money => typeof value === 'object' && value !== null && 'minor' in value

/**
 * An amount as people write it, in either language: `48000`, `48.000,50`, `48,000.50`, `€ 48 000`.
 * @returns minor units, or undefined for what is no amount
 */
export function parseAmount(text: string): number | undefined {
  const tidy = text.replace(/[€\s\u00a0\u202f']/g, '')
  const match = /^(-?\d+(?:[.,]\d{3})*|-?\d+)(?:[.,](\d{1,2}))?$/.exec(tidy)
  if (match === null) return undefined
  const whole = Number((match[1] ?? '').replace(/[.,]/g, ''))
  const cents = Number((match[2] ?? '').padEnd(2, '0'))
  const minor = whole * 100 + (whole < 0 ? -cents : cents)
  return Number.isSafeInteger(minor) ? minor : undefined
}

const shown = (answer: unknown, language: string): string => {
  if (!isMoney(answer)) return ''
  const digits = answer.minor % 100 === 0 ? 0 : 2
  return new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
    answer.minor / 100,
  )
}

export function AmountQuestion({ question, answer, error, onChange, onLeave }: FieldProps<QuestionOf<'money'>>) {
  const { t, i18n } = useTranslation('apply')
  const [text, setText] = useState(() => shown(answer, i18n.language))
  const set = (typed: string) => {
    setText(typed)
    const minor = parseAmount(typed)
    if (typed.trim() === '') onChange(undefined)
    else if (minor !== undefined) onChange({ minor, currency: 'EUR' })
  }
  const isWrong = text.trim() !== '' && parseAmount(text) === undefined
  const { t: problem } = useTranslation('problems')
  return (
    <FieldShell
      id={fieldId(question)}
      label={t(`question.${question.id}.label`)}
      hint={hintOf(question.id, t)}
      optional={question.optional}
      error={isWrong ? problem('AMOUNT_NEGATIVE') : error}
    >
      {({ id, describedBy, invalid }) => (
        <div className="flex items-center gap-2">
          <span aria-hidden="true">€</span>
          <input
            id={id}
            className="input max-w-48 tabular"
            inputMode="decimal"
            autoComplete="off"
            value={text}
            onChange={(event) => set(event.target.value)}
            onBlur={onLeave}
            aria-describedby={describedBy}
            aria-invalid={invalid}
          />
        </div>
      )}
    </FieldShell>
  )
}

export function PercentQuestion({ question, answer, error, onChange, onLeave }: FieldProps<QuestionOf<'percent'>>) {
  const { t } = useTranslation('apply')
  return (
    <FieldShell
      id={fieldId(question)}
      label={t(`question.${question.id}.label`)}
      hint={hintOf(question.id, t)}
      error={error}
    >
      {({ id, describedBy, invalid }) => (
        <div className="flex items-center gap-2">
          <input
            id={id}
            className="input max-w-20 tabular"
            inputMode="numeric"
            autoComplete="off"
            value={typeof answer === 'number' ? String(answer) : ''}
            onChange={(event) => {
              const digits = event.target.value.replace(/\D/g, '').slice(0, 3)
              onChange(digits === '' ? undefined : Math.min(100, Number(digits)))
            }}
            onBlur={onLeave}
            aria-describedby={describedBy}
            aria-invalid={invalid}
          />
          <span aria-hidden="true">%</span>
        </div>
      )}
    </FieldShell>
  )
}
