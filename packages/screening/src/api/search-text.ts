/**
 * The text of a search: words and quoted phrases, `field:value`, `AND`, `OR`, `NOT` or `-`, and wildcards. What cannot be
 * read is refused, unless the caller asks for the simple form, in which everything is words.
 */
import { ApiError } from './api-message.ts'

export interface SearchClause {
  readonly kind: 'words' | 'phrase' | 'wildcard'
  readonly text: string
  /** Name of a property, `id`, `schema` or `datasets`; absent: names. */
  readonly field?: string
  readonly isExcluded: boolean
}

/** Alternatives, each a list of clauses that all must hold. */
export type SearchText = readonly (readonly SearchClause[])[]

const token = /\s*(?:(AND|OR|NOT|&&|\|\|)(?=\s|$)|([+-]?)(?:([A-Za-z][\w.]*):)?(?:"([^"]*)"|([^\s"]+)))/y
/** Signs that mean something to clients of other systems and nothing here. */
const unreadable = /[/\\^~()[\]{}<>=]/

export function parseSearch(text: string, isSimple: boolean): SearchText {
  if (isSimple) {
    const words = text.replace(/[^\p{L}\p{N}\p{M}'’.-]+/gu, ' ').trim()
    return words === '' ? [] : [[{ kind: 'words', text: words, isExcluded: false }]]
  }
  const alternatives: SearchClause[][] = [[]]
  let isExcluded = false
  let at = 0
  while (text.slice(at).trim() !== '') {
    token.lastIndex = at
    const match = token.exec(text)
    if (match === null) throw new ApiError(400, 'q: a quotation mark is not closed.')
    at = token.lastIndex
    const [, operator, sign, field, phrase, word] = match
    if (operator === 'NOT') isExcluded = true
    else if (operator === 'OR' || operator === '||') alternatives.push([])
    if (operator !== undefined) continue
    const value = phrase ?? word ?? ''
    if (phrase === undefined && unreadable.test(value))
      throw new ApiError(400, 'q: cannot be read. Put the text in quotes, or ask with simple=true.')
    alternatives.at(-1)?.push({
      kind: phrase !== undefined ? 'phrase' : /[*?]/.test(value) ? 'wildcard' : 'words',
      text: value,
      ...(field === undefined ? {} : { field }),
      isExcluded: isExcluded || sign === '-',
    })
    isExcluded = false
  }
  return alternatives.filter((clauses) => clauses.length > 0).map(joinWords)
}

/** Plain words belong together: they are one name. */
function joinWords(clauses: readonly SearchClause[]): readonly SearchClause[] {
  const isPlain = (clause: SearchClause): boolean =>
    clause.kind === 'words' && clause.field === undefined && !clause.isExcluded
  const words = clauses.filter(isPlain).map(({ text }) => text)
  const others = clauses.filter((clause) => !isPlain(clause))
  return words.length === 0 ? others : [{ kind: 'words', text: words.join(' '), isExcluded: false }, ...others]
}

/** `Kadyr*` and `K?dyrov` as whole words of a text. */
export function wildcardPattern(text: string): RegExp {
  const escaped = text
    .replace(/[.+^$|\\()[\]{}]/g, '\\$&')
    .replaceAll('*', '[^\\s]*')
    .replaceAll('?', '[^\\s]')
  return new RegExp(`(?:^|\\s)${escaped}(?=\\s|$)`, 'iu')
}
