/** The reference tables in force, loaded from the sealed files beside this one. */
import countriesFile from './data/countries.json' with { type: 'json' }
import countryGroupsFile from './data/country-groups.json' with { type: 'json' }
import countryProfilesFile from './data/country-profiles.json' with { type: 'json' }
import countryScoresFile from './data/country-scores.json' with { type: 'json' }
import euHighRiskFile from './data/eu-high-risk.json' with { type: 'json' }
import fatfFile from './data/fatf.json' with { type: 'json' }
import occupationsFile from './data/occupations.json' with { type: 'json' }
import postalCodesFile from './data/postal-codes.json' with { type: 'json' }
import { parseSnapshot, type Snapshot } from './snapshot.ts'
import * as tables from './tables.ts'

export interface ReferenceData {
  readonly countries: Snapshot<tables.CountriesTable>
  readonly countryGroups: Snapshot<tables.CountryGroupsTable>
  readonly countryProfiles: Snapshot<tables.CountryProfilesTable>
  readonly countryScores: Snapshot<tables.CountryScoresTable>
  readonly euHighRisk: Snapshot<tables.EuHighRiskTable>
  readonly fatf: Snapshot<tables.FatfTable>
  readonly occupations: Snapshot<tables.OccupationsTable>
  readonly postalCodes: Snapshot<tables.PostalCodesTable>
}

/** The tables shipped with this version. A bank replaces any of them with its own snapshot. */
export const shippedReferenceData: ReferenceData = {
  countries: parseSnapshot(tables.CountriesTableSchema, countriesFile),
  countryGroups: parseSnapshot(tables.CountryGroupsTableSchema, countryGroupsFile),
  countryProfiles: parseSnapshot(tables.CountryProfilesTableSchema, countryProfilesFile),
  countryScores: parseSnapshot(tables.CountryScoresTableSchema, countryScoresFile),
  euHighRisk: parseSnapshot(tables.EuHighRiskTableSchema, euHighRiskFile),
  fatf: parseSnapshot(tables.FatfTableSchema, fatfFile),
  occupations: parseSnapshot(tables.OccupationsTableSchema, occupationsFile),
  postalCodes: parseSnapshot(tables.PostalCodesTableSchema, postalCodesFile),
}

/** Ids of all tables, for the record of a decision. */
export function snapshotIds(reference: ReferenceData): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.values(reference).map((snapshot: Snapshot<unknown>) => [snapshot.table, snapshot.id]),
  )
}
