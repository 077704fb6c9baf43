import type { Draft } from '../use-draft.ts'
import type { Question } from '../questions.ts'

/** What every kind of question is given. `answer` is what stands at its path. */
export interface FieldProps<Q extends Question = Question> {
  readonly question: Q
  readonly answer: unknown
  readonly error: string | undefined
  /** Changes the answer at the question's own path, or at another one. `undefined` empties it. */
  readonly onChange: (value: unknown, path?: string) => void
  /** Called when the person leaves the question. */
  readonly onLeave: () => void
  readonly draft: Draft
  /** Called with the id of a file that has arrived. */
  readonly onUploaded?: ((documentId: string) => void) | undefined
}

export type QuestionOf<K extends Question['kind']> = Extract<Question, { readonly kind: K }>

/** Id of the control that a link in the error summary goes to. */
export const fieldId = (question: Question): string => `q-${question.id}`
