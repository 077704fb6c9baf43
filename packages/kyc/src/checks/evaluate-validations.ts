/** evaluate_validations: one outcome from all findings and what people decided about them. */
import type { RejectionReason } from '../case/reason-codes.ts'
import type { KnockoutId } from '../risk/assessment.ts'
import type { Finding, FindingResolution, ValidationEvaluation, ValidationOutcome } from './finding.ts'
import { findingsOf, type FindingInputs } from './findings-of.ts'

export interface EvaluationInputs extends FindingInputs {
  readonly resolutions: readonly FindingResolution[]
}

/**
 * Deterministic. What stands against the applicant ends the case; a missing check result holds it; people come
 * before the applicant, since asking for papers while a hit is open could tip someone off.
 */
export function evaluateValidations(inputs: EvaluationInputs): ValidationEvaluation {
  const findings = findingsOf(inputs)
  const resolutionOf = new Map(inputs.resolutions.map((resolution) => [resolution.findingId, resolution]))
  const openFindings = findings.filter((finding) => finding.route === 'HOLD' || !resolutionOf.has(finding.id))
  const standing = findings.flatMap((finding) => standingOf(finding, resolutionOf.get(finding.id)))
  const outcome = outcomeOf(openFindings, standing.length > 0)
  return {
    outcome,
    acceptance: outcome === 'CLEAR' ? 'customer' : 'no_customer',
    openFindings,
    knockouts: unique(standing.map(({ knockout }) => knockout)),
    pendingKnockouts: unique(openFindings.map((finding) => (finding.route === 'REVIEW' ? finding.knockout : null))),
    reasonCode: standing[0]?.rejection ?? null,
  }
}

interface Standing {
  readonly knockout: KnockoutId | null
  readonly rejection: RejectionReason
}

/** A confirmed finding that ends the case; findings are ordered by gravity, so the first names the reason. */
function standingOf(finding: Finding, resolution: FindingResolution | undefined): readonly Standing[] {
  if (finding.route !== 'REVIEW' || resolution?.resolution !== 'CONFIRMED') return []
  const rejection = resolution.rejection ?? finding.rejection
  return rejection ? [{ knockout: finding.knockout, rejection }] : []
}

function outcomeOf(open: readonly Finding[], standing: boolean): ValidationOutcome {
  if (standing) return 'KNOCKOUT'
  if (open.some((finding) => finding.route === 'HOLD')) return 'HOLD'
  if (open.some((finding) => finding.route === 'REVIEW')) return 'REVIEW'
  return open.length > 0 ? 'RFI' : 'CLEAR'
}

function unique(ids: readonly (KnockoutId | null)[]): readonly KnockoutId[] {
  return [...new Set(ids.filter((id) => id !== null))]
}
