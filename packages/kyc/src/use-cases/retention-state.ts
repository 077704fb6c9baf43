/** For people: when the data of one case ends, and how the rules stand. Changes nothing. */
import { erases, retentionDue, retentionEnd, RETENTION_RULES } from '../retention/retention-rules.ts'
import { dateInZone } from '../iso-date.ts'
import { isoTime, type StoreContext } from '../store/context.ts'
import { done, type Outcome, refuse } from '../store/outcome.ts'
import type { GovernanceUseCases, RetentionRuleState, RetentionState } from '../store/ports/governance.ts'
import { read } from '../store/unit.ts'
import { holdInForce } from './legal-hold.ts'
import { mayReadHolds } from './reading-rights.ts'
import { retentionApprovals, selectFacts, suspectedCases, toFacts } from './retention-facts.ts'

const notForThem: Outcome<never> = refuse('ROLE_MISSING', 'Retention is for compliance_admin, mlro and auditor')

export async function retentionState(
  ctx: StoreContext,
  { actor, caseId }: Parameters<GovernanceUseCases['retentionState']>[0],
): Promise<Outcome<RetentionState>> {
  if (!mayReadHolds(actor)) return notForThem
  const at = isoTime(ctx.clock())
  return read(ctx, async (trx): Promise<Outcome<RetentionState>> => {
    const row = await selectFacts(ctx, trx).where('c.case_id', '=', caseId).executeTakeFirst()
    if (row === undefined) return refuse('CASE_NOT_FOUND', `Case ${caseId} does not exist`)
    const facts = toFacts(ctx, row, (await suspectedCases(ctx, trx)).has(caseId))
    const end = row.erased_at === null ? retentionEnd(facts, ctx.policy) : null
    const approvals = await retentionApprovals(ctx, trx)
    return done({
      caseId,
      rule: end?.rule ?? null,
      dueOn: end?.dueOn ?? null,
      ruleApproved: end !== null && (!erases(end.rule) || approvals.some(({ rule }) => rule === end.rule)),
      customerState: facts.customer?.state ?? null,
      heldBy: await holdInForce({ ctx, trx, at }, caseId),
      erasedAt: row.erased_at,
    })
  })
}

export async function retentionRules(
  ctx: StoreContext,
  { actor }: Parameters<GovernanceUseCases['retentionRules']>[0],
): Promise<Outcome<readonly RetentionRuleState[]>> {
  if (!mayReadHolds(actor)) return notForThem
  const at = isoTime(ctx.clock())
  const today = dateInZone(at, ctx.policy.homeTimeZone)
  return read(ctx, async (trx): Promise<Outcome<readonly RetentionRuleState[]>> => {
    const approvals = new Map((await retentionApprovals(ctx, trx)).map((row) => [row.rule, row]))
    const suspected = await suspectedCases(ctx, trx)
    const rows = await selectFacts(ctx, trx).where('c.erased_at', 'is', null).execute()
    const due = rows.flatMap((row) => {
      const rule = retentionDue(toFacts(ctx, row, suspected.has(row.case_id)), ctx.policy, today)
      return rule === null ? [] : [{ rule, caseId: row.case_id }]
    })
    const held = new Set<string>()
    for (const { caseId } of due) if ((await holdInForce({ ctx, trx, at }, caseId)) !== null) held.add(caseId)
    return done(
      RETENTION_RULES.map((rule): RetentionRuleState => {
        const mine = due.filter((entry) => entry.rule === rule)
        const approval = approvals.get(rule)
        return {
          rule,
          erases: erases(rule),
          requestedBy: approval?.requested_by ?? null,
          approvedBy: approval?.approved_by ?? null,
          approvedAt: approval?.approved_at ?? null,
          due: mine.length,
          held: mine.filter(({ caseId }) => held.has(caseId)).length,
        }
      }),
    )
  })
}
