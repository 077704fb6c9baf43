/** How risky a country is by the lists and the bank's own table, and what the lists said on an earlier day. */
import { assertNever } from '../assert-never.ts'
import { todaysCountries } from './countries.ts'
import type { ReferenceData } from './reference-data.ts'
import type { CountryScoresTable } from './tables.ts'

export const COUNTRY_LISTS = ['EU_HIGH_RISK', 'FATF_CALL_FOR_ACTION', 'FATF_INCREASED_MONITORING'] as const
export type CountryList = (typeof COUNTRY_LISTS)[number]

export function isListed(reference: ReferenceData, list: CountryList, country: string): boolean {
  switch (list) {
    case 'EU_HIGH_RISK':
      return reference.euHighRisk.data.countries.includes(country)
    case 'FATF_CALL_FOR_ACTION':
      return Object.hasOwn(reference.fatf.data.callForAction, country)
    case 'FATF_INCREASED_MONITORING':
      return reference.fatf.data.increasedMonitoring.includes(country)
    default:
      return assertNever(list)
  }
}

export function isEea(reference: ReferenceData, country: string): boolean {
  return reference.countryGroups.data.EEA.includes(country)
}

/**
 * Inherent score of a country, 0 to 100. A former country scores as the highest of its successors, since nobody
 * knows which one is meant; a code that is no country scores null and adds nothing.
 */
export function countryScore(reference: ReferenceData, code: string): number | null {
  const scores = todaysCountries(reference.countries.data, code).map((country) => scoreOf(reference, country))
  return scores.length === 0 ? null : Math.max(...scores)
}

function scoreOf(reference: ReferenceData, country: string): number {
  const row = reference.countryScores.data.rows.find((candidate) => fits(reference, candidate, country))
  // The table's schema ends every table with a row that fits everyone.
  return row?.score ?? 100
}

function fits(reference: ReferenceData, row: CountryScoresTable['rows'][number], country: string): boolean {
  switch (row.match) {
    case 'FATF_CALL_FOR_ACTION':
      return isListed(reference, 'FATF_CALL_FOR_ACTION', country)
    case 'EU_HIGH_RISK':
      return isListed(reference, 'EU_HIGH_RISK', country)
    case 'FATF_INCREASED_MONITORING_OUTSIDE_EEA':
      return isListed(reference, 'FATF_INCREASED_MONITORING', country) && !isEea(reference, country)
    case 'FATF_INCREASED_MONITORING_EEA':
      return isListed(reference, 'FATF_INCREASED_MONITORING', country) && isEea(reference, country)
    case 'EEA':
      return isEea(reference, country)
    case 'COUNTRIES':
      return row.countries.includes(country)
    case 'EVERYONE_ELSE':
      return true
    default:
      return assertNever(row.match)
  }
}

interface ListChange {
  readonly on: string
  readonly added: readonly string[]
  readonly removed: readonly string[]
}

/** The members of a list on an earlier day, by undoing the later changes, newest first. Sorted. */
export function membersOn(current: readonly string[], history: readonly ListChange[], date: string): readonly string[] {
  const members = new Set(current)
  for (const change of history.filter((entry) => entry.on > date).toSorted((a, b) => (a.on < b.on ? 1 : -1))) {
    for (const country of change.added) members.delete(country)
    for (const country of change.removed) members.add(country)
  }
  return [...members].toSorted()
}
