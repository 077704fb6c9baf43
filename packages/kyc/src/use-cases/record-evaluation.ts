/** The findings after the checks: new ones open, known ones keep what people decided, vanished ones are cleared. */
import { escalateRefused } from '../checks/evaluate-validations.ts'
import type { Finding } from '../checks/finding.ts'
import type { StoreContext } from '../store/context.ts'
import type { JsonObject } from '../store/json.ts'
import { done } from '../store/outcome.ts'
import type { WorkUseCases } from '../store/ports/work.ts'
import { type Unit, write } from '../store/unit.ts'
import { lockCase, saveCase } from './case-rows.ts'
import { timesAsked } from './rfi-rows.ts'
import { storedResult, storeResult } from './idempotency.ts'

export function recordEvaluation(
  ctx: StoreContext,
  input: Parameters<WorkUseCases['recordEvaluation']>[0],
): ReturnType<WorkUseCases['recordEvaluation']> {
  return write(ctx, input.actor, async (unit): ReturnType<WorkUseCases['recordEvaluation']> => {
    const loaded = await lockCase(unit, input.caseId)
    if (!loaded.ok) return loaded
    const first = await storedResult(unit, 'evaluation', input.idempotencyKey)
    if (first) return done({ output: first, replayed: true })
    const asked = await timesAsked(unit, input.caseId)
    const evaluation = escalateRefused(input.evaluation, asked, ctx.policy.rfi.maxRefusals)
    const { outcome, acceptance, openFindings, knockouts, reasonCode } = evaluation
    for (const finding of openFindings) await upsertFinding(unit, input.caseId, finding)
    await clearGone(unit, input.caseId, openFindings)
    const output: JsonObject = {
      outcome,
      acceptance,
      openFindings: openFindings.length,
      knockouts: [...knockouts],
      reasonCode,
    }
    await storeResult(unit, 'evaluation', input.idempotencyKey, output)
    await saveCase(unit, loaded.value.row, {})
    unit.audit({
      action: 'validations.evaluated',
      object: { type: 'case', id: input.caseId, revision: loaded.value.row.revision + 1 },
      caseId: input.caseId,
      after: {
        outcome: { value: outcome },
        acceptance: { value: acceptance },
        openFindings: { value: openFindings.length },
      },
      ...(reasonCode === null ? {} : { reasonCode }),
      versions: { dataRevision: loaded.value.row.data_revision, policy: loaded.value.row.policy_version },
    })
    return done({ output, replayed: false })
  })
}

/** An open finding of the evaluation is open here too, whatever was thought of it before. */
async function upsertFinding(unit: Unit, caseId: string, finding: Finding): Promise<void> {
  const open = {
    kind: finding.kind,
    route: finding.route,
    state: 'OPEN',
    finding: JSON.stringify(finding),
    outcome: null,
    reason_codes: '[]',
    closed_at: null,
  }
  await unit.trx
    .insertInto('kyc_finding')
    .values({ tenant_id: unit.ctx.tenantId, case_id: caseId, finding_id: finding.id, opened_at: unit.at, ...open })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'case_id', 'finding_id']).doUpdateSet(open))
    .execute()
}

async function clearGone(unit: Unit, caseId: string, found: readonly Finding[]): Promise<void> {
  await unit.trx
    .updateTable('kyc_finding')
    .set({ state: 'CLEARED', closed_at: unit.at })
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('case_id', '=', caseId)
    .where('state', '=', 'OPEN')
    .$if(found.length > 0, (query) =>
      query.where(
        'finding_id',
        'not in',
        found.map((finding) => finding.id as string),
      ),
    )
    .execute()
}
