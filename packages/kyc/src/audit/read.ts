/** Reading the trail: a page of it, the time line of a case, and records from outside cases. */
import { z } from 'zod'
import { mayReadHolds } from '../use-cases/reading-rights.ts'
import { may } from '../roles/permissions.ts'
import type { Actor } from '../store/actor.ts'
import type { StoreContext } from '../store/context.ts'
import type { JsonObject, JsonValue } from '../store/json.ts'
import { done, KycError, refuse } from '../store/outcome.ts'
import type { DeskUseCases } from '../store/ports/desk.ts'
import type { AuditRow, TrailUseCases } from '../store/ports/trail.ts'
import { write } from '../store/unit.ts'
import { publicValues } from './record.ts'

/** The parts of a record that are shown. */
const ShownSchema = z.looseObject({
  seq: z.number(),
  at: z.string(),
  actor: z.object({ type: z.string(), id: z.string() }),
  action: z.string(),
  object: z.object({ type: z.string(), id: z.string(), revision: z.number().optional() }),
  caseId: z.string().optional(),
  reasonCode: z.string().optional(),
  before: z.record(z.string(), z.unknown()).optional(),
  after: z.record(z.string(), z.unknown()).optional(),
  versions: z.record(z.string(), z.unknown()).optional(),
})

export async function auditList(
  ctx: StoreContext,
  input: Parameters<TrailUseCases['auditList']>[0],
): ReturnType<TrailUseCases['auditList']> {
  const below = input.cursor === undefined ? null : Number.parseInt(input.cursor, 10)
  const rows = await ctx.db
    .selectFrom('kyc_audit')
    .select(['record', 'hash', 'seq'])
    .where('tenant_id', '=', ctx.tenantId)
    .$if(below !== null && Number.isSafeInteger(below), (query) => query.where('seq', '<', below ?? 0))
    .$if(input.caseId !== undefined, (query) => query.where('case_id', '=', input.caseId ?? ''))
    .$if(input.action !== undefined, (query) => query.where('action', '=', input.action ?? ''))
    .$if(input.actorId !== undefined, (query) => query.where('actor_id', '=', input.actorId ?? ''))
    .orderBy('seq', 'desc')
    .limit(input.limit + 1)
    .execute()
  const page = rows.slice(0, input.limit)
  return {
    items: page.map((row) => toAuditRow(row.record, row.hash)),
    nextCursor: rows.length > input.limit ? String(page.at(-1)?.seq ?? 0) : null,
  }
}

function parseRecord(text: string): z.infer<typeof ShownSchema> {
  const parsed = ShownSchema.safeParse(JSON.parse(text))
  if (!parsed.success) throw new KycError('ROW_CORRUPT', 'An audit record does not parse; verify the chain')
  return parsed.data
}

function toAuditRow(text: string, hash: string): AuditRow {
  const record = parseRecord(text)
  return {
    seq: record.seq,
    at: record.at,
    actor: { type: record.actor.type, id: record.actor.id },
    action: record.action,
    object: { type: record.object.type, id: record.object.id, revision: record.object.revision ?? null },
    caseId: record.caseId ?? null,
    reasonCode: record.reasonCode ?? null,
    detail: shown(record.before, record.after, record.versions),
    hash,
  }
}

/** That an authority looks at somebody is not for those who work on the case. */
function isAboutHold({
  action,
  reasonCode,
}: {
  readonly action: string
  readonly reasonCode?: string | undefined
}): boolean {
  return action.startsWith('legal_hold.') || reasonCode === 'SET_LEGAL_HOLD' || reasonCode === 'LIFT_LEGAL_HOLD'
}

export async function timeline(
  ctx: StoreContext,
  input: { actor: Actor; caseId: string },
): ReturnType<DeskUseCases['timeline']> {
  const known = await ctx.db
    .selectFrom('kyc_case')
    .select(['case_id', 'restricted'])
    .where('tenant_id', '=', ctx.tenantId)
    .where('case_id', '=', input.caseId)
    .executeTakeFirst()
  if (!known) return refuse('CASE_NOT_FOUND', `Case ${input.caseId} does not exist`)
  const open = known.restricted === 0 || input.actor.roles.some((role) => role === 'mlro' || role === 'auditor')
  if (!open) return refuse('CASE_RESTRICTED', 'This case is open to mlro and auditor only')
  if (!may(input.actor.roles, 'view_audit')) return refuse('ROLE_MISSING', `'view_audit' is not for these roles`)
  const seesHolds = mayReadHolds(input.actor)
  const rows = await ctx.db
    .selectFrom('kyc_audit')
    .select('record')
    .where('tenant_id', '=', ctx.tenantId)
    .where('case_id', '=', input.caseId)
    .orderBy('seq')
    .execute()
  return done(
    rows.flatMap((row) => {
      const record = parseRecord(row.record)
      if (!seesHolds && isAboutHold(record)) return []
      return {
        seq: record.seq,
        at: record.at,
        actor: { type: record.actor.type, id: record.actor.id },
        action: record.action,
        object: `${record.object.type}:${record.object.id}`,
        reasonCode: record.reasonCode ?? null,
        detail: shown(record.before, record.after, record.versions),
      }
    }),
  )
}

/** Public values as they are, of sealed ones the fact that they changed. */
function shown(...parts: readonly (Record<string, unknown> | undefined)[]): JsonObject {
  const [before, after, versions] = parts
  const open = (values: Record<string, unknown> | undefined): JsonObject =>
    Object.fromEntries(
      Object.entries(values ?? {}).map(([path, entry]) => [
        path,
        // Records hold JSON, as they were parsed from it.
        typeof entry === 'object' && entry !== null && 'value' in entry ? (entry.value as JsonValue) : 'sealed',
      ]),
    )
  return { before: open(before), after: open(after), versions: (versions ?? {}) as JsonObject }
}

export async function recordAudit(
  ctx: StoreContext,
  input: Parameters<TrailUseCases['recordAudit']>[0],
): ReturnType<TrailUseCases['recordAudit']> {
  await write(ctx, input.actor, async (unit) => {
    unit.audit({
      action: input.action,
      object: input.object,
      ...(input.caseId === undefined ? {} : { caseId: input.caseId }),
      ...(input.reasonCode === undefined ? {} : { reasonCode: input.reasonCode }),
      ...(input.before === undefined ? {} : { before: publicValues(input.before) }),
      ...(input.after === undefined ? {} : { after: publicValues(input.after) }),
    })
    return done(null)
  })
  const head = await ctx.db
    .selectFrom('kyc_audit_head')
    .select('seq')
    .where('tenant_id', '=', ctx.tenantId)
    .executeTakeFirstOrThrow()
  return { seq: head.seq }
}
