import { describe, expect, it } from 'vitest'
import { parseName } from './parse-name.ts'

function native(name: string): boolean {
  return parseName(name, 'person').tokens.every((token) => token.native)
}

describe('a name in Hangul or Han script', () => {
  it.each(['김정은', '은정 김', '남궁 민수', '유진 미정 김', '王小明', '陳 水扁', '歐陽修', '健 张'])(
    '%s is of its people',
    (name) => {
      expect(native(name)).toBe(true)
    },
  )

  it.each(['에드워드 엘가', '조 바이든', '존 길버트', '羅伯特·曼南德茲', '拉馬沙米', 'Kim Jong Un', '김 Jong'])(
    '%s is not, or not wholly',
    (name) => {
      expect(native(name)).toBe(false)
    },
  )

  it('reads a Japanese surname as the Japanese do and leaves the given name open', () => {
    const [given, family] = parseName('健一 渡辺', 'person').tokens
    expect(family?.text).toBe('watanabe')
    expect(given?.sounds).toHaveLength(0)
    expect(parseName('小泉純一郎', 'person').tokens.map(({ original }) => original)).toEqual(['小泉', '純一郎'])
  })

  it('gives a syllable less to tell than a word', () => {
    const [given, family] = parseName('영철 김', 'person').tokens
    expect(given?.bits).toBeLessThanOrEqual(9)
    expect(family?.bits).toBeLessThanOrEqual(4.5)
  })
})
