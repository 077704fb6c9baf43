import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pointsOf } from '../scoring/score-scale.ts'
import { compareNames } from './name-evidence.ts'
import { featureNames } from './name-features.ts'
import type { NameDomain } from './name-information.ts'
import { nameWeights } from './name-weights.ts'
import { parseName } from './parse-name.ts'

function points(query: string, list: string, domain: NameDomain = 'person'): number {
  return pointsOf(compareNames(parseName(query, domain), parseName(list, domain)))
}

/** At the alert line of the shipped configuration. */
const alert = 75

describe('compareNames', () => {
  it.each([
    ['Рамзан Ахматович Кадыров', 'Ramzan Akhmatovich KADYROV'],
    ['Ramzan Kadyrov', 'Ramzan Akhmatovich KADYROV'],
    ['KADYROV, Ramzan', 'Ramzan Akhmatovich KADYROV'],
    ['Gennadi Timtšenko', 'Gennady TIMCHENKO'],
    ['Vladimir Anatoljevitj SJAMANOV', 'Vladimir Anatolievich SHAMANOV'],
    ['Sergej Čemezov', 'Sergei CHEMEZOV'],
    ['Abdulpatta Escalon ABUBAKAR', 'Abdul Patta Escalon Abubakar'],
    ['Muktar A. ABUZUBAIR', 'Muktar Abdulrahim ABUZUBAIR'],
    ['김미정', 'Kim Mi-Jung'],
    ['ニコラ・サルコジ', 'Nicolas Sarkozy'],
    ['Νίκος Αναστασιάδης', 'Nikos Anastasiadis'],
    ['Victor Musterbertrug', 'Viktor MUSTERBETRUG'],
    ['Bill Clinton', 'William CLINTON'],
    ['Mohamed Ali ALHOUTHI', 'Mohamed Ali AL-HOUTHI'],
    ['Salah ALTUBAIQI', 'Salah AL-TUBAIQI'],
    ['محمد عبدالكريم الغماري', 'Muhammad Abd al-Karim AL-GHAMARI'],
    ['Abd Elrahman Said', 'Abdel Rahman SAID'],
    ['محمد فايز برشة', 'Mohamad Fayez AL-BARASHA'],
    ['이명박', 'Lee Myung-bak'],
    ['안재훈', 'Ahn Jae-Hoon'],
    ['陈水扁', 'Chen Shui-bian'],
    ['리처드 닉슨', 'Richard Nixon'],
    ['Andrey Bokarev', 'Andrey Removich BOKAREV'],
  ])('takes %s for %s', (query, list) => {
    expect(points(query, list)).toBeGreaterThanOrEqual(alert)
  })

  it.each([
    ['Alexander Vladimirovich BONDARENKO', 'Alexander Vladimirovich KOZLOV'],
    ['Michelle Obama', 'Barack Obama'],
    ['José García', 'Jose Oscar GARCIA BATTE'],
    ['Anna Beispiel', 'Anna SMIRNOVA'],
    ['Sergey Prigozhin', 'Yevgeny Prigozhin'],
    ['علي حسن', 'Omar KHALID'],
    ['상철 최', 'Song Su CHOE'],
    ['엄정식', 'KIM Jong Sik'],
    ['遠藤 晃', 'Jiantong WANG'],
    ['さゆり 山田', 'Nicolas SIERRA SANTANA'],
  ])('tells %s from %s', (query, list) => {
    expect(points(query, list)).toBeLessThan(alert)
  })

  it.each([
    ['OOO Zvezda', 'ZVEZDA LIMITED LIABILITY COMPANY', true],
    ['LIMITD LIABILITY COMPAY RESURS GRUPP', 'LIMITED LIABILITY COMPANY RESURS GRUPP', true],
    ['Акционерное Общество «Протон» (АО «Протон»)', 'AKTSIONERNOE OBSHCHESTVO PROTON', true],
    ['Опытное Конструкторское Бюро «Новатор» (ОКБ «Новатор»)', 'OPYTNOE KONSTRUKTORSKOE BYURO NOVATOR', true],
    ['COMPLIGA BRANCH', 'COMPLIGA', true],
    ['NASHVILLE HKLIMITED', 'NASHVILLE HK LIMITED', true],
    ['FU YUAN YU 8698', 'FU YUAN YU 8672', false],
    ['33RD LIGHT INFANTRY DIVISION', '99TH LIGHT INFANTRY DIVISION', false],
    ['Volkswagen AG', 'Siemens AG', false],
  ])('compares organisations %s and %s', (query, list, same) => {
    expect(points(query, list, 'organisation') >= alert).toBe(same)
  })

  it('takes two words of a person for telling, and one for the name of many', () => {
    expect(points('Dawood Ibrahim', 'Dawood Ibrahim Kaskar')).toBeGreaterThanOrEqual(alert)
    expect(points('Dawood', 'Dawood Ibrahim Kaskar')).toBeLessThan(60)
  })

  it('reads what a bracket adds as part of the name', () => {
    const same = points('Sun Trading LLC', 'Sun Trading LLC', 'organisation')
    expect(points('Sun (Moon) Trading LLC', 'Sun Trading LLC', 'organisation')).toBeLessThan(same - 5)
  })

  it('gives every weight the sign of its feature', () => {
    const wrong = featureNames.filter((name) => {
      const weight = nameWeights.weights[name]
      return weight === undefined || (name.startsWith('+') ? weight < 0 : weight > 0)
    })
    expect(wrong).toEqual([])
  })

  const syllables = fc.constantFrom('ka', 'dy', 'rov', 'mir', 'has', 'san', 'lu', 'ten', 'bor', 'gim', 'wei', 'zha')
  const word = fc.array(syllables, { minLength: 2, maxLength: 4 }).map((parts) => parts.join(''))
  const name = fc.uniqueArray(word, { minLength: 2, maxLength: 4 }).map((words) => words.join(' '))

  it('is symmetric', () => {
    // What the query alone has and what the list alone has weigh differently; without omissions nothing differs.
    fc.assert(
      fc.property(name, (a) => {
        const b = a.split(' ').toReversed().join(' ')
        expect(points(a, b)).toBeCloseTo(points(b, a), 9)
      }),
    )
  })

  it('does not mind case, accents and order', () => {
    fc.assert(
      fc.property(name, (a) => {
        const other = a.toUpperCase().replaceAll('A', 'Á').split(' ').toReversed().join(' ')
        expect(points(other, a)).toBe(points(a, a))
      }),
    )
  })

  it('never scores a misspelled name above the right one', () => {
    fc.assert(
      fc.property(name, fc.nat(), fc.constantFrom(...'bdfgkprsx'), (listed, at, letter) => {
        const i = at % listed.length
        const typo = listed.charAt(i) === ' ' ? listed : listed.slice(0, i) + letter + listed.slice(i + 1)
        expect(points(listed, listed)).toBeGreaterThanOrEqual(points(typo, listed))
      }),
    )
  })
})
