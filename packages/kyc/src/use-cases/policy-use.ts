/** Which cases a version of the policy has assessed, and which ones another version can be tried on. */
import type { RiskClass } from '../risk/risk-class.ts'
import type { StoreContext } from '../store/context.ts'
import { done, type Outcome, refuse } from '../store/outcome.ts'
import type { PolicyUse, PolicyUseCases } from '../store/ports/policies.ts'
import { read } from '../store/unit.ts'
import { stateOf } from './case-rows.ts'
import { mayOpenRestricted } from './reading-rights.ts'

type Used = Awaited<ReturnType<PolicyUseCases['policyUse']>>

export function policyUse(
  ctx: StoreContext,
  { actor, key, limit }: Parameters<PolicyUseCases['policyUse']>[0],
): ReturnType<PolicyUseCases['policyUse']> {
  return read(ctx, async (trx): Promise<Used> => {
    const version = await trx
      .selectFrom('kyc_policy_version')
      .select('hash')
      .where('tenant_id', '=', ctx.tenantId)
      .where('version', '=', key.version)
      .where('profile', '=', key.profile)
      .executeTakeFirst()
    if (!version)
      return refuse('ENTRY_NOT_FOUND', `There is no version ${key.version} of the policy for ${key.profile}`)
    const rows = await trx
      .selectFrom('kyc_assessment as a')
      .innerJoin('kyc_case as c', (join) =>
        join.onRef('c.case_id', '=', 'a.case_id').onRef('c.tenant_id', '=', 'a.tenant_id'),
      )
      .select(['a.case_id', 'c.case_number', 'c.restricted', 'c.state', 'a.risk_class', 'a.at', 'a.assessment_id'])
      .where('a.tenant_id', '=', ctx.tenantId)
      .where('a.policy_hash', '=', version.hash)
      .orderBy('a.assessment_id')
      .execute()
    // The last assessment of a case is the one that counts.
    const latest = [...new Map(rows.map((row) => [row.case_id, row])).values()].toReversed()
    const byClass: Partial<Record<RiskClass, number>> = {}
    for (const row of latest) {
      // `recordAssessment` writes the column from RiskClass values.
      const riskClass = row.risk_class as RiskClass
      byClass[riskClass] = (byClass[riskClass] ?? 0) + 1
    }
    const shown = latest.filter((row) => mayOpenRestricted(actor, row)).slice(0, limit)
    const decisions = await trx
      .selectFrom('kyc_decision')
      .select(['case_id', 'outcome', 'reason_code', 'at'])
      .where('tenant_id', '=', ctx.tenantId)
      .where('case_id', 'in', shown.length === 0 ? [''] : shown.map((row) => row.case_id))
      .orderBy('decision_id')
      .execute()
    const decided = new Map(decisions.map((row) => [row.case_id, row]))
    const cases = shown.map((row): PolicyUse => {
      const decision = decided.get(row.case_id)
      return {
        caseId: row.case_id,
        caseNumber: row.case_number,
        state: stateOf(row),
        riskClass: row.risk_class as RiskClass, // see above
        assessedAt: row.at,
        outcome: decision?.outcome ?? null,
        reasonCode: decision?.reason_code ?? null,
        decidedAt: decision?.at ?? null,
      }
    })
    const answer: Outcome<{ total: number; byClass: typeof byClass; cases: readonly PolicyUse[] }> = done({
      total: latest.length,
      byClass,
      cases,
    })
    return answer
  })
}

export async function decidedCases(
  ctx: StoreContext,
  { actor, limit }: Parameters<PolicyUseCases['decidedCases']>[0],
): ReturnType<PolicyUseCases['decidedCases']> {
  const rows = await ctx.db
    .selectFrom('kyc_case as c')
    .select(['c.case_id', 'c.case_number', 'c.restricted'])
    .where('c.tenant_id', '=', ctx.tenantId)
    .where('c.decided_at', 'is not', null)
    .where('c.erased_at', 'is', null)
    .where('c.case_id', 'in', (eb) =>
      eb.selectFrom('kyc_assessment').select('case_id').where('tenant_id', '=', ctx.tenantId),
    )
    .orderBy('c.decided_at', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    caseId: row.case_id,
    caseNumber: row.case_number,
    mayOpen: mayOpenRestricted(actor, row),
  }))
}
