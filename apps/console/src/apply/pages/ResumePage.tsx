import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { confirmResume, resume } from '../api.ts'
import { AppLink } from '../AppLink.tsx'
import { ApplyFrame } from '../ApplyFrame.tsx'
import { ErrorSummary, type SummaryEntry } from '../ErrorSummary.tsx'
import { errorText } from '../error-text.ts'
import { go, hrefOf } from '../location.ts'

/** Back into an application by a code. What the page says is the same whether the address is known or not. */
export function ResumePage() {
  const { t } = useTranslation('apply')
  const [email, setEmail] = useState('')
  const [sent, setSent] = useState(false)
  const [code, setCode] = useState('')
  const [errors, setErrors] = useState<readonly SummaryEntry[]>([])
  const [attempt, setAttempt] = useState(0)
  const [busy, setBusy] = useState(false)
  const fail = (entry: SummaryEntry) => {
    setErrors([entry])
    setAttempt((old) => old + 1)
  }
  const submit = async () => {
    if (!email.includes('@')) return fail({ target: 'resume-email', text: t('error.emailFirst') })
    if (sent && !/^\d{6}$/.test(code)) return fail({ target: 'resume-code', text: t('error.codeDigits') })
    setErrors([])
    setBusy(true)
    try {
      if (sent) go(hrefOf.hub((await confirmResume(email.trim(), code)).ref))
      else {
        await resume(email.trim())
        setSent(true)
      }
    } catch (error) {
      fail({ target: sent ? 'resume-code' : 'resume-email', text: errorText(error, t) })
    } finally {
      setBusy(false)
    }
  }
  return (
    <ApplyFrame
      title={t('resume.title')}
      hasError={errors.length > 0}
      above={
        <AppLink href={hrefOf.start} className="target">
          ‹ {t('back')}
        </AppLink>
      }
    >
      <ErrorSummary entries={errors} attempt={attempt} />
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <label htmlFor="resume-email" className="mb-1 block font-semibold">
          {t('resume.email')}
        </label>
        <p id="resume-email-hint" className="mb-2 text-muted">
          {t('resume.lead')}
        </p>
        <input
          id="resume-email"
          type="email"
          className="input mb-6"
          dir="ltr"
          autoComplete="email"
          value={email}
          readOnly={sent}
          aria-describedby="resume-email-hint"
          aria-invalid={errors.some(({ target }) => target === 'resume-email')}
          onChange={(event) => setEmail(event.target.value)}
        />
        <p role="status" className={sent ? 'mb-4' : ''}>
          {sent && t('resume.sent')}
        </p>
        {sent && (
          <>
            <label htmlFor="resume-code" className="mb-1 block font-semibold">
              {t('resume.code')}
            </label>
            <p id="resume-code-hint" className="mb-2 text-muted">
              {t('resume.codeHint')}
            </p>
            <input
              id="resume-code"
              className="input mb-6 max-w-36 font-mono tabular"
              inputMode="numeric"
              autoComplete="one-time-code"
              value={code}
              aria-describedby="resume-code-hint"
              aria-invalid={errors.some(({ target }) => target === 'resume-code')}
              onChange={(event) => setCode(event.target.value.replace(/\D/g, '').slice(0, 6))}
            />
          </>
        )}
        <div className="flex flex-wrap gap-3">
          <button type="submit" className="button button-primary" disabled={busy}>
            {sent ? t('resume.open') : t('resume.send')}
          </button>
          {sent && (
            <button
              type="button"
              className="button"
              onClick={() => {
                setSent(false)
                setCode('')
                setErrors([])
              }}
            >
              {t('resume.other')}
            </button>
          )}
        </div>
      </form>
    </ApplyFrame>
  )
}
