/** Versions of the risk policy in the database. The rules of their life are `policy-lifecycle.ts`. */
import type { Kysely } from 'kysely'
import { DAY_MS, type StoreContext } from '../store/context.ts'
import { type PolicyRefusal, type PolicyState, type PolicyStep, policyStep } from '../policy/policy-lifecycle.ts'
import { parseRiskPolicy } from '../risk/policy-objections.ts'
import { type RiskPolicy, riskPolicyHash, RiskPolicySchema } from '../risk/risk-policy.ts'
import { may } from '../roles/permissions.ts'
import { done, type Outcome, type RefusalCode, refuse } from '../store/outcome.ts'
import type { Backtest, PolicyKey, PolicyUseCases, PolicyVersion } from '../store/ports/policies.ts'
import type { Database } from '../store/schema.ts'
import { type Unit, write } from '../store/unit.ts'

type Row = Database['kyc_policy_version']
type Changed = Promise<Outcome<PolicyVersion>>

export function draftPolicy(ctx: StoreContext, input: Parameters<PolicyUseCases['draftPolicy']>[0]): Changed {
  return write(ctx, input.actor, async (unit): Changed => {
    if (!may(input.actor.roles, 'draft_policy')) return refuse('ROLE_MISSING', `'draft_policy' is not for these roles`)
    const parsed = parseRiskPolicy(input.policy)
    if (!parsed.ok) {
      const { objections } = parsed
      return refuse('INVALID_INPUT', `The policy breaks ${objections.length} rules`, { objections })
    }
    const { policy } = parsed
    const known = await find(unit, policy)
    // A version is what was reviewed under its name: another content needs another number.
    if (known) return refuse('ENTRY_NOT_OPEN', `Version ${policy.version} exists already`, { hash: known.hash })
    const row = draftRow(unit, policy)
    await unit.trx.insertInto('kyc_policy_version').values(row).execute()
    audit(unit, row, null)
    return done(toVersion(row))
  })
}

function draftRow(unit: Unit, policy: RiskPolicy): Row {
  return {
    tenant_id: unit.ctx.tenantId,
    policy_id: policy.id,
    version: policy.version,
    profile: policy.profile,
    hash: riskPolicyHash(policy),
    state: 'DRAFT',
    policy: JSON.stringify(policy),
    created_by: unit.actor.id,
    created_at: unit.at,
    tested_at: null,
    backtest: null,
    proposed_by: null,
    proposed_at: null,
    approved_by: null,
    effective_from: null,
    force_reassess: 0,
    retired_at: null,
  }
}

export function adoptPolicy(
  ctx: StoreContext,
  { actor, policy }: Parameters<PolicyUseCases['adoptPolicy']>[0],
): ReturnType<PolicyUseCases['adoptPolicy']> {
  return write(ctx, actor, async (unit): ReturnType<PolicyUseCases['adoptPolicy']> => {
    const active = await activeRow(ctx, unit.trx, policy.profile)
    if (active || (await find(unit, policy))) return done({ adopted: false })
    const row: Row = { ...draftRow(unit, policy), state: 'ACTIVE', effective_from: unit.at }
    await unit.trx.insertInto('kyc_policy_version').values(row).execute()
    audit(unit, row, null)
    return done({ adopted: true })
  })
}

/** The version that a case which begins now is assessed by. */
export async function versionInForce({ ctx, trx }: Pick<Unit, 'ctx' | 'trx'>): Promise<string> {
  return (await activeRow(ctx, trx, ctx.policy.profile))?.version ?? ctx.policyVersion
}

export function recordBacktest(ctx: StoreContext, input: Parameters<PolicyUseCases['recordBacktest']>[0]): Changed {
  return step(
    ctx,
    input,
    () => ({ kind: 'test' }),
    async (unit, row) => {
      if (input.cases < 1 || input.reportHash === '')
        return refuse('INVALID_INPUT', 'A back-test ran on cases and has a report')
      const backtest: Backtest = { reportHash: input.reportHash, cases: input.cases, at: unit.at }
      return done({ ...row, tested_at: unit.at, backtest: JSON.stringify(backtest) })
    },
  )
}

