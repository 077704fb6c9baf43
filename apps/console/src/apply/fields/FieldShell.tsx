import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

export interface Control {
  readonly id: string
  readonly describedBy: string | undefined
  readonly invalid: boolean
}

interface ShellProps {
  readonly id: string
  readonly label: string
  readonly hint?: string | undefined
  readonly optional?: boolean | undefined
  readonly error?: string | undefined
}

const describe = ({ id, hint, error }: Pick<ShellProps, 'id' | 'hint' | 'error'>): string | undefined => {
  const ids = [hint === undefined || hint === '' ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`]
  const text = ids.filter(Boolean).join(' ')
  return text === '' ? undefined : text
}

const frameClass = (error: string | undefined): string =>
  `mb-6 ${error === undefined ? '' : 'border-s-4 border-bad ps-3'}`

/** Label above, hint below it, the error at the field. */
export function FieldShell({
  children,
  ...shell
}: ShellProps & { readonly children: (control: Control) => ReactNode }) {
  const { id, error } = shell
  return (
    <div className={frameClass(error)}>
      <label htmlFor={id} className="mb-1 block font-semibold">
        <LabelText {...shell} />
      </label>
      <HintAndError {...shell} />
      {children({ id, describedBy: describe(shell), invalid: error !== undefined })}
    </div>
  )
}

/** The same for a question with several controls. */
export function FieldGroup({ children, ...shell }: ShellProps & { readonly children: ReactNode }) {
  return (
    <fieldset className={frameClass(shell.error)} aria-describedby={describe(shell)}>
      <legend className="mb-1 font-semibold">
        <LabelText {...shell} />
      </legend>
      <HintAndError {...shell} />
      {children}
    </fieldset>
  )
}

function LabelText({ label, optional = false }: ShellProps) {
  const { t } = useTranslation('apply')
  return (
    <>
      {label}
      {optional && <span className="font-normal text-muted"> {t('optional')}</span>}
    </>
  )
}

function HintAndError({ id, hint, error }: ShellProps) {
  const { t } = useTranslation('apply')
  return (
    <>
      {hint !== undefined && hint !== '' && (
        <p id={`${id}-hint`} className="mb-2 text-muted">
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} className="mb-2 font-semibold text-bad">
          <span className="sr-only">{t('errorPrefix')} </span>
          <span aria-hidden="true">✕ </span>
          {error}
        </p>
      )}
    </>
  )
}
