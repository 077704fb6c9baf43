import { describe, expect, it } from 'vitest'
import { finishEntity } from '../entity-hash.ts'
import { defaultMatcherConfig } from '../scoring/matcher-config.ts'
import type { ScreeningQuery } from '../scoring/query.ts'
import { scorePairOf } from './score-pair.ts'
import { whatIf } from './what-if.ts'

const entity = finishEntity({
  listId: 'T',
  entryId: '1',
  schema: 'Person',
  names: [{ full: 'Ramzan KADYROV', kind: 'primary' }],
  birthDates: [{ value: '1976-10-05', precision: 'day', circa: false }],
  nationalities: ['ru'],
  countries: ['ru'],
  gender: 'male',
  birthPlaces: [{ text: 'Tsentoroi', country: 'ru' }],
  documents: [{ kind: 'passport', number: '71B449872' }],
  raw: { line: 1 },
})
const ask = (query: ScreeningQuery) =>
  whatIf(query, scorePairOf(query, entity, defaultMatcherConfig), defaultMatcherConfig)
const query: ScreeningQuery = {
  kind: 'person',
  names: ['Ramsan Kadirow'],
  birthDates: ['1951-02-03'],
  nationalities: ['de'],
}
/** What the list says of each attribute, as a customer would. */
const listed = {
  birthDate: { birthDates: ['1976-10-05'] },
  nationality: { nationalities: ['ru'] },
  country: { countries: ['ru'] },
  gender: { gender: 'male' },
  birthPlace: { birthPlaces: [{ city: 'Tsentoroi', country: 'ru' }] },
  document: { documents: [{ number: '71B449872', kind: 'passport' }] },
} as const

describe('whatIf', () => {
  it('scores the changed customer anew', () => {
    const changes = ask(query)
    expect(changes.filter(({ change }) => change === 'absent').map(({ feature }) => feature)).toEqual([
      'birthDate',
      'nationality',
    ])
    for (const { feature, change, score, alert } of changes) {
      const other =
        change === 'agrees'
          ? { ...query, ...listed[feature as keyof typeof listed] } // asked about customer attributes alone
          : { ...query, ...(feature === 'birthDate' ? { birthDates: [] } : { nationalities: [] }) }
      expect([feature, change, score]).toEqual([
        feature,
        change,
        scorePairOf(other, entity, defaultMatcherConfig).score,
      ])
      expect(alert).toBe(score >= defaultMatcherConfig.alert)
    }
  })

  it('answers for every attribute that the list tells and that does not agree', () => {
    const agreeing = ask(query).filter(({ change }) => change === 'agrees')
    expect(agreeing.map(({ feature }) => feature)).toEqual(Object.keys(listed))
    const base = scorePairOf(query, entity, defaultMatcherConfig).score
    expect(agreeing.every(({ score }) => score >= base)).toBe(true)
    expect(
      ask({ ...query, ...listed.birthDate }).some(
        ({ feature, change }) => feature === 'birthDate' && change === 'agrees',
      ),
    ).toBe(false)
  })

  it('is no subtraction: what one part is worth hangs on the others', () => {
    const same: ScreeningQuery = { kind: 'person', names: ['Ramzan Kadyrov'], birthDates: ['1951-02-03'] }
    const hit = scorePairOf(same, entity, defaultMatcherConfig)
    const birth = hit.features.find(({ feature }) => feature === 'birthDate')
    const without = ask(same).find(({ feature, change }) => feature === 'birthDate' && change === 'absent')
    // A strong name is kept at the alert line, so that taking the contradiction away adds less than its part.
    expect(without?.score).not.toBe(Math.min(100, hit.score - (birth?.contribution ?? 0)))
  })

  it('says nothing of what the list does not tell', () => {
    const bare = finishEntity({
      ...entity,
      birthDates: [],
      nationalities: [],
      countries: [],
      birthPlaces: [],
      documents: [],
    })
    const hit = scorePairOf(query, bare, defaultMatcherConfig)
    expect(whatIf(query, hit, defaultMatcherConfig).map(({ feature }) => feature)).toEqual(['gender'])
  })
})