export function proposePolicy(ctx: StoreContext, input: Parameters<PolicyUseCases['proposePolicy']>[0]): Changed {
  return step(
    ctx,
    input,
    (row, nowMs) => ({ kind: 'propose', ...backtestAge(ctx, row, nowMs) }),
    async (unit, row) => {
      const effectiveFrom = input.effectiveFrom ?? unit.at
      if (!(Date.parse(effectiveFrom) >= unit.nowMs))
        return refuse('INVALID_INPUT', 'A policy takes effect now or later')
      return done({
        ...row,
        proposed_by: unit.actor.id,
        proposed_at: unit.at,
        effective_from: new Date(effectiveFrom).toISOString(),
        force_reassess: input.forceReassess === true ? 1 : 0,
      })
    },
  )
}

export function decidePolicy(ctx: StoreContext, input: Parameters<PolicyUseCases['decidePolicy']>[0]): Changed {
  if (input.decision === 'SEND_BACK') {
    return step(
      ctx,
      input,
      () => ({ kind: 'send_back' }),
      async (_unit, row) => done({ ...row, proposed_by: null }),
    )
  }
  return step(
    ctx,
    input,
    (row, nowMs) => ({ kind: 'publish', ...backtestAge(ctx, row, nowMs) }),
    async (unit, row) => {
      if (row.effective_from === null || row.effective_from > unit.at)
        return refuse(
          'TRANSITION_REFUSED',
          `Version ${row.version} takes effect on ${row.effective_from ?? 'no day'}`,
          { reason: 'NOT_YET_EFFECTIVE' },
        )
      await retireActive(unit, row)
      return done({ ...row, approved_by: unit.actor.id })
    },
  )
}

/** Loads, asks the rules, lets the caller fill in what the step brings, saves and audits. */
function step(
  ctx: StoreContext,
  input: { readonly actor: Unit['actor']; readonly key: PolicyKey },
  toStep: (row: Row, nowMs: number) => PolicyStep,
  change: (unit: Unit, row: Row) => Promise<Outcome<Row>>,
): Changed {
  return write(ctx, input.actor, async (unit): Changed => {
    const row = await find(unit, input.key)
    if (!row) return unknownVersion(input.key)
    const authors = { state: stateOf(row), createdBy: row.created_by, proposedBy: row.proposed_by }
    const result = policyStep(authors, toStep(row, unit.nowMs), input.actor)
    if (!result.ok) return refused(result.error.code, row)
    const changed = await change(unit, { ...row, state: result.state })
    if (!changed.ok) return changed
    await save(unit, changed.value)
    audit(unit, changed.value, row.state)
    return done(toVersion(changed.value))
  })
}

const REFUSALS: Readonly<Record<PolicyRefusal, RefusalCode>> = {
  STATE: 'TRANSITION_REFUSED',
  ROLE: 'ROLE_MISSING',
  SAME_PERSON: 'SAME_PERSON',
  BACKTEST_TOO_OLD: 'TRANSITION_REFUSED',
}

function refused(reason: PolicyRefusal, row: Row): Outcome<never> {
  return refuse(REFUSALS[reason], `Version ${row.version} is ${row.state}: the step is refused (${reason})`, { reason })
}

function unknownVersion({ version, profile }: PolicyKey): Outcome<never> {
  return refuse('ENTRY_NOT_FOUND', `There is no version ${version} of the policy for ${profile}`)
}

function backtestAge(ctx: StoreContext, row: Row, nowMs: number): { backtestAgeDays: number; maxDays: number } {
  const backtestAgeDays = row.tested_at === null ? Number.NaN : (nowMs - Date.parse(row.tested_at)) / DAY_MS
  return { backtestAgeDays, maxDays: ctx.policy.backtestMaxDays }
}

