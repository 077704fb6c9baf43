import { describe, expect, it } from 'vitest'
import { createScreeningIndex } from '../candidates/create-screening-index.ts'
import type { Entity } from '../entity.ts'
import { finishEntity } from '../entity-hash.ts'
import type { ScreeningQuery } from '../scoring/query.ts'
import { explainPair } from './explain-pair.ts'
import { scorePairOf } from './score-pair.ts'

const entities: readonly Entity[] = [
  finishEntity({
    listId: 'T',
    entryId: '1',
    schema: 'Person',
    names: [
      { full: 'Ramzan Akhmatovich KADYROV', kind: 'primary' },
      { full: 'Рамзан Ахматович Кадыров', kind: 'original' },
      { full: 'The Boss', kind: 'weak' },
    ],
    birthDates: [{ value: '1976-10-05', precision: 'day', circa: false }],
    nationalities: ['ru'],
    gender: 'male',
    documents: [{ kind: 'passport', number: '71 B 449872' }],
    raw: { line: 1 },
  }),
  finishEntity({
    listId: 'T',
    entryId: '2',
    schema: 'Company',
    names: [{ full: 'Obshchestvo s ogranichennoi otvetstvennostyu Vostok Trading', kind: 'primary' }],
    countries: ['ru'],
    raw: { line: 2 },
  }),
]
const index = createScreeningIndex(entities)
const customers: readonly ScreeningQuery[] = [
  { kind: 'person', names: ['Ramzan Kadyrow'], birthDates: ['1976-05-10'], nationalities: ['ru'], gender: 'male' },
  { kind: 'person', names: ['Kadyrov R.', 'Рамзан Кадыров'], birthDates: ['1990'], gender: 'female' },
  { kind: 'person', names: ['The Boss'] },
  { kind: 'person', names: ['The Boss', 'Ramzan Kadyrov'] },
  { kind: 'person', names: ['The Boss'], birthDates: ['1976-10-05'] },
  { kind: 'person', names: ['Nobody Atall'], documents: [{ number: '71 B 449872', kind: 'passport' }] },
  { kind: 'person', names: [''], documents: [{ number: '71-B-449872' }] },
  { kind: 'organisation', names: ['Vostok Trading LLC'], countries: ['ru'] },
]

describe('explainPair', () => {
  it.each(customers)('scores %j as the index does', (query) => {
    const { hits } = index.match(query, { threshold: 0 })
    expect(hits.length).toBeGreaterThan(0)
    for (const hit of hits) {
      const again = scorePairOf(query, hit.entity, index.config)
      expect({ score: again.score, features: again.features }).toEqual({ score: hit.score, features: hit.features })
    }
  })

  it.each(['en', 'de'] as const)('adds up, and says it in %s', (language) => {
    const [query, entity] = [customers[0], entities[0]]
    if (query === undefined || entity === undefined) throw new Error('no pair')
    const explained = explainPair(query, entity, index.config, language, 'v1')
    const sum = explained.features.reduce((total, { contribution }) => total + contribution, 0)
    expect(sum).toBeCloseTo(explained.score, 6)
    expect(explained.source.listVersion).toBe('v1')
    expect(explained.words.length).toBe(explained.alignment.length)
    expect(explained.details.every((sentence) => sentence.endsWith('.'))).toBe(true)
    const birth = explained.counterfactuals.find(
      ({ feature, change }) => feature === 'birthDate' && change === 'absent',
    )
    const rest = scorePairOf({ ...query, birthDates: [] }, entity, index.config)
    expect(birth?.score).toBe(rest.score)
    expect(birth?.sentence).toContain(language === 'de' ? 'Ohne' : 'Without')
  })

  it('explains also what no search would find', () => {
    const entity = entities[0]
    if (entity === undefined) throw new Error('no entity')
    const explained = explainPair({ kind: 'person', names: ['Petra Unbescholten'] }, entity, index.config, 'en')
    expect(explained).toMatchObject({ alert: false, words: expect.arrayContaining([expect.any(String)]) })
    expect(explained.score).toBeLessThan(20)
  })
})
