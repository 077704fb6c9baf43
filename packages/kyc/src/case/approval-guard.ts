/** What must be true before anybody or anything may approve a case. */
import { assertNever } from '../assert-never.ts'
import type { ApprovalFacts } from './case-event.ts'

export type ApprovalObjection =
  | 'OPEN_FINDINGS'
  | 'CHECK_MISSING'
  | 'CHECKS_OUTDATED'
  | 'CHECKS_STALE'
  | 'CLASS_PROHIBITED'

/** The first objection; null when nothing stands in the way. `at` is the moment of the decision. */
export function approvalObjection(facts: ApprovalFacts, at: string): ApprovalObjection | null {
  switch (facts.riskClass) {
    case 'PROHIBITED':
      return 'CLASS_PROHIBITED'
    case 'LOW':
    case 'MEDIUM':
    case 'HIGH':
      break
    default:
      return assertNever(facts.riskClass)
  }
  // Written so that a number or date that cannot be read objects instead of passing.
  if (!(facts.openFindings === 0)) return 'OPEN_FINDINGS'
  if (!facts.allChecksConclusive) return 'CHECK_MISSING'
  if (!facts.checksOnCurrentRevision) return 'CHECKS_OUTDATED'
  const ageMs = Date.parse(at) - Date.parse(facts.oldestCheckAt)
  return ageMs <= facts.maxCheckAgeHours * 3_600_000 ? null : 'CHECKS_STALE'
}
