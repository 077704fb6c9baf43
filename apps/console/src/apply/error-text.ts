import type { TFunction } from 'i18next'
import { apply } from '../i18n/en/apply.ts'
import { problems } from '../i18n/en/problems.ts'
import { ApplyError } from './api.ts'

type Known = keyof typeof apply.error
const isKnown = (code: string): code is Known => Object.hasOwn(apply.error, code)

/** The sentence for a refusal that belongs to no field. */
export function errorText(error: unknown, t: TFunction<'apply'>): string {
  const code = error instanceof ApplyError ? error.code : 'OTHER'
  return t(`error.${isKnown(code) ? code : 'OTHER'}`)
}

export const isProblem = (code: string): code is keyof typeof problems => Object.hasOwn(problems, code)

/** The sentence for a field problem; a code that this page does not know gets a general one. */
export const problemText = (code: string, t: TFunction<'problems'>): string => t(isProblem(code) ? code : 'INVALID')
