/** An authority's order to keep the data of one case longer: set and lifted by two people, never without an end. */
import { addMonths, isIsoDate } from '../iso-date.ts'
import type { StoreContext } from '../store/context.ts'
import { done, type Outcome, refuse } from '../store/outcome.ts'
import type { GovernanceUseCases, LegalHold } from '../store/ports/governance.ts'
import { type Unit, write } from '../store/unit.ts'
import { openRequest, payloadOf, type RequestRow } from './approval-requests.ts'
import { type LoadedCase, lockCase } from './case-rows.ts'
import { mayReadHolds } from './reading-rights.ts'

export function requestLegalHold(
  ctx: StoreContext,
  input: Parameters<GovernanceUseCases['requestLegalHold']>[0],
): ReturnType<GovernanceUseCases['requestLegalHold']> {
  return write(
    ctx,
    input.actor,
    async (unit): ReturnType<GovernanceUseCases['requestLegalHold']> => {
      const latest = addMonths(unit.at.slice(0, 10), 12 * ctx.policy.legalHoldYears)
      const { authority, reference, until } = input
      if (!isIsoDate(until) || until <= unit.at.slice(0, 10) || until > latest)
        return refuse('INVALID_INPUT', `A hold ends between tomorrow and ${latest}`)
      if (authority.trim() === '' || reference.trim() === '')
        return refuse('INVALID_INPUT', 'A hold names the authority and its file number')
      const loaded = await lockCase(unit, input.caseId)
      if (!loaded.ok) return loaded
      const about = { caseId: input.caseId, cipher: loaded.value.cipher }
      const payload = { authority, reference, until }
      return openRequest(unit, { kind: 'SET_LEGAL_HOLD', about, payload, note: input.note })
    },
    input,
  )
}

export async function applyLegalHold(unit: Unit, request: RequestRow, { row }: LoadedCase): Promise<Outcome<null>> {
  const { authority = '', reference = '', until = '' } = payloadOf(request)
  const holdId = unit.ctx.ids()
  await unit.trx
    .insertInto('kyc_legal_hold')
    .values({
      tenant_id: unit.ctx.tenantId,
      case_id: row.case_id,
      hold_id: holdId,
      authority,
      reference,
      until_on: until,
      set_by: request.made_by,
      approved_by: unit.actor.id,
      set_at: unit.at,
      lifted_at: null,
    })
    .execute()
  unit.audit({
    action: 'legal_hold.set',
    object: { type: 'legal_hold', id: holdId },
    caseId: row.case_id,
    after: { authority: { value: authority }, until: { value: until } },
  })
  return done(null)
}

export function requestLiftLegalHold(
  ctx: StoreContext,
  input: Parameters<GovernanceUseCases['requestLiftLegalHold']>[0],
): ReturnType<GovernanceUseCases['requestLiftLegalHold']> {
  return write(ctx, input.actor, async (unit): ReturnType<GovernanceUseCases['requestLiftLegalHold']> => {
    const hold = await findHold(unit, input.holdId)
    if (!hold.ok) return hold
    const loaded = await lockCase(unit, hold.value.case_id)
    if (!loaded.ok) return loaded
    const about = { caseId: hold.value.case_id, cipher: loaded.value.cipher }
    return openRequest(unit, { kind: 'LIFT_LEGAL_HOLD', about, payload: { holdId: input.holdId }, note: input.note })
  })
}

export async function liftLegalHold(unit: Unit, request: RequestRow): Promise<Outcome<null>> {
  const hold = await findHold(unit, payloadOf(request).holdId ?? '')
  if (!hold.ok) return hold
  await unit.trx
    .updateTable('kyc_legal_hold')
    .set({ lifted_at: unit.at })
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('hold_id', '=', hold.value.hold_id)
    .execute()
  unit.audit({
    action: 'legal_hold.lifted',
    object: { type: 'legal_hold', id: hold.value.hold_id },
    caseId: hold.value.case_id,
  })
  return done(null)
}

async function findHold(unit: Unit, holdId: string): Promise<Outcome<{ hold_id: string; case_id: string }>> {
  const row = await unit.trx
    .selectFrom('kyc_legal_hold')
    .select(['hold_id', 'case_id', 'lifted_at'])
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('hold_id', '=', holdId)
    .executeTakeFirst()
  if (!row) return refuse('ENTRY_NOT_FOUND', `Hold ${holdId} does not exist`)
  return row.lifted_at === null ? done(row) : refuse('ENTRY_NOT_OPEN', `Hold ${holdId} was lifted on ${row.lifted_at}`)
}

/** Id of a hold that keeps the case now, or null. A hold that ran out keeps nothing. */
export async function holdInForce(unit: Pick<Unit, 'ctx' | 'trx' | 'at'>, caseId: string): Promise<string | null> {
  const row = await unit.trx
    .selectFrom('kyc_legal_hold')
    .select('hold_id')
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('case_id', '=', caseId)
    .where('lifted_at', 'is', null)
    .where('until_on', '>=', unit.at.slice(0, 10))
    .executeTakeFirst()
  return row?.hold_id ?? null
}

export async function listLegalHolds(
  ctx: StoreContext,
  input: Parameters<GovernanceUseCases['listLegalHolds']>[0],
): Promise<readonly LegalHold[]> {
  if (!mayReadHolds(input.actor)) return []
  const rows = await ctx.db
    .selectFrom('kyc_legal_hold')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .$if(input.caseId !== undefined, (query) => query.where('case_id', '=', input.caseId ?? ''))
    .orderBy('hold_id', 'desc')
    .execute()
  return rows.map((row) => ({
    holdId: row.hold_id,
    caseId: row.case_id,
    authority: row.authority,
    reference: row.reference,
    until: row.until_on,
    setBy: row.set_by,
    approvedBy: row.approved_by,
    setAt: row.set_at,
    liftedAt: row.lifted_at,
  }))
}
