/** The record of a final decision with the versions it rests on, and the facts that an approval must stand on. */
import type { ApprovalFacts } from '../case/case-event.ts'
import { CHECK_KINDS } from '../checks/check-result.ts'
import { publicValues } from '../audit/record.ts'
import type { Unit } from '../store/unit.ts'
import type { LoadedCase } from './case-rows.ts'
import { endEventReview } from './event-review.ts'
import { latestAssessment, latestChecks } from './stored-checks.ts'

export async function recordDecision(
  unit: Unit,
  loaded: LoadedCase,
  decision: { outcome: 'APPROVED' | 'REJECTED' | 'EXPIRED' | 'WITHDRAWN'; reasonCode: string; actorId: string },
): Promise<void> {
  const { row } = loaded
  const checks = await latestChecks(unit.ctx, unit.trx, loaded)
  const assessment = await latestAssessment(unit.ctx, unit.trx, loaded)
  const versions = {
    dataRevision: row.data_revision,
    policy: row.policy_version,
    workflow: row.workflow_version,
    assessmentId: assessment?.assessmentId ?? null,
    checks: Object.fromEntries(
      checks.map((check) => [check.kind, { checkId: check.checkId, versions: check.versions }]),
    ),
  }
  await endEventReview(unit, row, decision.outcome)
  const decisionId = unit.ctx.ids()
  await unit.trx
    .insertInto('kyc_decision')
    .values({
      tenant_id: unit.ctx.tenantId,
      case_id: row.case_id,
      decision_id: decisionId,
      outcome: decision.outcome,
      reason_code: decision.reasonCode,
      actor_id: decision.actorId,
      at: unit.at,
      versions: JSON.stringify(versions),
    })
    .execute()
  unit.audit({
    action: 'case.decided',
    object: { type: 'decision', id: decisionId, revision: row.revision },
    caseId: row.case_id,
    after: publicValues({ outcome: decision.outcome }),
    reasonCode: decision.reasonCode,
    versions,
  })
}

/** Results that decide nothing. */
const INCONCLUSIVE: readonly string[] = ['UNAVAILABLE']

/** Everything is read in the transaction of the approval itself. */
export async function approvalFacts(unit: Unit, loaded: LoadedCase): Promise<ApprovalFacts> {
  const { row } = loaded
  const checks = await latestChecks(unit.ctx, unit.trx, loaded)
  const { count } = await unit.trx
    .selectFrom('kyc_finding')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('case_id', '=', row.case_id)
    .where('state', '=', 'OPEN')
    .executeTakeFirstOrThrow()
  const conclusive = CHECK_KINDS.every((kind) =>
    checks.some((check) => check.kind === kind && !INCONCLUSIVE.includes(check.result)),
  )
  const oldest = checks.map((check) => check.at).sort()[0]
  return {
    openFindings: count,
    // `recordAssessment` writes the column from RiskClass values; without one nothing may be approved.
    riskClass: (row.risk_class ?? 'PROHIBITED') as ApprovalFacts['riskClass'],
    allChecksConclusive: conclusive,
    checksOnCurrentRevision: checks.every((check) => check.current),
    oldestCheckAt: oldest ?? '1970-01-01T00:00:00.000Z',
    maxCheckAgeHours: unit.ctx.policy.checkMaxAgeHours,
  }
}
