/** The risk class that people set: raised by one, lowered by two, kept until the next review. */
import { isIsoDate } from '../iso-date.ts'
import { objectionTo } from '../roles/case-actions.ts'
import type { RiskAssessment, ScoredClass } from '../risk/assessment.ts'
import { effectiveClass, type OverriddenClass, overrideClass, type OverrideRefusal } from '../risk/override-class.ts'
import type { RiskClass } from '../risk/risk-class.ts'
import { publicValues } from '../audit/record.ts'
import { type Actor, toDomainActor } from '../store/actor.ts'
import type { StoreContext } from '../store/context.ts'
import { done, type Outcome, refuse } from '../store/outcome.ts'
import type { GovernanceUseCases } from '../store/ports/governance.ts'
import type { CaseRow, Database } from '../store/schema.ts'
import { read, type Unit, write } from '../store/unit.ts'
import type { Transaction } from 'kysely'
import { openRequest, openNote, payloadOf, type RequestRow } from './approval-requests.ts'
import { loadCase, type LoadedCase, lockCase, saveCase, toCase } from './case-rows.ts'
import { staleRevision } from './refusals.ts'
import { latestAssessment } from './stored-checks.ts'

type OverrideRow = Database['kyc_class_override']

export function raiseClass(
  ctx: StoreContext,
  input: Parameters<GovernanceUseCases['raiseClass']>[0],
): ReturnType<GovernanceUseCases['raiseClass']> {
  return write(
    ctx,
    input.actor,
    async (unit): ReturnType<GovernanceUseCases['raiseClass']> => {
      const loaded = await lockForClass(unit, input, 'raise_class')
      if (!loaded.ok) return loaded
      const assessment = (await latestAssessment(ctx, unit.trx, loaded.value))?.assessment ?? null
      const result = overrideClass(assessment, {
        ...scored(input.to),
        maker: input.actor,
        checker: null,
        reason: input.reason,
      })
      if (!result.ok) return refused(result.error.code)
      // Without a second person only a raise comes through the rules.
      const row = await setClass(unit, loaded.value, result.value, {
        by: input.actor.id,
        approvedBy: null,
        reason: input.reason,
      })
      return done({ riskClass: classOf(row), revision: row.revision })
    },
    input,
  )
}

export function requestLowerClass(
  ctx: StoreContext,
  input: Parameters<GovernanceUseCases['requestLowerClass']>[0],
): ReturnType<GovernanceUseCases['requestLowerClass']> {
  return write(
    ctx,
    input.actor,
    async (unit): ReturnType<GovernanceUseCases['requestLowerClass']> => {
      const loaded = await lockForClass(unit, input, 'lower_class')
      if (!loaded.ok) return loaded
      const assessment = (await latestAssessment(ctx, unit.trx, loaded.value))?.assessment ?? null
      const { to } = scored(input.to)
      const result = overrideClass(assessment, { to, maker: input.actor, checker: null, reason: input.reason })
      if (result.ok)
        return refuse('OUTCOME_NOT_ALLOWED', `${to} is not lower than the class of the model`, { reason: 'NOT_LOWER' })
      // All but the second person is in order.
      if (result.error.code !== 'CHECKER_MISSING') return refused(result.error.code)
      return openRequest(unit, {
        kind: 'LOWER_CLASS',
        about: { caseId: input.caseId, cipher: loaded.value.cipher },
        payload: { to, roles: input.actor.roles.join(' ') },
        note: input.reason,
      })
    },
    input,
  )
}

/** The mlro has confirmed: the rules are asked again, since the assessment may have changed meanwhile. */
export async function applyLowerClass(unit: Unit, request: RequestRow, loaded: LoadedCase): Promise<Outcome<null>> {
  const why = objectionTo(toCase(loaded.row), toDomainActor(unit.actor), 'approve_lower_class')
  if (why !== null)
    return refuse('TRANSITION_REFUSED', `Case ${loaded.row.case_id} is ${loaded.row.state}`, { reason: why })
  const { to, roles } = payloadOf(request)
  const assessment = (await latestAssessment(unit.ctx, unit.trx, loaded))?.assessment ?? null
  const reason = openNote(unit.ctx, loaded.cipher, request)
  // Kept by `requestLowerClass` from the person's roles and a scored class.
  const maker = { id: request.made_by, roles: (roles ?? '').split(' ') as Actor['roles'] }
  const result = overrideClass(assessment, { to: to as ScoredClass, maker, checker: unit.actor, reason })
  if (!result.ok) return refused(result.error.code)
  await setClass(unit, loaded, result.value, { by: request.made_by, approvedBy: unit.actor.id, reason })
  return done(null)
}

