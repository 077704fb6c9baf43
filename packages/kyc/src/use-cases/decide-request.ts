/** The second person's answer to a request. Confirming carries it out in the same transaction. */
import { may } from '../roles/permissions.ts'
import type { StoreContext } from '../store/context.ts'
import { done, KycError, type Outcome, refuse } from '../store/outcome.ts'
import type { GovernanceUseCases, RequestKind } from '../store/ports/governance.ts'
import { type Unit, write } from '../store/unit.ts'
import { kindOf, lockRequest, REQUEST_RIGHTS, type RequestRow, sealNote } from './approval-requests.ts'
import { type LoadedCase, lockCase } from './case-rows.ts'
import { applyErasure, forgetPages } from './erase.ts'
import { applyLegalHold, liftLegalHold } from './legal-hold.ts'
import { samePerson } from './refusals.ts'
import { approveRetentionRule } from './run-retention.ts'
import { applyLowerClass } from './change-risk-class.ts'

/** What follows from a confirmation: on the case, or on the bank's own rules. */
type Apply =
  | { readonly about: 'CASE'; readonly run: (unit: Unit, row: RequestRow, of: LoadedCase) => Promise<Outcome<null>> }
  | { readonly about: 'BANK'; readonly run: (unit: Unit, row: RequestRow) => Promise<Outcome<null>> }

const APPLY: Readonly<Record<RequestKind, Apply>> = {
  LOWER_CLASS: { about: 'CASE', run: applyLowerClass },
  SET_LEGAL_HOLD: { about: 'CASE', run: applyLegalHold },
  LIFT_LEGAL_HOLD: { about: 'CASE', run: liftLegalHold },
  ERASE_EARLY: { about: 'CASE', run: applyErasure },
  RETENTION_RULE: { about: 'BANK', run: approveRetentionRule },
}

type Decided = ReturnType<GovernanceUseCases['decideRequest']>

export async function decideRequest(
  ctx: StoreContext,
  input: Parameters<GovernanceUseCases['decideRequest']>[0],
): Decided {
  const decided = await write(ctx, input.actor, async (unit): Decided => {
    const found = await lockRequest(unit, input.requestId)
    if (!found.ok) return found
    const request = found.value
    const kind = kindOf(request)
    if (request.state !== 'OPEN') return refuse('ENTRY_NOT_OPEN', `Request ${input.requestId} is ${request.state}`)
    if (request.made_by === input.actor.id) return samePerson()
    const { decide } = REQUEST_RIGHTS[kind]
    if (!may(input.actor.roles, decide))
      return refuse('ROLE_MISSING', `'${decide}' is not for these roles`, { action: decide })
    const loaded = request.about_case === null ? null : await lockCase(unit, request.about_case)
    if (loaded !== null && !loaded.ok) return loaded
    const state = input.decision === 'CONFIRM' ? 'CONFIRMED' : 'REFUSED'
    await close(unit, request, state, input.note, loaded?.value ?? null)
    if (state === 'CONFIRMED') {
      const applied = await carryOut(unit, APPLY[kind], request, loaded?.value ?? null)
      if (!applied.ok) return applied
    }
    return done({ kind, state })
  })
  if (decided.ok && decided.value.kind === 'ERASE_EARLY' && decided.value.state === 'CONFIRMED') await forgetPages(ctx)
  return decided
}

async function carryOut(
  unit: Unit,
  apply: Apply,
  request: RequestRow,
  loaded: LoadedCase | null,
): Promise<Outcome<null>> {
  if (apply.about === 'BANK') return apply.run(unit, request)
  if (loaded === null) throw new KycError('ROW_CORRUPT', `Request ${request.request_id} names no case`)
  return apply.run(unit, request, loaded)
}

async function close(
  unit: Unit,
  request: RequestRow,
  state: 'CONFIRMED' | 'REFUSED',
  note: string,
  loaded: LoadedCase | null,
): Promise<void> {
  await unit.trx
    .updateTable('kyc_request')
    .set({
      state,
      decided_by: unit.actor.id,
      decided_at: unit.at,
      decision_note_sealed: sealNote(unit, loaded?.cipher ?? null, `${request.request_id}/decision`, note),
    })
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('request_id', '=', request.request_id)
    .execute()
  unit.audit({
    action: `request.${state.toLowerCase()}`,
    object: { type: 'request', id: request.request_id },
    ...(request.about_case === null ? {} : { caseId: request.about_case }),
    reasonCode: request.kind,
    before: { maker: { value: request.made_by } },
    noteRef: `request:${request.request_id}/decision`,
  })
}
