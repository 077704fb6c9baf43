import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { collect, haveWatchlists, watchlistFile } from '../../testing/watchlist-data.ts'
import { createScreeningIndex } from '../candidates/create-screening-index.ts'
import type { ScreeningIndex } from '../candidates/screening-index.ts'
import { finishEntity } from '../entity-hash.ts'
import { parseOfacCsv } from '../lists/ofac-csv.ts'
import { parseUnXml } from '../lists/un-xml.ts'
import { evaluate, shareAbove } from './evaluate.ts'
import { type ScoredPair, scorePairs } from './score-pairs.ts'

const shared = process.env.GATEHOUSE_SHARED ?? join(import.meta.dirname, '../../../../../shared')
const isHere = haveWatchlists()
const hasPairs = isHere && existsSync(join(shared, 'data/screening/dev.csv'))
const hasCustomers = isHere && existsSync(join(shared, 'kyc-test-customers.json'))

async function scoreFile(name: string): Promise<ScoredPair[]> {
  const out: ScoredPair[] = []
  for await (const pair of scorePairs(createReadStream(join(shared, 'data/screening', name)))) out.push(pair)
  return out
}

describe.skipIf(!hasPairs)('quality on the development pairs', () => {
  it('keeps its floors and stays silent on unrelated pairs', { timeout: 120_000 }, async () => {
    const pairs = await scoreFile('dev.csv')
    const { points } = evaluate(
      pairs.map(({ score, cells }) => ({ score, positive: cells.label === '1', phenomenon: cells.phenomenon ?? '' })),
    )
    expect(points[0]?.recall).toBeGreaterThan(0.87)
    expect(points[1]?.recall).toBeGreaterThan(0.938)
    const unrelated = await scoreFile('guard_unrelated_dev.csv')
    for (const point of points) expect(shareAbove(unrelated, point.threshold)).toBeLessThanOrEqual(0.001)
  })
})

/** The fields of the test applicants that are screened. */
interface Applicant {
  readonly givenNames?: string
  readonly surnames?: string
  readonly dateOfBirth: string
  readonly nationalities: readonly string[]
  readonly sex: 'M' | 'F'
}

interface Customer {
  readonly id: string
  readonly applicant: Applicant
  readonly expected: { readonly sanctions: string; readonly bestHit?: readonly string[] }
}

describe.skipIf(!hasCustomers)('the test applicants against real lists', () => {
  let index: ScreeningIndex
  const customers: readonly Customer[] = hasCustomers
    ? (JSON.parse(readFileSync(join(shared, 'kyc-test-customers.json'), 'utf8')) as { customers: Customer[] }).customers
    : []

  beforeAll(async () => {
    const folder = 'ofac/sdn_2026-08-20_reconstructed'
    const files = ['sdn', 'alt', 'add'].map((name) => watchlistFile(`${folder}/${name}.csv.gz`))
    index = createScreeningIndex([
      ...(await collect(parseOfacCsv, { listId: 'OFAC-SDN', files })),
      ...(await collect(parseUnXml, { listId: 'UN', files: [watchlistFile('un/consolidated_2026-02-27.xml.gz')] })),
    ])
  }, 120_000)

  function hitsOf({ applicant }: Customer) {
    return index.match(
      {
        kind: 'person',
        names: [`${applicant.givenNames ?? ''} ${applicant.surnames ?? ''}`],
        birthDates: [applicant.dateOfBirth],
        nationalities: applicant.nationalities,
        gender: applicant.sex === 'F' ? 'female' : 'male',
      },
      { threshold: index.config.alert },
    ).hits
  }

  it('alerts on exactly those who shall alert, with the expected entry first', () => {
    const alerted = customers.filter((customer) => hitsOf(customer).length > 0)
    const expected = customers.filter((customer) => customer.expected.sanctions === 'POTENTIAL_MATCH')
    expect(alerted.map(({ id }) => id)).toEqual(expected.map(({ id }) => id))
    for (const customer of expected) {
      expect(customer.expected.bestHit).toContain(hitsOf(customer)[0]?.entity.id)
    }
  })

  it('finds a near entry of the own list although the birth date differs', () => {
    const names = [{ full: 'Viktor Musterbetrug', kind: 'primary' as const }]
    const birthDates = [{ value: '1979-08-17', precision: 'day' as const, circa: false }]
    const own = finishEntity({ listId: 'OWN', entryId: '1', schema: 'Person', names, birthDates, raw: { line: 1 } })
    const near = { kind: 'person' as const, names: ['Victor Musterbertrug'], birthDates: ['2001-02-02'] }
    expect(createScreeningIndex([own]).match(near).hits[0]?.score).toBe(75)
  })
})