async function lockForClass(
  unit: Unit,
  input: { caseId: string; to: RiskClass; revision: number; actor: Actor },
  action: 'raise_class' | 'lower_class',
): Promise<Outcome<LoadedCase>> {
  const loaded = await lockCase(unit, input.caseId)
  if (!loaded.ok) return loaded
  const { row } = loaded.value
  if (row.revision !== input.revision) return staleRevision(loaded.value.row, input.revision)
  if (input.to === 'PROHIBITED') return refuse('OUTCOME_NOT_ALLOWED', 'Only a knock-out makes a case PROHIBITED')
  const why = objectionTo(toCase(row), toDomainActor(input.actor), action)
  if (why === null) return loaded
  const code = why === 'why-not.state' || why === 'why-not.closed' ? 'TRANSITION_REFUSED' : 'ROLE_MISSING'
  return refuse(code, `The class of case ${row.case_id} (${row.state}) cannot be set by this person now`, {
    reason: why,
  })
}

function scored(to: RiskClass): { to: ScoredClass } {
  // `lockForClass` has refused PROHIBITED.
  return { to: to as ScoredClass }
}

function refused(reason: OverrideRefusal): Outcome<never> {
  switch (reason) {
    case 'REASON_TOO_SHORT':
      return refuse('NOTE_TOO_SHORT', 'The reason needs at least 20 characters', { minLength: 20 })
    case 'MAKER_ROLE':
    case 'CHECKER_ROLE':
      return refuse('ROLE_MISSING', `This person may not set the class (${reason})`, { reason })
    case 'MAKER_IS_CHECKER':
      return refuse('SAME_PERSON', 'A second person has to decide; you made the first decision')
    case 'NOT_ASSESSED':
      return refuse('NOT_ASSESSED', 'The class cannot be lowered before it was assessed')
    case 'CLASS_IS_PROHIBITED':
      return refuse('CLASS_PROHIBITED', 'A knock-out stands; no class can be set over it')
    default:
      return refuse('OUTCOME_NOT_ALLOWED', `The class cannot be set so (${reason})`, { reason })
  }
}

async function setClass(
  unit: Unit,
  { row, cipher }: LoadedCase,
  set: OverriddenClass,
  who: { by: string; approvedBy: string | null; reason: string },
): Promise<CaseRow> {
  const owned = { tenant_id: unit.ctx.tenantId, case_id: row.case_id }
  await unit.trx
    .updateTable('kyc_class_override')
    .set({ ended_at: unit.at })
    .where('tenant_id', '=', owned.tenant_id)
    .where('case_id', '=', owned.case_id)
    .where('ended_at', 'is', null)
    .execute()
  const overrideId = unit.ctx.ids()
  await unit.trx
    .insertInto('kyc_class_override')
    .values({
      ...owned,
      override_id: overrideId,
      model_class: set.model,
      set_class: set.set,
      made_by: who.by,
      approved_by: who.approvedBy,
      at: unit.at,
      expires_on: set.expiresOn,
      ended_at: null,
      reason_sealed: cipher.seal(`override/${overrideId}`, who.reason),
    })
    .execute()
  // Before the first assessment there is no class yet; `recordAssessment` heeds what was set.
  const next = await saveCase(unit, row, row.risk_class === null ? {} : { risk_class: set.set })
  unit.audit({
    action: 'risk.class_set',
    object: { type: 'class_override', id: overrideId, revision: next.revision },
    caseId: row.case_id,
    before: publicValues({ model: set.model, riskClass: row.risk_class }),
    after: publicValues({ set: set.set, by: who.by, approvedBy: who.approvedBy, expiresOn: set.expiresOn }),
    noteRef: `override:${overrideId}`,
  })
  return next
}

function classOf(row: Pick<CaseRow, 'risk_class'>): RiskClass | null {
  // Written from RiskClass values alone.
  return row.risk_class as RiskClass | null
}

/** The class that counts once this assessment is the latest. */
export async function countingClass(
  ctx: StoreContext,
  trx: Transaction<Database>,
  caseId: string,
  assessment: RiskAssessment,
  today: string,
): Promise<RiskClass> {
  const row = await latestOverride(ctx, trx, caseId)
  return effectiveClass(assessment, row ? toOverridden(row) : null, today)
}

async function latestOverride(
  ctx: StoreContext,
  trx: Transaction<Database>,
  caseId: string,
): Promise<OverrideRow | undefined> {
  return trx
    .selectFrom('kyc_class_override')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .where('case_id', '=', caseId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
}

function toOverridden(row: OverrideRow): OverriddenClass {
  // Both classes are written by `setClass` from ScoredClass values.
  const [model, set] = [row.model_class as ScoredClass | null, row.set_class as ScoredClass]
  return { model, set, expiresOn: row.expires_on !== null && isIsoDate(row.expires_on) ? row.expires_on : null }
}

export function setClassOf(
  ctx: StoreContext,
  input: Parameters<GovernanceUseCases['setClassOf']>[0],
): ReturnType<GovernanceUseCases['setClassOf']> {
  return read(ctx, async (trx): ReturnType<GovernanceUseCases['setClassOf']> => {
    const loaded = await loadCase(ctx, trx, input.caseId)
    if (!loaded.ok) return loaded
    const row = await latestOverride(ctx, trx, input.caseId)
    if (!row) return done(null)
    return done({
      ...toOverridden(row),
      by: row.made_by,
      approvedBy: row.approved_by,
      at: row.at,
      reason: loaded.value.cipher.open(`override/${row.override_id}`, row.reason_sealed),
    })
  })
}
