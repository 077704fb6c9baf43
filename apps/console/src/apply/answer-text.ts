/** An answer in words, for reading it over before sending. */
import type { TFunction } from 'i18next'
import { readAnswer, textOf } from './answer-path.ts'
import { countryName } from './countries.ts'
import { groupIban } from './iban.ts'
import { optionsOf } from './fields/options.ts'
import type { Question } from './questions.ts'

interface Words {
  readonly t: TFunction<'apply'>
  readonly language: string
  /** How many files have arrived. */
  readonly files: number
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const field = (value: unknown, key: string): string =>
  typeof value === 'object' && value !== null ? textOf(Reflect.get(value, key)) : ''

/** Empty when there is no answer. */
export function answerText(question: Question, answers: unknown, { t, language, files }: Words): string {
  const answer = readAnswer(answers, question.path)
  switch (question.kind) {
    case 'text':
    case 'email':
    case 'signature':
      return textOf(answer)
    case 'iban':
      return groupIban(textOf(answer))
    case 'country':
      return textOf(answer) === '' ? '' : countryName(textOf(answer), language)
    case 'date':
    case 'month':
      return dateText(textOf(answer), language, question.kind === 'date')
    case 'money':
      return moneyText(answer, language)
    case 'percent':
      return typeof answer === 'number' ? `${answer} %` : ''
    case 'yesno':
      return answer === true ? t('check.yes') : answer === false ? t('check.no') : ''
    case 'checkbox':
      return answer === question.on ? t('check.yes') : t('check.no')
    case 'terms':
      return textOf(answer) === '' ? '' : t('check.yes')
    case 'radio':
      return optionsOf(question.options, t).find(({ value }) => value === answer)?.label ?? ''
    case 'kinds': {
      const kinds = list(answer).map((item) => field(item, 'kind'))
      return optionsOf(question.options, t)
        .filter(({ value }) => kinds.includes(value))
        .map(({ label }) => label)
        .join(', ')
    }
    case 'nationalities':
      return list(answer)
        .map((code) => countryName(textOf(code), language))
        .join(', ')
    case 'taxResidences':
      return list(answer)
        .map((item) => `${countryName(field(item, 'country'), language)} ${field(item, 'tin')}`.trim())
        .join(', ')
    case 'files':
      return files === 0 ? '' : t('check.files', { count: files })
  }
}

function dateText(iso: string, language: string, withDay: boolean): string {
  const at = new Date(withDay ? `${iso}T00:00:00Z` : `${iso}-01T00:00:00Z`)
  if (iso === '' || Number.isNaN(at.getTime())) return iso
  return new Intl.DateTimeFormat(language, {
    year: 'numeric',
    month: 'long',
    ...(withDay ? { day: 'numeric' } : {}),
    timeZone: 'UTC',
  }).format(at)
}

function moneyText(answer: unknown, language: string): string {
  if (typeof answer !== 'object' || answer === null) return ''
  const minor: unknown = Reflect.get(answer, 'minor')
  const currency = field(answer, 'currency')
  if (typeof minor !== 'number' || currency === '') return ''
  return new Intl.NumberFormat(language, { style: 'currency', currency }).format(minor / 100)
}
