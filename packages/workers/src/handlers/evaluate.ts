// evaluate_validations: findings and an outcome, from the stored results and what people decided so far.
import {
  assessRisk,
  CHECK_KINDS,
  type CheckResult,
  type CheckResults,
  evaluateValidations as evaluate,
  isUnservedResidence,
  type RiskPolicy,
  toRiskInputs,
  type WealthPlausibility,
} from '@gatehouse/kyc'
import type { WorkCase } from '@gatehouse/kyc/store'
import type { HandlerPorts } from '../ports.ts'
import type { TaskHandler } from '../run-workers.ts'
import { applicationOf, fieldErrorsOf, idempotencyKey, loadCase, settled, WORKER } from '../work-item.ts'
import { riskPolicyOf, todayOf } from '../risk-of-case.ts'
import { CheckUnavailable } from './run-check.ts'

export function evaluateValidations(ports: HandlerPorts): TaskHandler {
  return async (task) => {
    const work = await loadCase(ports, task)
    // The applicant let a request run out, or withdrew: there is nothing left to evaluate.
    if (work.state === 'EXPIRED' || work.state === 'WITHDRAWN') return ended(work.state)
    const application = applicationOf(work)
    const residence = application.contact.residence?.country ?? application.contact.residenceCountry ?? null
    const riskPolicy = await riskPolicyOf(ports, work)
    const evaluation = evaluate({
      results: resultsOf(work),
      fieldErrors: fieldErrorsOf(ports, work),
      unservedResidence: isUnservedResidence(residence, riskPolicy),
      wealth: wealthVerdict(ports, work, riskPolicy),
      resolutions: work.resolutions,
    })
    if (evaluation.outcome === 'HOLD') throw new CheckUnavailable('A check has no result')
    const { output } = settled(
      await ports.store.recordEvaluation({
        actor: WORKER,
        caseId: work.caseId,
        idempotencyKey: idempotencyKey(work, task),
        evaluation,
      }),
    )
    return { reasonCode: evaluation.reasonCode, ...output }
  }
}

function ended(state: 'EXPIRED' | 'WITHDRAWN'): Record<string, unknown> {
  const reasonCode = state === 'EXPIRED' ? 'CDD_INCOMPLETE' : 'APPLICANT_WITHDREW'
  return { outcome: 'KNOCKOUT', acceptance: 'no_customer', reasonCode, openFindings: 0, knockouts: [] }
}

/** The latest result of every kind; one that is missing means that the case cannot be judged yet. */
export function resultsOf(work: WorkCase): CheckResults {
  const entries = CHECK_KINDS.map((kind) => {
    const check = work.checks.find((candidate) => candidate.kind === kind)
    if (check === undefined) throw new CheckUnavailable(`Check ${kind} has not run`)
    // Written by `runCheck` from a CheckResult of this kind, sealed since.
    return [kind, check.detail as unknown as CheckResult]
  })
  return Object.fromEntries(entries) as unknown as CheckResults
}

function wealthVerdict(ports: HandlerPorts, work: WorkCase, riskPolicy: RiskPolicy): WealthPlausibility['verdict'] {
  const asOf = todayOf(ports)
  const inputs = toRiskInputs(applicationOf(work), { asOf, dataRevision: work.dataRevision }, ports.reference)
  return assessRisk(inputs, riskPolicy, ports.reference).plausibility.verdict
}
