import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { submit } from '../api.ts'
import { answerText } from '../answer-text.ts'
import { AppLink } from '../AppLink.tsx'
import { ApplyFrame } from '../ApplyFrame.tsx'
import { ErrorSummary } from '../ErrorSummary.tsx'
import { errorText, problemText } from '../error-text.ts'
import { go, hrefOf } from '../location.ts'
import { questionOf, questions, shownQuestions } from '../questions.ts'
import { today } from '../today.ts'
import type { Draft } from '../use-draft.ts'

/** Every answer with *Change*, then the sending. */
export function CheckPage({
  draft,
  onLanguage,
}: {
  readonly draft: Draft
  readonly onLanguage: (language: 'en' | 'de') => void
}) {
  const { t, i18n } = useTranslation('apply')
  const { t: problem } = useTranslation('problems')
  const { view, answers } = draft
  const [attempt, setAttempt] = useState(0)
  const [failure, setFailure] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const asked = { answers, problems: view.problems, today: today() }
  const errors = view.problems.filter(({ severity }) => severity === 'error')
  const send = async () => {
    setBusy(true)
    setFailure(undefined)
    try {
      await draft.flush()
      await submit(view.ref)
      go(hrefOf.page(view.ref, 'sent'))
    } catch (error) {
      setFailure(error)
      setAttempt((old) => old + 1)
    } finally {
      setBusy(false)
    }
  }
  const summary =
    attempt === 0 || failure === undefined
      ? []
      : [{ target: undefined, text: errors.length > 0 ? t('check.missing') : errorText(failure, t) }]
  return (
    <ApplyFrame
      title={t('check.title')}
      hasError={summary.length > 0}
      reference={view.ref}
      onLanguage={onLanguage}
      above={
        <AppLink href={hrefOf.hub(view.ref)} className="target">
          ‹ {t('step.toHub')}
        </AppLink>
      }
    >
      <ErrorSummary entries={summary} attempt={attempt} />
      <p className="mb-4">{t('check.lead')}</p>
      {view.sections.map(({ id }) => (
        <section key={id} className="mb-6" aria-labelledby={`check-${id}`}>
          <div className="flex items-center justify-between gap-3 border-b border-line">
            <h2 id={`check-${id}`} className="text-lg font-semibold">
              {t(`section.${id}`)}
            </h2>
            <AppLink href={hrefOf.step(view.ref, id, 'check')} className="target">
              {t('change')}
              <span className="sr-only"> {t(`section.${id}`)}</span>
            </AppLink>
          </div>
          <dl>
            {shownQuestions(questions[id], asked).map((question) => {
              const text = answerText(question, answers, { t, language: i18n.language, files: view.documents.length })
              const wrong = errors.find(({ path }) => questionOf(questions[id], path)?.id === question.id)
              if (text === '' && question.optional === true && wrong === undefined) return null
              return (
                <div key={question.id} className="border-b border-hairline py-2">
                  <dt className="text-sm text-muted">{t(`question.${question.id}.label`)}</dt>
                  <dd dir="auto" className="break-anywhere">
                    {text === '' ? <span className="text-muted">{t('check.notAnswered')}</span> : text}
                    {wrong !== undefined && (
                      <span className="block font-semibold text-bad">
                        <span aria-hidden="true">✕ </span>
                        {problemText(wrong.code, problem)}
                      </span>
                    )}
                  </dd>
                </div>
              )
            })}
          </dl>
        </section>
      ))}
      <p className="mb-4">{t('check.declaration')}</p>
      <button type="button" className="button button-primary" disabled={busy} onClick={() => void send()}>
        {t('check.send')}
      </button>
    </ApplyFrame>
  )
}
