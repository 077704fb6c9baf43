import { useTranslation } from 'react-i18next'
import { readAnswer } from './answer-path.ts'
import type { SummaryEntry } from './ErrorSummary.tsx'
import { problemText } from './error-text.ts'
import { fieldId } from './fields/field-props.ts'
import { QuestionField } from './fields/QuestionField.tsx'
import { type FieldProblem, type Question, questionOf } from './questions.ts'
import type { Draft } from './use-draft.ts'

interface QuestionListProps {
  readonly list: readonly Question[]
  readonly draft: Draft
  /** Problems to show, by path. */
  readonly problems: readonly FieldProblem[]
  readonly onUploaded?: ((question: Question, documentId: string) => void) | undefined
  /** Requests save only when they are sent. */
  readonly savesAtOnce?: boolean
}

/** Several questions below each other, each with its own error. */
export function QuestionList({ list, draft, problems, onUploaded, savesAtOnce = true }: QuestionListProps) {
  const { t } = useTranslation('problems')
  return (
    <>
      {list.map((question) => {
        const problem = problems.find(({ path }) => questionOf(list, path)?.id === question.id)
        return (
          <QuestionField
            key={question.id}
            question={question}
            answer={readAnswer(draft.answers, question.path)}
            error={problem === undefined ? undefined : problemText(problem.code, t)}
            onChange={(value, path) => draft.change(path ?? question.path, value)}
            onLeave={() => {
              if (savesAtOnce) void draft.flush()
            }}
            draft={draft}
            onUploaded={onUploaded === undefined ? undefined : (documentId) => onUploaded(question, documentId)}
          />
        )
      })}
    </>
  )
}

/** One line of the summary for each question in trouble. */
export function useSummary(list: readonly Question[], problems: readonly FieldProblem[]): readonly SummaryEntry[] {
  const { t } = useTranslation('problems')
  const { t: words } = useTranslation('apply')
  return list.flatMap((question) => {
    const problem = problems.find(({ path }) => questionOf(list, path)?.id === question.id)
    if (problem === undefined) return []
    return [
      {
        target: fieldId(question),
        text: joined(words(`question.${question.id}.label`), problemText(problem.code, t)),
      },
    ]
  })
}

const joined = (label: string, sentence: string): string => `${label}${label.endsWith('?') ? '' : ':'} ${sentence}`
