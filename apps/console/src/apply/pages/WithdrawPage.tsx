import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { withdraw } from '../api.ts'
import { AppLink } from '../AppLink.tsx'
import { ApplyFrame } from '../ApplyFrame.tsx'
import { ErrorSummary } from '../ErrorSummary.tsx'
import { errorText } from '../error-text.ts'
import { hrefOf } from '../location.ts'

/** The consequences, then one clear button. */
export function WithdrawPage({ reference }: { readonly reference: string }) {
  const { t } = useTranslation('apply')
  const [done, setDone] = useState(false)
  const [failure, setFailure] = useState<string>()
  const [attempt, setAttempt] = useState(0)
  const confirm = async () => {
    try {
      await withdraw(reference)
      setDone(true)
      setFailure(undefined)
    } catch (error) {
      setFailure(errorText(error, t))
      setAttempt((old) => old + 1)
    }
  }
  return (
    <ApplyFrame title={t('withdraw.title')} hasError={failure !== undefined} reference={reference}>
      <ErrorSummary entries={failure === undefined ? [] : [{ target: undefined, text: failure }]} attempt={attempt} />
      <div role="status">{done && <p className="mb-6 font-semibold">{t('withdraw.done')}</p>}</div>
      {done ? (
        <AppLink href={hrefOf.page(reference, 'status')} className="button">
          {t('sent.toStatus')}
        </AppLink>
      ) : (
        <>
          <p className="mb-6">{t('withdraw.text')}</p>
          <div className="flex flex-wrap gap-3">
            <button type="button" className="button button-danger" onClick={() => void confirm()}>
              {t('withdraw.confirm')}
            </button>
            <AppLink href={hrefOf.hub(reference)} className="button">
              {t('withdraw.keep')}
            </AppLink>
          </div>
        </>
      )}
    </ApplyFrame>
  )
}