/** One version in force at a time: the new one takes the place of the old one in the same transaction. */
async function retireActive(unit: Unit, next: Row): Promise<void> {
  const active = await unit.trx
    .selectFrom('kyc_policy_version')
    .selectAll()
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('profile', '=', next.profile)
    .where('state', '=', 'ACTIVE')
    .execute()
  for (const row of active) {
    const retired: Row = { ...row, state: 'RETIRED', retired_at: unit.at }
    await save(unit, retired)
    audit(unit, retired, row.state)
  }
}

async function find(unit: Unit, { version, profile }: PolicyKey): Promise<Row | undefined> {
  const query = unit.trx
    .selectFrom('kyc_policy_version')
    .selectAll()
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('version', '=', version)
    .where('profile', '=', profile)
  return (unit.ctx.dialect === 'postgres' ? query.forUpdate() : query).executeTakeFirst()
}

async function save(unit: Unit, row: Row): Promise<void> {
  await unit.trx
    .updateTable('kyc_policy_version')
    .set(row)
    .where('tenant_id', '=', row.tenant_id)
    .where('policy_id', '=', row.policy_id)
    .where('version', '=', row.version)
    .where('profile', '=', row.profile)
    .execute()
}

function audit(unit: Unit, row: Row, before: string | null): void {
  unit.audit({
    action: `policy.${row.state.toLowerCase()}`,
    object: { type: 'policy', id: `${row.policy_id}@${row.version}:${row.profile}` },
    ...(before === null ? {} : { before: { state: { value: before } } }),
    after: { state: { value: row.state } },
    versions: { policy: row.version, policyHash: row.hash },
  })
}

function stateOf(row: Row): PolicyState {
  // Written from PolicyState values alone.
  return row.state as PolicyState
}

function toVersion(row: Row): PolicyVersion {
  return {
    policyId: row.policy_id,
    version: row.version,
    profile: row.profile,
    hash: row.hash,
    state: stateOf(row),
    createdBy: row.created_by,
    createdAt: row.created_at,
    // Written by `recordBacktest` from this type.
    backtest: row.backtest === null ? null : (JSON.parse(row.backtest) as Backtest),
    proposedBy: row.proposed_by,
    approvedBy: row.approved_by,
    effectiveFrom: row.effective_from,
    forceReassess: row.force_reassess === 1,
    retiredAt: row.retired_at,
  }
}

export async function listPolicies(ctx: StoreContext): Promise<readonly PolicyVersion[]> {
  const rows = await ctx.db
    .selectFrom('kyc_policy_version')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .orderBy('created_at', 'desc')
    .orderBy('version', 'desc')
    .execute()
  return rows.map(toVersion)
}

export async function loadPolicy(ctx: StoreContext, key: PolicyKey): ReturnType<PolicyUseCases['loadPolicy']> {
  const row = await ctx.db
    .selectFrom('kyc_policy_version')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .where('version', '=', key.version)
    .where('profile', '=', key.profile)
    .executeTakeFirst()
  return row ? done({ version: toVersion(row), policy: policyOf(row) }) : unknownVersion(key)
}

export async function activePolicy(ctx: StoreContext, profile: string): ReturnType<PolicyUseCases['activePolicy']> {
  const row = await activeRow(ctx, ctx.db, profile)
  return row ? { version: toVersion(row), policy: policyOf(row) } : null
}

function activeRow(ctx: StoreContext, db: Kysely<Database>, profile: string): Promise<Row | undefined> {
  return db
    .selectFrom('kyc_policy_version')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .where('profile', '=', profile)
    .where('state', '=', 'ACTIVE')
    .executeTakeFirst()
}

function policyOf(row: Row): RiskPolicy {
  return RiskPolicySchema.parse(JSON.parse(row.policy))
}
