import { describe, expect, it } from 'vitest'
import { finishEntity } from '../entity-hash.ts'
import { createScreeningIndex } from './create-screening-index.ts'

const entities = ['Hans Mueller', 'Hans Muller', 'Hans Müller', 'Johann Miller'].map((full, i) =>
  finishEntity({
    listId: 'L',
    entryId: String(i),
    schema: 'Person',
    names: [{ full, kind: 'primary' }],
    raw: { line: i + 1 },
  }),
)

describe('words of the list', () => {
  it('keep their own sounds beside others that read alike, so that no entry changes the score of another', () => {
    const query = { kind: 'person', names: ['Hans Müller'] } as const
    const together = createScreeningIndex(entities).match(query, { threshold: 0 })
    for (const entity of entities) {
      const alone = createScreeningIndex([entity]).match(query, { threshold: 0 })
      expect(alone.hits[0]?.score).toBe(together.hits.find((hit) => hit.entity.id === entity.id)?.score)
    }
  })
})

describe('words remembered between queries', () => {
  it('never change an answer: Müller reads like Muller and sounds like Mueller', () => {
    const asked = ['Hans Muller', 'Hans Müller', 'Hans Mueller', 'Hans MÜLLER', 'Hans Muller']
    const shared = createScreeningIndex(entities)
    for (const name of asked) {
      const query = { kind: 'person', names: [name] } as const
      const fresh = createScreeningIndex(entities)
      expect(shared.match(query, { threshold: 0 })).toEqual(fresh.match(query, { threshold: 0 }))
    }
  })
})
