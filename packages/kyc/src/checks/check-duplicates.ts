/** validate_duplicates: works on equal blind indexes, never on the values behind them. */
import type { DuplicateCandidate, DuplicateFact, DuplicatesResult } from './check-result.ts'

/** Another customer or case, and which of its indexes equal the applicant's. */
export interface EqualFacts {
  readonly customerOrCaseId: string
  readonly equal: readonly DuplicateFact[]
}

export function checkDuplicates(others: readonly EqualFacts[]): DuplicatesResult {
  const candidates = others
    .flatMap(({ customerOrCaseId, equal }): DuplicateCandidate[] => {
      const strength = strengthOf(equal)
      return strength ? [{ customerOrCaseId, strength, equal }] : []
    })
    .toSorted((a, b) => (a.customerOrCaseId < b.customerOrCaseId ? -1 : 1))
  const strong = candidates.some((candidate) => candidate.strength === 'STRONG')
  const result = strong ? 'STRONG' : candidates.length > 0 ? 'WEAK' : 'NONE'
  return { kind: 'validate_duplicates', result, candidates }
}

const CONFIRMING: readonly DuplicateFact[] = ['birthTown', 'phone', 'email', 'iban']
const WEAK_ALONE: readonly DuplicateFact[] = ['nameAndBirthDate', 'phone', 'email', 'device', 'iban']

function strengthOf(equal: readonly DuplicateFact[]): DuplicateCandidate['strength'] | null {
  if (equal.includes('nationalId') || equal.includes('documentNumberAndState')) return 'STRONG'
  if (equal.includes('nameAndBirthDate') && equal.some((fact) => CONFIRMING.includes(fact))) return 'STRONG'
  // A birth town alone is shared by thousands.
  return equal.some((fact) => WEAK_ALONE.includes(fact)) ? 'WEAK' : null
}
