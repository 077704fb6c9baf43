/** Pieces of two names, and single features that were other, as sentences of an examiner's language. */
import type { TokenAlignment, TokenRelation } from '../scoring/hit.ts'
import { featureLabels, type Language, points } from './explain-hit.ts'
import type { WhatIf } from './what-if.ts'

export function explainWords(alignment: readonly TokenAlignment[], language: Language): string[] {
  return alignment.map((piece) => {
    const [query, list] = [piece.query ?? '', piece.list ?? '']
    return sentences[language][piece.relation](query, list)
  })
}

/** What the score would be if one attribute were other. */
export function sentenceOfChange({ feature, change, score }: WhatIf, language: Language): string {
  const label = featureLabels[language][feature]
  const shown = points(score, language)
  if (change === 'absent')
    return language === 'de'
      ? `Ohne das Merkmal „${label}“ wären es ${shown} Punkte.`
      : `Without the feature “${label}” the score would be ${shown}.`
  return language === 'de'
    ? `Stimmte das Merkmal „${label}“ überein, wären es ${shown} Punkte.`
    : `If the feature “${label}” agreed, the score would be ${shown}.`
}

type Sentence = (query: string, list: string) => string

const sentences: Readonly<Record<Language, Readonly<Record<TokenRelation, Sentence>>>> = {
  en: {
    equal: (query, list) => `“${query}” is “${list}”.`,
    transliteration: (query, list) => `“${query}” and “${list}” are one word in two scripts.`,
    spelling: (query, list) => `“${query}” and “${list}” are two spellings of one name.`,
    typo: (query, list) => `“${query}” and “${list}” differ by a few letters.`,
    nickname: (query, list) => `“${query}” and “${list}” are a name and its short form.`,
    initial: (query, list) => `“${query}” and “${list}”: an initial that fits.`,
    joined: (query, list) => `“${query}” and “${list}” are the same letters, parted otherwise.`,
    'legal-form': (query, list) => `“${query}” and “${list}” are legal forms of one class.`,
    abbreviation: (query, list) => `“${query}” and “${list}” are a word and its abbreviation.`,
    contradicts: (query, list) =>
      query === ''
        ? `“${list}” is listed where the customer has another word.`
        : `“${query}” is asked where the list has another word.`,
    'only-in-query': (query) => `“${query}” is asked and not listed.`,
    'only-in-list': (_query, list) => `“${list}” is listed and not asked.`,
  },
  de: {
    equal: (query, list) => `„${query}“ ist „${list}“.`,
    transliteration: (query, list) => `„${query}“ und „${list}“ sind ein Wort in zwei Schriften.`,
    spelling: (query, list) => `„${query}“ und „${list}“ sind zwei Schreibweisen eines Namens.`,
    typo: (query, list) => `„${query}“ und „${list}“ unterscheiden sich um wenige Buchstaben.`,
    nickname: (query, list) => `„${query}“ und „${list}“ sind ein Name und seine Kurzform.`,
    initial: (query, list) => `„${query}“ und „${list}“: Der Anfangsbuchstabe passt.`,
    joined: (query, list) => `„${query}“ und „${list}“ sind dieselben Buchstaben, anders getrennt.`,
    'legal-form': (query, list) => `„${query}“ und „${list}“ sind Rechtsformen einer Art.`,
    abbreviation: (query, list) => `„${query}“ und „${list}“ sind ein Wort und seine Abkürzung.`,
    contradicts: (query, list) =>
      query === ''
        ? `„${list}“ ist gelistet, wo die Anfrage ein anderes Wort hat.`
        : `„${query}“ ist gefragt, wo die Liste ein anderes Wort hat.`,
    'only-in-query': (query) => `„${query}“ ist gefragt und nicht gelistet.`,
    'only-in-list': (_query, list) => `„${list}“ ist gelistet und nicht gefragt.`,
  },
}
