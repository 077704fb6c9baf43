import { describe, expect, it } from 'vitest'
import { romanise } from './romanise.ts'
import { splitWords } from './words.ts'

function textOf(name: string): string {
  return splitWords(name)
    .map((word) => romanise(word.text, word.script).text)
    .join(' ')
}

describe('romanise', () => {
  it.each([
    ['Рамзан Кадыров', 'ramzan kadyrov'],
    ['Тимченко', 'timchenko'],
    ['Олександр Щербаков', 'oleksandr shcherbakov'],
    ['Ігор', 'ihor'],
    ['Στίβενσον', 'stivenson'],
    ['محمد', 'mhmd'],
    ['مُحَمَّد', 'mhmd'],
    ['김', 'gim'],
    ['정', 'jeong'],
    ['エヴァン', 'evan'],
    ['ダニー・フィリップ', 'dani firipu'],
    ['埃文·貝赫', 'aiwen beihe'],
    ['ვლადიმერ', 'vladimer'],
    ['Łukasz Müller-Ångström', 'lukasz muller angstrom'],
    ['İlham ƏLİYEV', 'ilham aliyev'],
    ['Nguyễn Văn Đức', 'nguyen van duc'],
    ['ＩＢＭ', 'ibm'],
    ['١٢٣', '123'],
  ])('writes %s as %s', (name, expected) => {
    expect(textOf(name)).toBe(expected)
  })

  it('reads composed and decomposed letters alike', () => {
    for (const name of ['Müller', 'Йордан', 'ガンダム', '김정은', 'Ångström']) {
      expect(textOf(name.normalize('NFD'))).toBe(textOf(name.normalize('NFC')))
    }
  })
})
