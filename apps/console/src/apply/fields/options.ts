import type { TFunction } from 'i18next'
import { apply } from '../../i18n/en/apply.ts'
import type { OptionSet } from '../questions.ts'

export interface Choice {
  readonly value: string
  readonly label: string
}

/** The options of a question in the order of the catalogue, in the reader's language. */
export function optionsOf(set: OptionSet, t: TFunction<'apply'>): readonly Choice[] {
  const words: Readonly<Record<string, string>> = t(`option.${set}`, { returnObjects: true })
  return Object.keys(apply.option[set]).map((value) => ({ value, label: words[value] ?? value }))
}
