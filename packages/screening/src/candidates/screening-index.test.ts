import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Entity, EntityDraft } from '../entity.ts'
import { finishEntity } from '../entity-hash.ts'
import { fromIndexImage } from '../index-image/read-image.ts'
import { toIndexImage } from '../index-image/write-image.ts'
import type { Hit } from '../scoring/hit.ts'
import type { ScreeningQuery } from '../scoring/query.ts'
import { createScreeningIndex } from './create-screening-index.ts'

function entry(entryId: string, full: string, rest: Partial<EntityDraft> = {}): Entity {
  const names = [{ full, kind: 'primary' as const }]
  return finishEntity({ listId: 'TEST', entryId, schema: 'Person', names, raw: { line: 7 }, ...rest })
}

const day = (value: string) => ({ value, precision: 'day' as const, circa: false })

const entities = [
  entry('1', 'Ramzan Akhmatovich KADYROV', {
    birthDates: [day('1976-10-05')],
    nationalities: ['ru'],
    gender: 'male',
    documents: [{ kind: 'passport', number: '8208 No. 682789', country: 'ru' }],
  }),
  entry('2', 'Dawood Ibrahim KASKAR', { birthDates: [day('1955-12-26'), day('1955-12-31')], nationalities: ['in'] }),
  entry('3', 'Ali HASSAN', {
    names: [
      { full: 'Ali HASSAN AL-BAGHDADI', kind: 'primary' },
      { full: 'Jihadi Jack', kind: 'weak' },
    ],
    birthDates: [day('1981-03-04')],
  }),
  entry('4', 'ZVEZDA SHIPPING LIMITED', { schema: 'Company' }),
  entry('5', 'Mohammed ALI'),
]
const index = createScreeningIndex(entities)

function best(query: Partial<ScreeningQuery> & Pick<ScreeningQuery, 'names'>): Hit | undefined {
  return index.match({ kind: 'person', ...query }, { threshold: 0 }).hits[0]
}

