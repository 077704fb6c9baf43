/** evaluate_validations: one outcome from all findings and what people decided about them. */
import type { RejectionReason } from '../case/reason-codes.ts'
import type { KnockoutId } from '../risk/assessment.ts'
import type { Finding, FindingResolution, RfiItem, ValidationEvaluation, ValidationOutcome } from './finding.ts'
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

/** A confirmed finding that ends the case (a request too, once a person had to decide about it); findings are ordered by gravity, so the first names the reason. */
function standingOf(finding: Finding, resolution: FindingResolution | undefined): readonly Standing[] {
  if (finding.route === 'HOLD' || resolution?.resolution !== 'CONFIRMED') return []
  const own = finding.route === 'REVIEW' ? finding : { knockout: null, rejection: null }
  const rejection = resolution.rejection ?? own.rejection
  return rejection ? [{ knockout: own.knockout, rejection }] : []
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

/** Where nobody knows better: what the applicant was asked for so often goes to the people who check identities. */
const DECIDED_BY_PEOPLE = [{ kind: 'identity_review', stage: 'MAKER' }] as const

/**
 * After `limit` answers that were not good enough the applicant is not asked again: a person decides. `timesAsked`
 * counts the answers so far to one item.
 */
export function escalateRefused(
  evaluation: ValidationEvaluation,
  timesAsked: (item: Pick<RfiItem, 'code' | 'path'>) => number,
  limit: number,
): ValidationEvaluation {
  const openFindings = evaluation.openFindings.map((finding): Finding => {
    if (finding.route !== 'RFI' || !finding.items.some((item) => timesAsked(item) >= limit)) return finding
    const { items: _items, ...head } = finding
    return { ...head, route: 'REVIEW', tasks: DECIDED_BY_PEOPLE, knockout: null, rejection: 'CDD_INCOMPLETE' }
  })
  const asks = evaluation.outcome === 'RFI' && openFindings.some(({ route }) => route === 'REVIEW')
  return { ...evaluation, openFindings, outcome: asks ? 'REVIEW' : evaluation.outcome }
}
