/** Labelled native controls: label above, hint below it, error at the field. */
import { type ReactNode, useId } from 'react'

interface FieldFrameProps {
  readonly label: string
  readonly hint?: ReactNode
  readonly error?: string | undefined
  readonly hideLabel?: boolean | undefined
  readonly children: (ids: {
    readonly id: string
    readonly describedBy: string | undefined
    readonly invalid: boolean
  }) => ReactNode
}

export function FieldFrame({ label, hint, error, hideLabel = false, children }: FieldFrameProps) {
  const id = useId()
  const hasHint = hint !== undefined && hint !== ''
  const describedBy = [hasHint ? `${id}-hint` : '', error === undefined ? '' : `${id}-error`].filter(Boolean).join(' ')
  return (
    <div className="min-w-0">
      <label htmlFor={id} className={hideLabel ? 'sr-only' : 'mb-1 block text-sm font-semibold'}>
        {label}
      </label>
      {hasHint && (
        <p id={`${id}-hint`} className="mb-1 text-xs text-muted">
          {hint}
        </p>
      )}
      {children({ id, describedBy: describedBy === '' ? undefined : describedBy, invalid: error !== undefined })}
      {error !== undefined && (
        <p id={`${id}-error`} className="mt-1 text-sm text-bad">
          <span aria-hidden="true">✕ </span>
          {error}
        </p>
      )}
    </div>
  )
}

interface TextFieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly hint?: ReactNode
  readonly error?: string | undefined
  readonly hideLabel?: boolean
  readonly type?: 'text' | 'email' | 'password' | 'search' | 'number' | 'date' | 'datetime-local'
  readonly autoComplete?: string
  readonly autoFocus?: boolean
  readonly placeholder?: string
  readonly mono?: boolean
  readonly list?: string
}

export function TextField({
  label,
  value,
  onChange,
  hint,
  error,
  hideLabel,
  mono = false,
  type = 'text',
  ...rest
}: TextFieldProps) {
  return (
    <FieldFrame label={label} hint={hint} error={error} hideLabel={hideLabel}>
      {({ id, describedBy, invalid }) => (
        <input
          {...rest}
          id={id}
          type={type}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          aria-describedby={describedBy}
          aria-invalid={invalid}
          dir="auto"
          className={mono ? 'input font-mono' : 'input'}
        />
      )}
    </FieldFrame>
  )
}

interface TextAreaProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly hint?: ReactNode
  readonly error?: string | undefined
  readonly rows?: number
  readonly mono?: boolean
}

export function TextArea({ label, value, onChange, hint, error, rows = 4, mono = false }: TextAreaProps) {
  return (
    <FieldFrame label={label} hint={hint} error={error}>
      {({ id, describedBy, invalid }) => (
        <textarea
          id={id}
          rows={rows}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          aria-describedby={describedBy}
          aria-invalid={invalid}
          spellCheck={!mono}
          className={mono ? 'input font-mono' : 'input'}
        />
      )}
    </FieldFrame>
  )
}

export interface Option {
  readonly value: string
  readonly label: string
}

interface SelectFieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly options: readonly Option[]
  readonly hint?: ReactNode
  readonly error?: string | undefined
  readonly hideLabel?: boolean
}

export function SelectField({ label, value, onChange, options, hint, error, hideLabel }: SelectFieldProps) {
  return (
    <FieldFrame label={label} hint={hint} error={error} hideLabel={hideLabel}>
      {({ id, describedBy, invalid }) => (
        <select
          id={id}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          aria-describedby={describedBy}
          aria-invalid={invalid}
          className="input"
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </FieldFrame>
  )
}

interface CheckboxProps {
  readonly label: string
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly hint?: string
}

export function Checkbox({ label, checked, onChange, hint }: CheckboxProps) {
  const id = useId()
  return (
    <div className="flex items-start gap-2">
      <input
        id={id}
        type="checkbox"
        className="size-6 shrink-0 accent-accent sm:size-5"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
      />
      <div>
        <label htmlFor={id} className="leading-6 sm:leading-5">
          {label}
        </label>
        {hint !== undefined && (
          <p id={`${id}-hint`} className="text-xs text-muted">
            {hint}
          </p>
        )}
      </div>
    </div>
  )
}