describe('a screening index', () => {
  it('adds contributions up to the score exactly', () => {
    const hit = best({ names: ['Рамзан Кадыров'], birthDates: ['1976-10-05'], nationalities: ['RU'], gender: 'male' })
    expect(hit?.entity.entryId).toBe('1')
    const tenths = hit?.features.reduce((sum, feature) => sum + Math.round(feature.contribution * 10), 0)
    expect(tenths).toBe(Math.round((hit?.score ?? 0) * 10))
  })

  it('keeps a strong name at the alert line although everything else differs', () => {
    const hit = best({ names: ['Ramzan Kadyrov'], birthDates: ['1999-03-14'], nationalities: ['de'], gender: 'male' })
    expect(hit?.nameScore).toBeGreaterThanOrEqual(90)
    expect(hit?.score).toBe(75)
    expect(hit?.features.at(-1)).toMatchObject({ feature: 'strongName', comparison: 'strong-name-kept' })
  })

  it('holds a weak alias under the alert line until a second feature agrees', () => {
    expect(best({ names: ['Jihadi Jack'] })?.score).toBeLessThan(75)
    expect(best({ names: ['Jihadi Jack'], birthDates: ['1981-03-04'] })?.score).toBeGreaterThanOrEqual(75)
  })

  it('takes the best of several listed dates', () => {
    const hit = best({ names: ['Dawood Kaskar'], birthDates: ['1955-12-31'] })
    expect(hit?.features.find((feature) => feature.feature === 'birthDate')).toMatchObject({ comparison: 'same-day' })
  })

  it('finds an entry by its document whatever the name', () => {
    const hit = best({ names: ['Somebody Else'], documents: [{ number: '8208-NO-682789', kind: 'passport' }] })
    expect(hit?.entity.entryId).toBe('1')
    expect(hit?.score).toBeGreaterThanOrEqual(90)
  })

  it('finds neighbours of the query written as one word by their own sounds, whatever the first word is', () => {
    const listed = createScreeningIndex([entry('6', 'BELY')])
    expect(listed.match({ kind: 'person', names: ['Christopher Be Li'] }, { threshold: 0 }).total).toBe(1)
  })

  it('finds Persian names by the sibilants that Arabs write as stops', () => {
    const listed = createScreeningIndex([entry('7', 'Qasem REZAEI')])
    expect(listed.match({ kind: 'person', names: ['رضایی قاسم'] }, { threshold: 0 }).total).toBe(1)
  })

  it('never lets agreeing data alert without a like name', () => {
    const query = {
      names: ['Pedro Gonzalez'],
      birthDates: ['1976-10-05'],
      nationalities: ['ru'],
      gender: 'male' as const,
    }
    expect(best(query)?.score ?? 0).toBeLessThan(60)
  })

  it('never compares a person with a company', () => {
    expect(best({ names: ['Zvezda Shipping Limited'] })?.entity.entryId).not.toBe('4')
    expect(best({ names: ['OOO Zvezda Shipping'], kind: 'organisation' })?.entity.entryId).toBe('4')
  })

  it('never scores lower for one more attribute that agrees', () => {
    const agreeing: Partial<ScreeningQuery>[] = [
      { birthDates: ['1976-10-05'] },
      { nationalities: ['ru'] },
      { gender: 'male' },
      { documents: [{ number: '8208682789' }] },
    ]
    const names = fc.constantFrom(
      'Ramzan Kadyrov',
      'Рамзан Кадыров',
      'R. Kadirow',
      'Ramsan Achmatowitsch Kadyrow',
      'Kadyrov',
    )
    fc.assert(
      fc.property(names, fc.subarray(agreeing), fc.constantFrom(...agreeing), (name, some, more) => {
        const before = Object.assign({ names: [name] }, ...some)
        const scoreOf = (query: ScreeningQuery) =>
          index.match({ ...query, kind: 'person' }, { threshold: 0 }).hits.find((hit) => hit.entity.entryId === '1')
            ?.score ?? 0
        expect(scoreOf({ ...before, ...more })).toBeGreaterThanOrEqual(scoreOf(before))
      }),
    )
  })

  it('answers the same bytes from its image', () => {
    const image = fromIndexImage(toIndexImage(index))
    for (const names of [['Ramzan Kadyrow'], ['Ali Hassan'], ['محمد علي'], ['x']]) {
      expect(image.match({ kind: 'person', names })).toEqual(index.match({ kind: 'person', names }))
    }
    expect(image.version).toBe(index.version)
  })

  it('gives back every entry from its image, and the image itself', () => {
    const image = toIndexImage(index)
    const opened = fromIndexImage(image)
    expect(opened.entities()).toEqual(index.entities())
    expect(entities.map(({ id }) => opened.entity(id))).toEqual(entities)
    expect(opened.entity('TEST:')).toBeUndefined()
    expect(toIndexImage(opened)).toBe(image)
  })

  it('refuses a damaged image', () => {
    const image = Uint8Array.from(toIndexImage(index))
    image[image.length - 20] = (image[image.length - 20] ?? 0) ^ 1
    expect(() => fromIndexImage(image)).toThrowError(expect.objectContaining({ code: 'IMAGE_DAMAGED' }))
    expect(() => fromIndexImage(new Uint8Array(40))).toThrowError(expect.objectContaining({ code: 'IMAGE_DAMAGED' }))
  })

  it('has an identity that changes with entries and with settings', () => {
    expect(createScreeningIndex(entities.toReversed()).version).toBe(index.version)
    expect(createScreeningIndex(entities.slice(1)).version).not.toBe(index.version)
    expect(createScreeningIndex(entities, { alert: 80 }).matcherConfigId).not.toBe(index.matcherConfigId)
  })

  it.each([
    ['very long', 'Mohammed '.repeat(1500)],
    ['one word without end', 'a'.repeat(10_000)],
    ['emoji', '😀👍'],
    ['controls', 'Vla\u0000di\u202emir'],
    ['empty', ''],
    ['one letter', 'A'],
    ['all honorifics', 'Mr Dr Sheikh Haji'],
    ['a lone surrogate', '\ud800 Ali'],
    ['punctuation', '.,;'],
  ])('answers in bounded time for %s', (_, name) => {
    const started = performance.now()
    index.match({ kind: 'any', names: [name] })
    expect(performance.now() - started).toBeLessThan(2000)
  })

  it('says when a name was too long to be compared whole', () => {
    expect(index.match({ kind: 'person', names: ['Mohammed '.repeat(1500)] }).truncated).toBe(true)
  })
})
