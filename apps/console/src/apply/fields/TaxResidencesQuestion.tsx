import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { hintOf } from './hint-of.ts'
import { textOf } from '../answer-path.ts'
import { CountrySelect } from './CountryQuestion.tsx'
import { FieldGroup } from './FieldShell.tsx'
import { type FieldProps, fieldId, type QuestionOf } from './field-props.ts'

interface Residence {
  readonly country: string
  readonly tin?: string
  readonly noTinReason?: string
  readonly noTinExplanation?: string
}

const most = 5
const reasons = ['A', 'B', 'C'] as const

const toResidence = (value: unknown): Residence => {
  const at = (key: string): string =>
    typeof value === 'object' && value !== null ? textOf(Reflect.get(value, key)) : ''
  return tidy({
    country: at('country'),
    tin: at('tin'),
    noTinReason: at('noTinReason'),
    noTinExplanation: at('noTinExplanation'),
  })
}

/** Without empty fields: the server knows no empty reason. */
function tidy({ country, tin = '', noTinReason = '', noTinExplanation = '' }: Residence): Residence {
  return {
    country,
    ...(tin === '' ? {} : { tin }),
    ...(noTinReason === '' ? {} : { noTinReason }),
    ...(noTinExplanation === '' ? {} : { noTinExplanation }),
  }
}

/** Each country with its tax number, or the reason why there is none. */
export function TaxResidencesQuestion({
  question,
  answer,
  error,
  onChange,
  onLeave,
}: FieldProps<QuestionOf<'taxResidences'>>) {
  const { t } = useTranslation('apply')
  const given = Array.isArray(answer) ? answer.map(toResidence) : []
  const rows = given.length === 0 ? [{ country: '' }] : given
  const put = (index: number, next: Residence) => onChange(rows.map((old, at) => (at === index ? tidy(next) : old)))
  return (
    <FieldGroup
      id={fieldId(question)}
      label={t(`question.${question.id}.label`)}
      hint={hintOf(question.id, t)}
      error={error}
    >
      {rows.map((row, index) => (
        // Rows have no identity but their place.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className="mb-4 rounded-lg border border-hairline p-4">
          <ResidenceFields
            firstId={index === 0 ? fieldId(question) : undefined}
            row={row}
            onChange={(next) => put(index, next)}
            onLeave={onLeave}
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
      {rows.length < most && (
        <button type="button" className="button" onClick={() => onChange([...rows, { country: '' }])}>
          {t('list.another')}
        </button>
      )}
    </FieldGroup>
  )
}

interface ResidenceFieldsProps {
  readonly firstId: string | undefined
  readonly row: Residence
  readonly onChange: (next: Residence) => void
  readonly onLeave: () => void
}

function ResidenceFields({ firstId, row, onChange, onLeave }: ResidenceFieldsProps) {
  const { t } = useTranslation('apply')
  const id = useId()
  return (
    <>
      <label htmlFor={firstId ?? `${id}-country`} className="mb-1 block">
        {t('tax.country')}
      </label>
      <CountrySelect
        id={firstId ?? `${id}-country`}
        value={row.country}
        onChange={(country) => onChange({ ...row, country })}
        onBlur={onLeave}
      />
      <label htmlFor={`${id}-tin`} className="mt-4 mb-1 block">
        {t('tax.tin')}
      </label>
      <p id={`${id}-tin-hint`} className="mb-2 text-muted">
        {t('tax.tinHint')}
      </p>
      <input
        id={`${id}-tin`}
        className="input font-mono"
        dir="ltr"
        autoComplete="off"
        spellCheck={false}
        value={row.tin ?? ''}
        onChange={(event) => onChange({ ...row, tin: event.target.value })}
        onBlur={onLeave}
        aria-describedby={`${id}-tin-hint`}
      />
      {(row.tin ?? '') === '' && (
        <>
          <label htmlFor={`${id}-reason`} className="mt-4 mb-1 block">
            {t('tax.reason')}
          </label>
          <select
            id={`${id}-reason`}
            className="input mb-4"
            value={row.noTinReason ?? ''}
            onChange={(event) => onChange({ ...row, noTinReason: event.target.value })}
            onBlur={onLeave}
          >
            <option value="">{t('tax.reasonNone')}</option>
            {reasons.map((reason) => (
              <option key={reason} value={reason}>
                {t(`tax.${reason}`)}
              </option>
            ))}
          </select>
        </>
      )}
      {row.noTinReason === 'B' && (row.tin ?? '') === '' && (
        <>
          <label htmlFor={`${id}-explain`} className="mb-1 block">
            {t('tax.explain')}
          </label>
          <input
            id={`${id}-explain`}
            className="input mb-4"
            dir="auto"
            value={row.noTinExplanation ?? ''}
            onChange={(event) => onChange({ ...row, noTinExplanation: event.target.value })}
            onBlur={onLeave}
          />
        </>
      )}
    </>
  )
}
