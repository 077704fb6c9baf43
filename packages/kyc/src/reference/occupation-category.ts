/** Risk category of an occupation: the highest of profession, business activity, industry and self-employment. */
import type { Financial } from '../application/financial.ts'
import { OCCUPATION_CATEGORIES, type OccupationCategory, type OccupationsTable } from './tables.ts'

export function occupationCategory(table: OccupationsTable, financial: Financial): OccupationCategory {
  const { iscoCode, activity } = financial.occupation
  const categories = [iscoCode ? iscoCategory(table, iscoCode) : table.defaultCategory]
  if (activity) categories.push(table.activities[activity])
  const division = table.naceDivisions[financial.industry?.slice(0, 2) ?? '']
  // An industry says something about those who run a business in it, not about their cashiers.
  if (division && financial.employmentStatus === 'SELF_EMPLOYED') categories.push(division)
  if (financial.employmentStatus === 'SELF_EMPLOYED') categories.push(table.selfEmployedAtLeast)
  return categories.reduce(higher)
}

/** True for a four-digit code in one of the ten major groups of ISCO-08. */
export function isIscoUnitGroup(code: string): boolean {
  return /^\d{4}$/.test(code)
}

function iscoCategory(table: OccupationsTable, code: string): OccupationCategory {
  for (let length = code.length; length > 0; length--) {
    const category = table.isco[code.slice(0, length)]
    if (category) return category
  }
  return table.defaultCategory
}

function higher(a: OccupationCategory, b: OccupationCategory): OccupationCategory {
  return OCCUPATION_CATEGORIES.indexOf(a) >= OCCUPATION_CATEGORIES.indexOf(b) ? a : b
}
