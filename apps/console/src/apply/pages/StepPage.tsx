import { SECTIONS } from '@gatehouse/kyc/codes'
import type { SectionId } from '@gatehouse/kyc/wire'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AppLink } from '../AppLink.tsx'
import { ApplyFrame } from '../ApplyFrame.tsx'
import { ErrorSummary } from '../ErrorSummary.tsx'
import { go, hrefOf } from '../location.ts'
import { QuestionList, useSummary } from '../QuestionList.tsx'
import { type FieldProblem, questionOf, questions, shownQuestions } from '../questions.ts'
import { SavedNote } from '../SavedNote.tsx'
import { today } from '../today.ts'
import type { Draft } from '../use-draft.ts'

interface StepPageProps {
  readonly draft: Draft
  readonly section: SectionId
  readonly from: 'check' | undefined
  readonly onLanguage: (language: 'en' | 'de') => void
}

/** One part of the application. *Continue* names what is missing once; the way back to all parts is always open. */
export function StepPage({ draft, section, from, onLanguage }: StepPageProps) {
  const { t } = useTranslation('apply')
  // Somebody who comes to repair sees at once what is wrong.
  const [attempt, setAttempt] = useState(from === 'check' ? 1 : 0)
  const { view } = draft
  const list = shownQuestions(questions[section], {
    answers: draft.answers,
    problems: view.problems,
    today: today(),
  })
  const all = stepProblems(draft, section)
  const problems = attempt === 0 ? draft.refused.filter(({ path }) => questionOf(list, path) !== undefined) : all
  const summary = useSummary(list, problems)
  const number = SECTIONS.indexOf(section) + 1
  const following = SECTIONS[number]
  const advance = async () => {
    const saved = await draft.flush()
    if (saved !== undefined && problemsIn(saved.problems, section).length === 0) {
      const hub = following === undefined ? hrefOf.hub(view.ref) : hrefOf.step(view.ref, following)
      return go(from === 'check' ? hrefOf.page(view.ref, 'check') : hub)
    }
    setAttempt((old) => old + 1)
  }
  return (
    <ApplyFrame
      title={t(`section.${section}`)}
      hasError={summary.length > 0}
      reference={view.ref}
      onLanguage={onLanguage}
      above={
        <>
          <div className="flex items-center justify-between gap-3">
            <AppLink href={from === 'check' ? hrefOf.page(view.ref, 'check') : hrefOf.hub(view.ref)} className="target">
              ‹ {from === 'check' ? t('back') : t('step.toHub')}
            </AppLink>
            <span className="text-sm text-muted">{t('step.progress', { step: number, steps: SECTIONS.length })}</span>
          </div>
          <SavedNote draft={draft} />
        </>
      }
    >
      <ErrorSummary entries={summary} attempt={attempt} />
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void advance()
        }}
      >
        <QuestionList list={list} draft={draft} problems={problems} />
        <button type="submit" className="button button-primary">
          {t('continue')}
        </button>
      </form>
    </ApplyFrame>
  )
}

function problemsIn(problems: Draft['view']['problems'], section: SectionId): readonly FieldProblem[] {
  return problems.filter(({ path, severity }) => {
    if (severity !== 'error') return false
    const owner = SECTIONS.find((id) => questionOf(questions[id], path) !== undefined)
    return owner === section
  })
}

const stepProblems = (draft: Draft, section: SectionId): readonly FieldProblem[] => [
  ...draft.refused.filter(({ path }) => questionOf(questions[section], path) !== undefined),
  ...problemsIn(draft.view.problems, section),
]
