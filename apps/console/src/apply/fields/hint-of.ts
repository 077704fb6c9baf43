import type { TFunction } from 'i18next'
import { apply } from '../../i18n/en/apply.ts'
import type { QuestionId } from '../questions.ts'

/** The hint under a question; empty when there is nothing to add. */
export function hintOf(id: QuestionId, t: TFunction<'apply'>): string {
  // i18next would show the key for an empty text.
  return apply.question[id].hint === '' ? '' : t(`question.${id}.hint`)
}
