/** Legal forms of organisations as classes: all the spellings of one form, in all languages, are one symbol. */

import { editsWithin } from './edit-distance.ts'

export const legalFormClasses = ['limited', 'stock', 'partnership', 'state', 'company', 'nonprofit'] as const

export type LegalFormClass = (typeof legalFormClasses)[number]

/** Phrases as romanised words. The longest that fits is taken. */
const phrases: Readonly<Record<LegalFormClass, string>> = {
  limited: `limited liability company|limited liability|ltd liability company|limited company|company limited|co limited|co ltd|co llc|limited|ltd|llc|l l c|fz llc|fzllc
    fzco|fze|fz e|dmcc|ooo|o o o|tov|too|obshchestvo s ogranichennoi otvetstvennostyu|obshchestvo s ogranichennoy otvetstvennostyu
    obshchestvo s ogranichennoi otvetstvennostiu|obschestvo s ogranichennoy otvetstvennostyu|obshestvo s ogranichennoi otvetstvennostyu
    tovarystvo z obmezhenoiu vidpovidalnistiu|tovarystvo z obmezhenoyu vidpovidalnistyu|tovarishchestvo s ogranichennoi otvetstvennostyu
    tavarystva z abmezhavanai adkaznastsyu|gmbh|mbh|gesellschaft mit beschrankter haftung|sarl|s a r l|s r l|srl|sp z o o|sp z oo|spolka z o o
    kft|d o o|doo|ood|eood|bv|b v|bvba|sdn bhd|sendirian berhad|pte ltd|pte limited|pte|pty ltd|pty limited|pty|pvt ltd|pvt limited|private limited
    pvt|ltda|limitada|limited sirketi|ltd sti|limited sti|sti|ticaret limited sirketi|sirketi|uab|sia|ou|oue|mchj|mas uliyati mahdud|sas|s a s|srls|unipessoal|wll|w l l|eirl|s de r l de c v|s de rl de cv|s de r l|s de rl|sociedad de responsabilidad limitada|sociedad limitada|societe a responsabilite limitee|drustvo s ogranicenom odgovornoscu`,
  stock: `joint stock company|open joint stock company|public joint stock company|closed joint stock company|joint stock|jsc|ojsc|pjsc|cjsc|ao|oao|pao|zao|ojsc|oat|zat|pat|at|aat
    aktsionernoe obshchestvo|aktsionernoye obshchestvo|aktcionernoe obshchestvo|publichnoe aktsionernoe obshchestvo|otkrytoe aktsionernoe obshchestvo|zakrytoe aktsionernoe obshchestvo
    publichnoye aktsionernoye obshchestvo|otkrytoye aktsionernoye obshchestvo|zakrytoye aktsionernoye obshchestvo|otkrytoe aktsionernoye obshchestvo|ag|aktiengesellschaft|sa|s a|sa de cv|s a de c v|sapi de cv
    sociedad anonima|sociedad anonima de capital variable|societe anonyme|spa|s p a|nv|n v|plc|public limited company|anonim sirketi|anonim ortakligi|as|a s|oyj|oy|ab|asa|aktiebolag|corp|corporation|inc|incorporated|sal|s a l|saog|psc|pjs|tbk|bhd|berhad|kk|sae|s a e|ad|akcionarsko drustvo|aktsyyanernae tavarystva|adkrytae aktsyyanernae tavarystva|sa de c v`,
  partnership: 'lp|l p|llp|kg|limited partnership|gmbh co kg|partnership|kollektif sirketi|komandit sirketi|ohg|cv|kd',
  state: `federal state unitary enterprise|fsue|fgup|federalnoe gosudarstvennoe unitarnoe predpriyatie|federalnoe gosudarstvennoe unitarnoe predpriiatie|state unitary enterprise|unitary enterprise|gup|sue
    gosudarstvennoe unitarnoe predpriyatie|federal state budgetary institution|fgbu|fgbou|fgu|state enterprise|gosudarstvennoe predpriyatie|republican unitary enterprise|rup|federal state institution|fgau|fgbun|fku|fkp|fkgu`,
  company: 'company|co|cie|compagnie|compania|cia|sharekat|sherkat|kompaniya|kompaniia|firma|shrkt|shrkh',
  nonprofit:
    'ev|e v|ngo|npo|ano|avtonomnaia nekommercheskaia organizatsiia|avtonomnaya nekommercheskaya organizatsiya|autonomous non profit organization|autonomous nonprofit organization|asbl|stichting',
}

export interface LegalForm {
  readonly form: LegalFormClass
  /** How many words the phrase has. */
  readonly length: number
}

const byFirstWord = buildIndex()

const formWords = [...new Set(Object.values(phrases).flatMap((text) => text.split(/[|\s]+/)))].filter(
  (w) => w.length > 4,
)
const knownFormWords = new Set(formWords)
const corrected = new Map<string, string>()

/** A word of a legal form mistyped is read as that word: `LIMITD`, `OBSHCHESTVOO`. Others come back as they are. */
export function correctFormWord(text: string): string {
  if (text.length < 4 || knownFormWords.has(text)) return text
  const known = corrected.get(text)
  if (known !== undefined) return known
  const edits = text.length < 9 ? 1 : 2
  const found =
    formWords.find((word) => (text.length > 4 || word === 'stock') && editsWithin(text, word, edits)) ?? text
  if (corrected.size > 50_000) corrected.clear()
  corrected.set(text, found)
  return found
}

/** The longest legal form that begins at `at`, when one does. `texts` are romanised words. */
export function legalFormAt(texts: readonly string[], at: number): LegalForm | undefined {
  const options = byFirstWord.get(texts[at] ?? '')
  return options?.find(({ words }) => words.every((word, i) => texts[at + i] === word))?.found
}

interface IndexedPhrase {
  readonly words: readonly string[]
  readonly found: LegalForm
}

function buildIndex(): ReadonlyMap<string, readonly IndexedPhrase[]> {
  const index = new Map<string, IndexedPhrase[]>()
  for (const [form, text] of Object.entries(phrases)) {
    for (const phrase of text.split(/[|\n]/)) {
      const words = phrase.trim().split(/\s+/)
      const first = words[0]
      if (first === undefined || first === '') continue
      // Object.entries widens the key; the record's keys are exactly the classes.
      const entry = { words, found: { form: form as LegalFormClass, length: words.length } }
      index.set(first, [...(index.get(first) ?? []), entry])
    }
  }
  for (const list of index.values()) list.sort((a, b) => b.words.length - a.words.length)
  return index
}
