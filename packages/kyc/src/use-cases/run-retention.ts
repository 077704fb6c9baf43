/** The daily job at the end of data's life: a report first, four eyes before a rule erases for the first time. */
import type { Kysely } from 'kysely'
import { dateInZone } from '../iso-date.ts'
import { erases, RETENTION_RULES, type RetentionRule, retentionDue } from '../retention/retention-rules.ts'
import { isoTime, type StoreContext } from '../store/context.ts'
import { done, type Outcome, refuse } from '../store/outcome.ts'
import type { GovernanceUseCases, RetentionReport } from '../store/ports/governance.ts'
import type { Database } from '../store/schema.ts'
import { read, type Unit, write } from '../store/unit.ts'
import { openRequest, payloadOf, type RequestRow } from './approval-requests.ts'
import { expireCase } from './end-case.ts'
import { eraseCase } from './erase.ts'
import { holdInForce } from './legal-hold.ts'
import { retentionApprovals, selectFacts, suspectedCases, toFacts } from './retention-facts.ts'

/** Cases that one run takes on; what is left comes with the next. */
const DEFAULT_LIMIT = 500

type Input = Parameters<GovernanceUseCases['runRetention']>[0]

export async function runRetention(ctx: StoreContext, input: Input): Promise<RetentionReport> {
  const due = await casesDue(ctx, input.limit ?? DEFAULT_LIMIT)
  const approved = await approvedRules(ctx, ctx.db)
  const rules: RetentionReport['rules'][number][] = []
  for (const rule of RETENTION_RULES) {
    const mine = due.filter((entry) => entry.rule === rule)
    const awaitingApproval = erases(rule) && !approved.has(rule)
    const free = mine.filter(({ held }) => !(held && erases(rule)))
    let finished = 0
    if (!input.dryRun && !awaitingApproval) {
      for (const { caseId } of free) if (await endOne(ctx, input, rule, caseId)) finished++
    }
    const held = mine.length - free.length
    rules.push({ rule, due: mine.map(({ caseId }) => caseId), done: finished, held, awaitingApproval })
  }
  const report: RetentionReport = { at: isoTime(ctx.clock()), dryRun: input.dryRun, rules }
  await auditRun(ctx, input, report)
  return report
}

/** Each case by itself, so that one that cannot go holds up no other. */
async function endOne(ctx: StoreContext, { actor }: Input, rule: RetentionRule, caseId: string): Promise<boolean> {
  const ended = erases(rule)
    ? await eraseCase(ctx, { actor, caseId, rule })
    : await expireCase(ctx, { actor, caseId, reasonCode: 'CDD_INCOMPLETE' })
  return ended.ok
}

async function auditRun(ctx: StoreContext, input: Input, report: RetentionReport): Promise<void> {
  await write(ctx, input.actor, async (unit) => {
    const counts = report.rules.filter(({ due }) => due.length > 0)
    unit.audit({
      action: 'retention.run',
      object: { type: 'retention', id: report.at },
      after: {
        dryRun: { value: report.dryRun },
        rules: {
          value: counts.map((line) => ({ rule: line.rule, due: line.due.length, done: line.done, held: line.held })),
        },
      },
    })
    return done(null)
  })
}

interface DueCase {
  readonly caseId: string
  readonly rule: RetentionRule
  readonly held: boolean
}

function casesDue(ctx: StoreContext, limit: number): Promise<readonly DueCase[]> {
  return read(ctx, async (trx) => {
    const at = isoTime(ctx.clock())
    const today = dateInZone(at, ctx.policy.homeTimeZone)
    const rows = await selectFacts(ctx, trx)
      .where('c.erased_at', 'is', null)
      .where((eb) => eb.or([eb('c.state', '=', 'DRAFT'), eb('c.decided_at', 'is not', null)]))
      .orderBy('c.case_id')
      .execute()
    const suspected = await suspectedCases(ctx, trx)
    const due: DueCase[] = []
    for (const row of rows) {
      if (due.length >= limit) break
      const rule = retentionDue(toFacts(ctx, row, suspected.has(row.case_id)), ctx.policy, today)
      if (rule === null) continue
      const held = (await holdInForce({ ctx, trx, at }, row.case_id)) !== null
      due.push({ caseId: row.case_id, rule, held })
    }
    return due
  })
}

async function approvedRules(ctx: StoreContext, db: Kysely<Database>): Promise<ReadonlySet<string>> {
  const rows = await retentionApprovals(ctx, db)
  return new Set(rows.map((row) => row.rule))
}

export function requestRetentionRule(
  ctx: StoreContext,
  input: Parameters<GovernanceUseCases['requestRetentionRule']>[0],
): ReturnType<GovernanceUseCases['requestRetentionRule']> {
  return write(ctx, input.actor, async (unit): ReturnType<GovernanceUseCases['requestRetentionRule']> => {
    if ((await approvedRules(ctx, unit.trx)).has(input.rule))
      return refuse('ENTRY_NOT_OPEN', `Rule ${input.rule} is in force already`)
    return openRequest(unit, { kind: 'RETENTION_RULE', about: null, payload: { rule: input.rule }, note: input.note })
  })
}

export async function approveRetentionRule(unit: Unit, request: RequestRow): Promise<Outcome<null>> {
  const { rule = '' } = payloadOf(request)
  await unit.trx
    .insertInto('kyc_retention_approval')
    .values({
      tenant_id: unit.ctx.tenantId,
      rule,
      requested_by: request.made_by,
      approved_by: unit.actor.id,
      approved_at: unit.at,
    })
    .execute()
  unit.audit({ action: 'retention.rule_approved', object: { type: 'retention_rule', id: rule } })
  return done(null)
}
