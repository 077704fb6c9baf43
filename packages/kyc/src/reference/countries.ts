/** Country codes: membership, former countries, and the codes of travel documents. */
import { PROTECTION_STATUSES, type ProtectionStatus } from '../application/identity.ts'
import type { CountriesTable } from './tables.ts'

/** A country that exists today, by ISO 3166-1 alpha-2 (and XK). */
export function isCountry(table: CountriesTable, code: string): boolean {
  return Object.hasOwn(table.alpha3, code)
}

/** A country of today or a former one: what a birth country may be. */
export function isCountryOrFormer(table: CountriesTable, code: string): boolean {
  return isCountry(table, code) || Object.hasOwn(table.former, code)
}

export function isProtectionStatus(code: string): code is ProtectionStatus {
  return PROTECTION_STATUSES.some((status) => status === code)
}

/** Today's countries behind a code: itself, or the successors of a former country. */
export function todaysCountries(table: CountriesTable, code: string): readonly string[] {
  return isCountry(table, code) ? [code] : (table.former[code] ?? [])
}

/** What a three-letter code in a travel document stands for. */
export type TravelDocumentState =
  | { readonly kind: 'COUNTRY'; readonly country: string }
  | { readonly kind: 'STATUS'; readonly status: 'STATELESS' | 'REFUGEE' }
  | { readonly kind: 'OTHER'; readonly code: string }

/** Reads an ICAO 9303-3 code with its fillers removed; null when no such code exists. */
export function travelDocumentState(table: CountriesTable, code: string): TravelDocumentState | null {
  const mapped = table.icao[code]
  if (mapped) return { kind: 'COUNTRY', country: mapped }
  const status = table.icaoStatus[code]
  if (status) return { kind: 'STATUS', status }
  if (table.icaoOther.includes(code)) return { kind: 'OTHER', code }
  const country = Object.entries(table.alpha3).find(([, alpha3]) => alpha3 === code)?.[0]
  return country ? { kind: 'COUNTRY', country } : null
}
