/** Four eyes apart from reviews: one person asks, another decides. Carrying it out is in `decide-request.ts`. */
import { may, type Action } from '../roles/permissions.ts'
import type { CaseCipher } from '../crypto/case-cipher.ts'
import type { Actor } from '../store/actor.ts'
import type { StoreContext } from '../store/context.ts'
import { done, type Outcome, refuse } from '../store/outcome.ts'
import type { ApprovalRequest, GovernanceUseCases, RequestKind } from '../store/ports/governance.ts'
import type { Database } from '../store/schema.ts'
import { read, type Unit } from '../store/unit.ts'
import { loadCase } from './case-rows.ts'

export type RequestRow = Database['kyc_request']

/** Who asks, and who decides. */
export const REQUEST_RIGHTS: Readonly<Record<RequestKind, { readonly ask: Action; readonly decide: Action }>> = {
  LOWER_CLASS: { ask: 'lower_class', decide: 'approve_lower_class' },
  SET_LEGAL_HOLD: { ask: 'request_legal_hold', decide: 'approve_legal_hold' },
  LIFT_LEGAL_HOLD: { ask: 'request_legal_hold', decide: 'approve_legal_hold' },
  ERASE_EARLY: { ask: 'request_erasure', decide: 'approve_erasure' },
  RETENTION_RULE: { ask: 'configure_retention', decide: 'approve_retention' },
}

export const MIN_REASON_LENGTH = 20

export interface NewRequest {
  readonly kind: RequestKind
  readonly about: { readonly caseId: string; readonly cipher: CaseCipher } | null
  readonly payload: Readonly<Record<string, string>>
  readonly note: string
}

/** One open request of a kind about a case is enough: a second one is refused. */
export async function openRequest(unit: Unit, input: NewRequest): Promise<Outcome<{ requestId: string }>> {
  const allowed = mayAsk(unit.actor, input.kind)
  if (!allowed.ok) return allowed
  if (input.note.trim().length < MIN_REASON_LENGTH) {
    return refuse('NOTE_TOO_SHORT', `The reason needs at least ${MIN_REASON_LENGTH} characters`, {
      minLength: MIN_REASON_LENGTH,
    })
  }
  const payload = JSON.stringify(input.payload)
  const same = await unit.trx
    .selectFrom('kyc_request')
    .select('request_id')
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('kind', '=', input.kind)
    .where('state', '=', 'OPEN')
    .where('payload', '=', payload)
    .where((eb) => (input.about ? eb('about_case', '=', input.about.caseId) : eb('about_case', 'is', null)))
    .executeTakeFirst()
  if (same) return refuse('ENTRY_NOT_OPEN', `The same was asked for already`, { requestId: same.request_id })
  const requestId = unit.ctx.ids()
  await unit.trx
    .insertInto('kyc_request')
    .values({
      tenant_id: unit.ctx.tenantId,
      request_id: requestId,
      kind: input.kind,
      about_case: input.about?.caseId ?? null,
      payload,
      state: 'OPEN',
      made_by: unit.actor.id,
      made_at: unit.at,
      decided_by: null,
      decided_at: null,
      note_sealed: sealNote(unit, input.about?.cipher ?? null, requestId, input.note),
      decision_note_sealed: null,
    })
    .execute()
  unit.audit({
    action: 'request.made',
    object: { type: 'request', id: requestId },
    ...(input.about ? { caseId: input.about.caseId } : {}),
    reasonCode: input.kind,
    after: Object.fromEntries(Object.entries(input.payload).map(([key, value]) => [key, { value }])),
    noteRef: `request:${requestId}`,
  })
  return done({ requestId })
}

export function mayAsk(actor: Actor, kind: RequestKind): Outcome<null> {
  const { ask } = REQUEST_RIGHTS[kind]
  return may(actor.roles, ask) ? done(null) : refuse('ROLE_MISSING', `'${ask}' is not for these roles`, { action: ask })
}

export function sealNote(unit: Unit, cipher: CaseCipher | null, requestId: string, note: string): string {
  const path = `request/${requestId}`
  return cipher === null ? unit.ctx.keys.seal(path, note) : cipher.seal(path, note)
}

export async function lockRequest(unit: Unit, requestId: string): Promise<Outcome<RequestRow>> {
  const query = unit.trx
    .selectFrom('kyc_request')
    .selectAll()
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('request_id', '=', requestId)
  const row = await (unit.ctx.dialect === 'postgres' ? query.forUpdate() : query).executeTakeFirst()
  return row ? done(row) : refuse('ENTRY_NOT_FOUND', `Request ${requestId} does not exist`)
}

export function payloadOf(row: Pick<RequestRow, 'payload'>): Readonly<Record<string, string>> {
  // Written by `openRequest` from a record of strings.
  return JSON.parse(row.payload) as Record<string, string>
}

export function listRequests(
  ctx: StoreContext,
  input: Parameters<GovernanceUseCases['listRequests']>[0],
): ReturnType<GovernanceUseCases['listRequests']> {
  return read(ctx, async (trx) => {
    const rows = await trx
      .selectFrom('kyc_request')
      .selectAll()
      .where('tenant_id', '=', ctx.tenantId)
      .$if(input.caseId !== undefined, (query) => query.where('about_case', '=', input.caseId ?? ''))
      .orderBy('request_id', 'desc')
      .execute()
    const seen = rows.filter((row) => maySee(input.actor, row)).toSorted((a, b) => rank(a) - rank(b))
    return Promise.all(
      seen.map(async (row): Promise<ApprovalRequest> => {
        const loaded = row.about_case === null ? null : await loadCase(ctx, trx, row.about_case)
        const note =
          loaded === null ? openNote(ctx, null, row) : loaded.ok ? openNote(ctx, loaded.value.cipher, row) : ''
        return toRequest(row, note)
      }),
    )
  })
}

function rank(row: RequestRow): number {
  return row.state === 'OPEN' ? 0 : 1
}

function maySee(actor: Actor, row: RequestRow): boolean {
  const { ask, decide } = REQUEST_RIGHTS[kindOf(row)]
  const roles = actor.roles
  return row.made_by === actor.id || roles.includes('auditor') || may(roles, ask) || may(roles, decide)
}

export function kindOf(row: Pick<RequestRow, 'kind'>): RequestKind {
  // Written by `openRequest` from this type.
  return row.kind as RequestKind
}

export function openNote(ctx: StoreContext, cipher: CaseCipher | null, row: RequestRow): string {
  const path = `request/${row.request_id}`
  return cipher === null ? ctx.keys.open(path, row.note_sealed) : cipher.open(path, row.note_sealed)
}

function toRequest(row: RequestRow, note: string): ApprovalRequest {
  return {
    requestId: row.request_id,
    kind: kindOf(row),
    caseId: row.about_case,
    payload: payloadOf(row),
    // Written by `openRequest` and `decideRequest` from these words.
    state: row.state as ApprovalRequest['state'],
    madeBy: row.made_by,
    madeAt: row.made_at,
    note,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
  }
}
