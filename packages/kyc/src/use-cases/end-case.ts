/** The other ends of a case: refused, expired, withdrawn. */
import { ELIGIBILITY_REASONS } from '../case/reason-codes.ts'
import { DAY_MS, type StoreContext } from '../store/context.ts'
import { done, refuse } from '../store/outcome.ts'
import type { ApplicantUseCases } from '../store/ports/applicant.ts'
import type { DecisionUseCases } from '../store/ports/decision.ts'
import { type Unit, write } from '../store/unit.ts'
import { type LoadedCase, lockCase, stateOf } from './case-rows.ts'
import { recordDecision } from './record-decision.ts'
import { type BareEvent, moveCase } from './move-case.ts'
import { addNotification } from './notifications.ts'

type Rejected = ReturnType<DecisionUseCases['reject']>

/** People refuse in reviews and EDD; the service by itself refuses for eligibility only, and repeats what was decided. */
export function reject(ctx: StoreContext, input: Parameters<DecisionUseCases['reject']>[0]): Rejected {
  return write(
    ctx,
    input.actor,
    async (unit): Rejected => {
      const loaded = await lockCase(unit, input.caseId)
      if (!loaded.ok) return loaded
      const { row } = loaded.value
      if (row.state === 'REJECTED')
        return done({ reasonCode: row.reason_code ?? 'OUTSIDE_RISK_APPETITE', replayed: true })
      const reasonCode = ELIGIBILITY_REASONS.find((reason) => reason === input.reasonCode)
      if (!reasonCode) {
        return refuse(
          'TRANSITION_REFUSED',
          `Case ${row.case_id} is ${row.state}: only a person may refuse it for ${input.reasonCode ?? 'another reason'}`,
        )
      }
      const moved = await moveCase(
        unit,
        loaded.value,
        { kind: 'not_eligible', reasonCode },
        { reasonCode, also: { sla_due_at: null } },
      )
      if (!moved.ok) return moved
      await recordDecision(unit, moved.value, { outcome: 'REJECTED', reasonCode, actorId: unit.actor.id })
      return done({ reasonCode, replayed: false })
    },
    input,
  )
}

export function expireCase(
  ctx: StoreContext,
  input: Parameters<DecisionUseCases['expireCase']>[0],
): ReturnType<DecisionUseCases['expireCase']> {
  return write(
    ctx,
    input.actor,
    async (unit): ReturnType<DecisionUseCases['expireCase']> => {
      const loaded = await lockCase(unit, input.caseId)
      if (!loaded.ok) return loaded
      if (loaded.value.row.state === 'EXPIRED') return done({ state: 'EXPIRED', replayed: true })
      const { reasonCode } = input
      const also = { reason_code: reasonCode, sla_due_at: null }
      const moved = await moveCase(unit, loaded.value, await expiryEvent(unit, loaded.value), { reasonCode, also })
      if (!moved.ok) return moved
      await cancelOpenWork(unit, input.caseId)
      await recordDecision(unit, moved.value, { outcome: 'EXPIRED', reasonCode, actorId: unit.actor.id })
      return done({ state: stateOf(moved.value.row), replayed: false })
    },
    input,
  )
}

async function expiryEvent(unit: Unit, { row }: LoadedCase): Promise<BareEvent> {
  const days = (from: string) => Math.floor((unit.nowMs - Date.parse(from)) / DAY_MS)
  if (row.state === 'DRAFT')
    return { kind: 'expire_draft', idleDays: days(row.updated_at), limitDays: unit.ctx.policy.draftIdleDays }
  const rfi = await unit.trx
    .selectFrom('kyc_rfi')
    .select(['opened_at', 'due_at'])
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('case_id', '=', row.case_id)
    .orderBy('rfi_id', 'desc')
    .limit(1)
    .executeTakeFirst()
  const limitDays = rfi
    ? Math.round((Date.parse(rfi.due_at) - Date.parse(rfi.opened_at)) / DAY_MS)
    : unit.ctx.policy.rfi.expiryDays
  return { kind: 'rfi_expired', openDays: rfi ? days(rfi.opened_at) : 0, limitDays }
}

export function withdraw(
  ctx: StoreContext,
  input: Parameters<ApplicantUseCases['withdraw']>[0],
): ReturnType<ApplicantUseCases['withdraw']> {
  return write(
    ctx,
    input.actor,
    async (unit): ReturnType<ApplicantUseCases['withdraw']> => {
      const loaded = await lockCase(unit, input.caseId)
      if (!loaded.ok) return loaded
      if (loaded.value.row.state === 'WITHDRAWN') return done({ state: 'WITHDRAWN' })
      const wasDraft = loaded.value.row.state === 'DRAFT'
      const reasonCode = 'APPLICANT_WITHDREW'
      const moved = await moveCase(unit, loaded.value, { kind: 'withdraw' }, { reasonCode, also: { sla_due_at: null } })
      if (!moved.ok) return moved
      await cancelOpenWork(unit, input.caseId)
      await stopWorkflow(unit, moved.value)
      await recordDecision(unit, moved.value, { outcome: 'WITHDRAWN', reasonCode, actorId: unit.actor.id })
      if (!wasDraft)
        await addNotification(unit, moved.value, { templateId: 'application_withdrawn', iterationKey: '1' })
      return done({ state: stateOf(moved.value.row) })
    },
    input,
  )
}

async function stopWorkflow(unit: Unit, { row }: LoadedCase): Promise<void> {
  // A start that has not been delivered yet is taken back; one in flight finds the case ended when it reports.
  await unit.trx
    .updateTable('kyc_outbox')
    .set({ state: 'DONE', finished_at: unit.at, last_error: 'withdrawn' })
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('case_id', '=', row.case_id)
    .where('kind', 'in', ['START_WORKFLOW', 'COMPLETE_TASK', 'RETRY_WORKFLOW'])
    .where('state', '=', 'PENDING')
    .execute()
  if (row.workflow_id === null) return
  unit.enqueue({
    kind: 'TERMINATE_WORKFLOW',
    caseId: row.case_id,
    recipient: `workflow:${row.case_id}`,
    payload: { workflowId: row.workflow_id, reason: 'APPLICANT_WITHDREW' },
  })
}

/** States in which something still waits, by table. */
const WAITING = [
  ['kyc_review_item', ['OPEN', 'PROPOSED']],
  ['kyc_review', ['OPEN']],
  ['kyc_rfi', ['OPEN']],
] as const

export async function cancelOpenWork(unit: Unit, caseId: string): Promise<void> {
  for (const [table, states] of WAITING) {
    await unit.trx
      .updateTable(table)
      .set({ state: 'CANCELLED', closed_at: unit.at })
      .where('tenant_id', '=', unit.ctx.tenantId)
      .where('case_id', '=', caseId)
      .where('state', 'in', [...states])
      .execute()
  }
}
