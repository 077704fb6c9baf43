import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { finishEntity } from '../entity-hash.ts'
import { parseName } from '../names/parse-name.ts'
import type { ParsedName } from '../names/parsed-name.ts'
import { CandidateScratch } from './candidate-scratch.ts'
import { storeEntities } from './entity-store.ts'
import { findCandidates, roundsOf } from './find-candidates.ts'
import { buildNameStore, type NameStore } from './name-store.ts'
import { mostPromisingBits, promiseOf } from './name-promise.ts'

function storeOf(names: readonly string[]): NameStore {
  const entities = names.map((full, i) =>
    finishEntity({
      listId: 'L',
      entryId: String(i).padStart(6, '0'),
      schema: 'Person',
      names: [{ full, kind: 'primary' }],
      raw: { line: i + 1 },
    }),
  )
  return buildNameStore(storeEntities(entities))
}

function postingsOf({ postings, postingStarts }: NameStore, id: number): number[] {
  return Array.from(postings.subarray(postingStarts[id], postingStarts[id + 1]))
}

/** Adds up every name that any word leads to, and sorts them all. */
function bruteForce(store: NameStore, query: ParsedName, least: number): number[] {
  const shared = new Map<number, number>()
  for (const round of roundsOf(store, query)) {
    const credited = new Set<number>()
    const credit = (name: number, bits: number): void => {
      if (!credited.has(name)) shared.set(name, Math.fround((shared.get(name) ?? 0) + bits))
      credited.add(name)
    }
    if (round.kind === 'words') {
      for (let i = 0; i < round.matches.size; i++) {
        for (const name of postingsOf(store, round.matches.ids[i] ?? 0)) credit(name, round.matches.bits[i] ?? 0)
      }
    } else {
      for (const hash of round.hashes) {
        store.joins.items.forEach((name, at) => {
          if (store.joins.hashes[at] === hash) credit(name, round.bits)
        })
      }
    }
  }
  return [...shared]
    .map(([name, bits]) => ({ name, promise: Math.fround(promiseOf(bits, query.bits, store.bits[name] ?? 0)) }))
    .filter(({ promise }) => promise >= least)
    .sort((a, b) => b.promise - a.promise || a.name - b.name)
    .map(({ name }) => name)
}

const words =
  `ali muhammad ahmad hassan li wang maria juan garcia kim kadyrov kadirov schwarzkassen schwarz kassen abd abdul
  rahman abdulrahman van der berg vanderberg petrov petrova ivan iwan smith smyth schmidt j k al hasan alhasan mr`
    .split(/\s+/)
    .filter(Boolean)
const name = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 5 }).map((parts) => parts.join(' '))

describe('findCandidates', () => {
  it('finds what adding up every name finds, in the same order', () => {
    fc.assert(
      fc.property(
        fc.array(name, { minLength: 1, maxLength: 80 }),
        name,
        fc.constantFrom(0.3, 0.5, 0.7, 0.9),
        fc.constantFrom(1, 5, 300),
        (listed, asked, least, bound) => {
          const store = storeOf(listed)
          const scratch = new CandidateScratch(store.bits.length)
          const query = parseName(asked, 'person')
          const expected = bruteForce(store, query, least)
          for (const accepts of [() => true, (id: number) => id % 3 > 0]) {
            const accepted = expected.filter(accepts)
            expect(findCandidates(store, query, { least, bound, accepts }, scratch)).toEqual({
              names: accepted.slice(0, bound),
              truncated: accepted.length > bound,
            })
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  it('adds up none of the names that hold one common word of a longer query', () => {
    const given = Array.from({ length: 40 }, (_, i) => `given${String.fromCharCode(97 + (i % 26))}${i}x`)
    const store = storeOf(
      Array.from({ length: 4000 }, (_, i) => `${given[i % 40]} ${i % 4 === 0 ? 'ali' : 'kadyrovic'}`),
    )
    const scratch = new CandidateScratch(store.bits.length)
    const query = parseName('Ali Zvonimirsson Brandauer', 'person')
    const [ali] = roundsOf(store, query)
    const met = ali?.kind === 'words' ? Array.from(ali.matches.ids).flatMap((id) => postingsOf(store, id)) : []
    expect(met).toHaveLength(1000)
    const wanted = { least: 0.5, bound: 300, accepts: () => true }
    expect(findCandidates(store, query, wanted, scratch)).toEqual({ names: [], truncated: false })
    expect(scratch.size).toBe(0)
  })
})

describe('mostPromisingBits', () => {
  it('is never less than the bits of a name that promises enough', () => {
    const bits = fc.double({ min: 0.5, max: 120, noNaN: true })
    fc.assert(
      fc.property(bits, bits, bits, fc.double({ min: 0.05, max: 1, noNaN: true }), (shared, query, list, least) => {
        expect(promiseOf(shared, query, list) < least || list <= mostPromisingBits(shared, query, least)).toBe(true)
      }),
      { numRuns: 20_000 },
    )
  })
})
