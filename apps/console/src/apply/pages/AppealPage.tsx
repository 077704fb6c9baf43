import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { appeal } from '../api.ts'
import { AppLink } from '../AppLink.tsx'
import { ApplyFrame } from '../ApplyFrame.tsx'
import { ErrorSummary } from '../ErrorSummary.tsx'
import { errorText } from '../error-text.ts'
import { hrefOf } from '../location.ts'

const longest = 4000

/** Why the decision should be looked at again, in the applicant's own words. */
export function AppealPage({ reference }: { readonly reference: string }) {
  const { t } = useTranslation('apply')
  const [text, setText] = useState('')
  const [newRef, setNewRef] = useState<string>()
  const [failure, setFailure] = useState<{ readonly text: string; readonly atField: boolean }>()
  const [attempt, setAttempt] = useState(0)
  const fail = (reason: string, atField: boolean) => {
    setFailure({ text: reason, atField })
    setAttempt((old) => old + 1)
  }
  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() === '') return fail(t('appeal.missing'), true)
    try {
      const status = await appeal(reference, text.trim())
      setFailure(undefined)
      setNewRef(status.appeal?.ref ?? '')
    } catch (error) {
      fail(errorText(error, t), false)
    }
  }
  const summary =
    failure === undefined ? [] : [{ target: failure.atField ? 'appeal-text' : undefined, text: failure.text }]
  return (
    <ApplyFrame title={t('appeal.title')} hasError={failure !== undefined} reference={reference}>
      <ErrorSummary entries={summary} attempt={attempt} />
      <div role="status">
        {newRef !== undefined && <p className="mb-6 font-semibold">{t('appeal.done', { ref: newRef })}</p>}
      </div>
      {newRef !== undefined ? (
        <AppLink href={hrefOf.page(reference, 'status')} className="button">
          {t('sent.toStatus')}
        </AppLink>
      ) : (
        <form onSubmit={(event) => void send(event)} noValidate>
          <p className="mb-6">{t('appeal.lead')}</p>
          <label htmlFor="appeal-text" className="mb-1 block font-semibold">
            {t('appeal.text')}
          </label>
          <p id="appeal-hint" className="mb-1 text-sm text-muted">
            {t('appeal.hint')}
          </p>
          <textarea
            id="appeal-text"
            rows={6}
            maxLength={longest}
            value={text}
            onChange={(event) => setText(event.target.value)}
            aria-describedby="appeal-hint"
            aria-invalid={failure?.atField === true}
            dir="auto"
            className="input mb-6"
          />
          <div className="flex flex-wrap gap-3">
            <button type="submit" className="button button-primary">
              {t('appeal.send')}
            </button>
            <AppLink href={hrefOf.page(reference, 'status')} className="button">
              {t('appeal.back')}
            </AppLink>
          </div>
        </form>
      )}
    </ApplyFrame>
  )
}
