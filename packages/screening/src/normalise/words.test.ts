import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitWords } from './words.ts'

function texts(name: string): string[] {
  return splitWords(name).map((word) => word.text)
}

describe('splitWords', () => {
  it.each([
    ["O'Neil", ['ONeil']],
    ['al-Hasan', ['al', 'Hasan']],
    ['JoseJesus GUTIERREZ', ['Jose', 'Jesus', 'GUTIERREZ']],
    ['MFKFulcrum (Russia)', ['MFK', 'Fulcrum', 'Russia']],
    ['RADIOZAVOf', ['RADIOZAVOf']],
    ['CHIZkOV', ['CHIZkOV']],
    ['RA-82012', ['RA', '82012']],
    ['PLANT4061', ['PLANT', '4061']],
    ['Vla\u200bdi\u202emir', ['Vladimir']],
    ['A & B', ['A', 'and', 'B']],
    ['', []],
    ['.,;-()', []],
    ['😀', []],
  ])('splits %j', (name, expected) => {
    expect(texts(name)).toEqual(expected)
  })

  it('brings look-alike letters to the main script of a word and remembers it', () => {
    const [word] = splitWords('Iгор')
    expect(word).toMatchObject({ text: 'Ігор', script: 'cyrillic', mixedScripts: true })
  })

  it('points back into the raw text', () => {
    const raw = '«Рамзан» — Kadyrov'
    expect(splitWords(raw).map((word) => raw.slice(word.start, word.end))).toEqual(['Рамзан', 'Kadyrov'])
  })

  it('gives ordered spans inside the text for any input', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (raw) => {
        let before = 0
        for (const word of splitWords(raw)) {
          expect(word.start).toBeGreaterThanOrEqual(before)
          expect(word.end).toBeLessThanOrEqual(raw.length)
          expect(word.text.length).toBeGreaterThan(0)
          before = word.start
        }
      }),
    )
  })
})
