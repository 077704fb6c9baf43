import { describe, expect, it } from 'vitest'
import { FinancialSchema } from '../application/financial.ts'
import fatfFile from './data/fatf.json' with { type: 'json' }
import { travelDocumentState } from './countries.ts'
import { countryScore, isListed, membersOn } from './country-risk.ts'
import { occupationCategory } from './occupation-category.ts'
import { shippedReferenceData as reference, snapshotIds } from './reference-data.ts'
import { parseSnapshot } from './snapshot.ts'
import { FatfTableSchema } from './tables.ts'

describe('reference data', () => {
  it('names table, date and content in the id of a snapshot', () => {
    expect(reference.fatf.id).toMatch(/^fatf@2026-06-19#[0-9a-f]{12}$/)
    expect(Object.keys(snapshotIds(reference))).toHaveLength(8)
  })

  it('refuses a table whose content is not what was sealed', () => {
    const altered = structuredClone(fatfFile)
    altered.data.increasedMonitoring.push('ES')
    expect(() => parseSnapshot(FatfTableSchema, altered)).toThrow(expect.objectContaining({ code: 'SNAPSHOT_HASH' }))
    expect(() => parseSnapshot(FatfTableSchema, { table: 'fatf' })).toThrow(
      expect.objectContaining({ code: 'SNAPSHOT_SHAPE' }),
    )
  })

  it.each([
    ['IR', 100],
    ['KP', 100],
    ['KE', 80],
    ['RU', 80],
    ['KW', 70],
    ['BG', 40],
    ['BY', 60],
    ['DE', 10],
    ['CH', 20],
    ['US', 20],
    ['BR', 40],
    ['XK', 40],
    ['DD', 10],
    ['SU', 80],
    ['XXB', null],
    ['ZZ', null],
  ])('scores %s with %s', (country, score) => {
    expect(countryScore(reference, country)).toBe(score)
  })

  it('has 22 countries under increased monitoring and 26 of high risk to the EU, none of them a member', () => {
    expect(reference.fatf.data.increasedMonitoring).toHaveLength(22)
    expect(reference.euHighRisk.data.countries).toHaveLength(26)
    expect(
      reference.euHighRisk.data.countries.filter((country) => reference.countryGroups.data.EU.includes(country)),
    ).toEqual([])
    expect(isListed(reference, 'EU_HIGH_RISK', 'RU')).toBe(true)
  })

  it('knows the list of an earlier day', () => {
    const { increasedMonitoring, history } = reference.fatf.data
    const on = (date: string) => membersOn(increasedMonitoring, history, date)
    expect(on('2026-06-19')).toEqual([...increasedMonitoring].toSorted())
    expect(on('2026-06-18')).toContain('NA')
    expect(on('2026-06-18')).not.toContain('IQ')
    expect(on('2025-10-23')).toEqual(expect.arrayContaining(['BF', 'MZ', 'NG', 'ZA', 'DZ']))
    expect(
      membersOn(reference.euHighRisk.data.countries, reference.euHighRisk.data.history, '2026-01-28'),
    ).not.toContain('RU')
  })

  it.each([
    ['D', { kind: 'COUNTRY', country: 'DE' }],
    ['GBN', { kind: 'COUNTRY', country: 'GB' }],
    ['RKS', { kind: 'COUNTRY', country: 'XK' }],
    ['IDN', { kind: 'COUNTRY', country: 'ID' }],
    ['XXB', { kind: 'STATUS', status: 'REFUGEE' }],
    ['XXA', { kind: 'STATUS', status: 'STATELESS' }],
    ['UNO', { kind: 'OTHER', code: 'UNO' }],
    ['QQQ', null],
  ])('reads the travel document code %s', (code, state) => {
    expect(travelDocumentState(reference.countries.data, code)).toEqual(state)
  })

  it.each([
    [{ employmentStatus: 'EMPLOYED', occupation: { iscoCode: '4110' } }, 'LOW'],
    [{ employmentStatus: 'EMPLOYED', occupation: { iscoCode: '1120' } }, 'MEDIUM'],
    [{ employmentStatus: 'EMPLOYED', occupation: { iscoCode: '4212' } }, 'HIGH'],
    [{ employmentStatus: 'EMPLOYED', occupation: { iscoCode: '2310' } }, 'LOW'],
    [{ employmentStatus: 'SELF_EMPLOYED', occupation: { iscoCode: '4110' } }, 'MEDIUM'],
    [{ employmentStatus: 'SELF_EMPLOYED', occupation: { iscoCode: '4110' }, industry: '92.00' }, 'HIGH'],
    [{ employmentStatus: 'EMPLOYED', occupation: { iscoCode: '4110' }, industry: '92.00' }, 'LOW'],
    [{ occupation: { activity: 'ARMS' } }, 'VERY_HIGH'],
    [{}, 'LOW'],
  ])('puts %j into %s', (financial, category) => {
    expect(occupationCategory(reference.occupations.data, FinancialSchema.parse(financial))).toBe(category)
  })
})
