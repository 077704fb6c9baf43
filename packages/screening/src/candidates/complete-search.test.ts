import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { editsWithin } from '../names/edit-distance.ts'
import { parseName } from '../names/parse-name.ts'
import { tableOf } from '../names/token-table.ts'
import { indexTokens, TokenDictionary } from './token-dictionary.ts'
import { guaranteedEdits } from './token-keys.ts'

const letters = fc.constantFrom(...'abdeikmnorsz')
const word = fc.array(letters, { minLength: 3, maxLength: 13 }).map((parts) => parts.join(''))

function tokenOf(text: string) {
  const token = parseName(`${text} xxqq`, 'person').tokens.find((found) => found.text === text)
  return token?.kind === 'word' ? token : undefined
}

/** One or two random edits of a word. */
const edit = fc.record({ kind: fc.constantFrom('insert', 'delete', 'swap', 'turn'), at: fc.nat(), letter: letters })

function applyEdit(text: string, { kind, at, letter }: { kind: string; at: number; letter: string }): string {
  const i = at % text.length
  switch (kind) {
    case 'insert':
      return text.slice(0, i) + letter + text.slice(i)
    case 'delete':
      return text.slice(0, i) + text.slice(i + 1)
    case 'turn':
      return text.slice(0, i) + text.slice(i + 1, i + 2) + text.charAt(i) + text.slice(i + 2)
    default:
      return text.slice(0, i) + letter + text.slice(i + 1)
  }
}

describe('the search for words', () => {
  it('finds every listed word within the guaranteed edits, as brute force does', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(word, { minLength: 5, maxLength: 60 }),
        fc.nat(),
        fc.array(edit, { minLength: 0, maxLength: 2 }),
        (words, pick, edits) => {
          const tokens = words.map(tokenOf).filter((token) => token !== undefined)
          if (tokens.length === 0) return
          const dictionary = new TokenDictionary(
            tableOf(tokens, new Uint8Array(tokens.length).fill(3)),
            indexTokens(tokens),
          )
          const asked = edits.reduce(applyEdit, tokens[pick % tokens.length]?.text ?? '')
          const query = tokenOf(asked)
          if (query === undefined) return
          const { ids, size } = dictionary.lookup(query)
          const found = new Set(Array.from({ length: size }, (_, i) => tokens[ids[i] ?? -1]?.text))
          const limit = guaranteedEdits(asked.length)
          const expected = tokens.map(({ text }) => text).filter((text) => editsWithin(asked, text, limit))
          expect([...found]).toEqual(expect.arrayContaining(expected))
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('editsWithin', () => {
  it.each([
    ['kadyrov', 'kadyrov', 0, true],
    ['kadyrov', 'kadirov', 1, true],
    ['kadyrov', 'kdayrov', 1, true],
    ['kadyrov', 'kadrov', 1, true],
    ['kadyrov', 'kadirof', 1, false],
    ['kadyrov', 'kadirof', 2, true],
    ['abc', 'abcdef', 2, false],
  ])('says of %s and %s within %d: %s', (a, b, limit, expected) => {
    expect(editsWithin(a, b, limit)).toBe(expected)
  })
})
