import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { hintOf } from './hint-of.ts'
import { textOf } from '../answer-path.ts'
import { confirmCode, sendCode } from '../api.ts'
import { errorText } from '../error-text.ts'
import { FieldShell } from './FieldShell.tsx'
import { type FieldProps, fieldId, type QuestionOf } from './field-props.ts'

/** The address, and the code that proves it. Codes may be pasted or filled in by the phone. */
export function EmailQuestion({ question, answer, error, onChange, onLeave, draft }: FieldProps<QuestionOf<'email'>>) {
  const { t } = useTranslation('apply')
  const mail = textOf(answer)
  const isConfirmed = draft.view.emailConfirmed && textOf(savedMail(draft.view.answers)) === mail
  return (
    <>
      <FieldShell
        id={fieldId(question)}
        label={t(`question.${question.id}.label`)}
        hint={hintOf(question.id, t)}
        error={isConfirmed ? undefined : error}
      >
        {({ id, describedBy, invalid }) => (
          <input
            id={id}
            type="email"
            className="input"
            dir="ltr"
            autoComplete="email"
            spellCheck={false}
            value={mail}
            onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value.trim())}
            onBlur={onLeave}
            aria-describedby={describedBy}
            aria-invalid={invalid}
          />
        )}
      </FieldShell>
      {isConfirmed ? (
        <p className="mb-6 font-semibold text-ok" role="status">
          <span aria-hidden="true">✓ </span>
          {t('email.confirmed')}
        </p>
      ) : (
        <EmailCode mail={mail} draft={draft} />
      )}
    </>
  )
}

const savedMail = (answers: Readonly<Record<string, unknown>>): unknown => {
  const contact = answers['contact']
  return typeof contact === 'object' && contact !== null && 'email' in contact ? contact.email : undefined
}

function EmailCode({ mail, draft }: { readonly mail: string } & Pick<FieldProps, 'draft'>) {
  const { t } = useTranslation('apply')
  const id = useId()
  const [sentTo, setSentTo] = useState('')
  const [code, setCode] = useState('')
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)
  const run = async (act: () => Promise<void>) => {
    setBusy(true)
    setError(undefined)
    await act().catch((failure: unknown) => setError(errorText(failure, t)))
    setBusy(false)
  }
  const send = () =>
    run(async () => {
      if (!mail.includes('@')) return setError(t('error.emailFirst'))
      await draft.flush()
      await sendCode(draft.view.ref)
      setSentTo(mail)
    })
  const confirm = () =>
    run(async () => {
      if (!/^\d{6}$/.test(code)) return setError(t('error.codeDigits'))
      draft.replace(await confirmCode(draft.view.ref, code))
    })
  return (
    <div className="mb-6 space-y-3">
      <p role="status">{sentTo !== '' && sentTo === mail && t('email.sent', { mail })}</p>
      {sentTo !== '' && (
        <div>
          <label htmlFor={id} className="mb-1 block font-semibold">
            {t('email.code')}
          </label>
          <div className="flex flex-wrap gap-3">
            <input
              id={id}
              className="input max-w-36 font-mono tabular"
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={12}
              value={code}
              onChange={(event) => setCode(event.target.value.replace(/\D/g, '').slice(0, 6))}
              aria-invalid={error !== undefined}
              aria-describedby={error === undefined ? undefined : `${id}-error`}
            />
            <button type="button" className="button" disabled={busy} onClick={() => void confirm()}>
              {t('email.confirm')}
            </button>
          </div>
        </div>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} role="alert" className="font-semibold text-bad">
          <span aria-hidden="true">✕ </span>
          {error}
        </p>
      )}
      <button type="button" className="button" disabled={busy} onClick={() => void send()}>
        {sentTo === '' ? t('email.send') : t('email.again')}
      </button>
    </div>
  )
}
