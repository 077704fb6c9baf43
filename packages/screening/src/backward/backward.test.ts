import { afterAll, describe, expect, it } from 'vitest'
import { createScreeningIndex } from '../candidates/create-screening-index.ts'
import type { Entity } from '../entity.ts'
import { finishEntity } from '../entity-hash.ts'
import { defaultMatcherConfig } from '../scoring/matcher-config.ts'
import { CustomerBase } from './customer-base.ts'
import type { CustomerRecord } from './customer-store.ts'
import { createCustomerScreen } from './customer-screen.ts'

const given =
  'Ramzan Mohammed Muhammad Ivan Sergei Olga José María Kim Wei Abd Abu Yusuf Hassan Tatiana Юрий محمد'.split(' ')
const family =
  'Kadyrov Kadyrova al-Hasan Hussein Petrov Petrova García López Chol Zhang Rahman Bakr Khan Соколов Müller'.split(' ')
const words = 'Vostok Trading Shipping Bank Group Holding International Neftegaz LLC OOO GmbH Limited First 5'.split(
  ' ',
)

/** Numbers that look drawn and are the same each time. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

function pick<T>(from: readonly T[], next: (below: number) => number): T {
  const value = from[next(from.length)]
  if (value === undefined) throw new RangeError('empty')
  return value
}

/** One slip such as people make: a letter gone, doubled or exchanged, words turned round, joined or left out. */
function misspell(name: string, next: (below: number) => number): string {
  const at = next(Math.max(1, name.length - 1))
  const pieces = name.split(' ')
  switch (next(7)) {
    case 0:
      return name.slice(0, at) + name.slice(at + 1)
    case 1:
      return name.slice(0, at) + name.slice(at, at + 1) + name.slice(at)
    case 2:
      return `${name.slice(0, at)}${name[at + 1] ?? ''}${name[at] ?? ''}${name.slice(at + 2)}`
    case 3:
      return pieces.toReversed().join(' ')
    case 4:
      return pieces.join('')
    case 5:
      return pieces.length > 2 ? pieces.slice(0, -1).join(' ') : name
    default:
      return name.toUpperCase()
  }
}

function anEntity(id: number, next: (below: number) => number): Entity {
  const isPerson = next(4) > 0
  const aName = (): string =>
    isPerson
      ? [pick(given, next), ...(next(2) === 0 ? [pick(given, next)] : []), pick(family, next)].join(' ')
      : Array.from({ length: 2 + next(3) }, () => pick(words, next)).join(' ')
  return finishEntity({
    listId: 'L',
    entryId: String(id),
    schema: isPerson ? 'Person' : next(2) === 0 ? 'Company' : 'Vessel',
    names: [
      { full: aName(), kind: 'primary' },
      ...(next(3) === 0 ? [{ full: aName(), kind: next(2) === 0 ? ('weak' as const) : ('alias' as const) }] : []),
    ],
    birthDates: next(2) === 0 ? [] : [{ value: String(1950 + next(50)), precision: 'year', circa: next(2) === 0 }],
    nationalities: next(2) === 0 ? [] : [pick(['ru', 'ir', 'iq'], next)],
    documents: next(4) === 0 ? [{ kind: 'passport', number: `P${7_000_000 + next(400)}` }] : [],
    raw: { line: id },
  })
}

function aCustomer(id: number, entities: readonly Entity[], next: (below: number) => number): CustomerRecord {
  const listed = pick(entities, next)
  const name = pick(listed.names, next).full
  const kind = listed.schema === 'Person' ? 'person' : listed.schema === 'Vessel' ? 'vessel' : 'organisation'
  return {
    id: `c${id}`,
    query: {
      kind: next(12) === 0 ? 'any' : kind,
      names: [next(2) === 0 ? name : misspell(name, next), ...(next(6) === 0 ? [pick(family, next)] : [])],
      birthDates: next(2) === 0 ? [] : [String(1950 + next(50))],
      nationalities: next(2) === 0 ? [] : [pick(['ru', 'ir', 'de'], next)],
      documents: next(4) === 0 ? [{ number: `P ${7_000_000 + next(400)}`, kind: 'passport' }] : [],
    },
  }
}

/** Hits of all customers on these entries, as one text each. */
function forward(customers: readonly CustomerRecord[], entities: readonly Entity[]): string[] {
  const index = createScreeningIndex(entities)
  return customers
    .flatMap(({ id, query }) => {
      const { hits, truncated } = index.match(query, { limit: entities.length })
      expect(truncated).toBe(false)
      return hits.map((hit) => `${id} ${hit.entity.id} ${hit.score}`)
    })
    .toSorted()
}

function asTexts(hits: ReturnType<CustomerBase['screen']>): string[] {
  return hits.map(({ customerId, hit }) => `${customerId} ${hit.entity.id} ${hit.score}`).toSorted()
}

describe('backward screening', () => {
  it.each([1, 2, 3, 4, 5, 6])('finds exactly what forward screening finds (%d)', (seed) => {
    const next = numbers(seed)
    const entities = Array.from({ length: 120 }, (_, i) => anEntity(i, next))
    const customers = Array.from({ length: 250 }, (_, i) => aCustomer(i, entities, next))
    const base = new CustomerBase(60)
    base.put(customers)
    const expected = forward(customers, entities)
    expect(expected.length).toBeGreaterThan(200)
    expect(asTexts(base.screen(entities, defaultMatcherConfig))).toEqual(expected)
  })

  it('holds the newest form of a customer, and forgets those that left', () => {
    const next = numbers(9)
    const entities = Array.from({ length: 40 }, (_, i) => anEntity(i, next))
    const first = Array.from({ length: 100 }, (_, i) => aCustomer(i, entities, next))
    const changed = Array.from({ length: 60 }, (_, i) => aCustomer(i, entities, next))
    const base = new CustomerBase(30)
    for (let from = 0; from < first.length; from += 10) base.put(first.slice(from, from + 10))
    base.put(changed)
    base.remove(['c0', 'c99', 'unknown'])
    const now = [...changed.slice(1), ...first.slice(60, 99)]
    expect(base.count).toBe(now.length)
    expect(asTexts(base.screen(entities, defaultMatcherConfig))).toEqual(forward(now, entities))
  })

  it('runs in a thread of its own, which says when it is closed', async () => {
    const screen = createCustomerScreen()
    afterAll(() => screen.close())
    const next = numbers(7)
    const entities = Array.from({ length: 30 }, (_, i) => anEntity(i, next))
    const customers = Array.from({ length: 50 }, (_, i) => aCustomer(i, entities, next))
    expect(await screen.put(customers)).toBe(50)
    expect(await screen.remove(['c1'])).toBe(49)
    const rest = customers.filter(({ id }) => id !== 'c1')
    expect(asTexts([...(await screen.screen(entities, defaultMatcherConfig))])).toEqual(forward(rest, entities))
    const lost = screen.put(customers)
    await Promise.all([expect(lost).rejects.toMatchObject({ code: 'BATCH_WORKER_FAILED' }), screen.close()])
  })
})
