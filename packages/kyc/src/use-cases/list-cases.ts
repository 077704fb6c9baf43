/** The queue: views, counts, most urgent first, page by page. Names are opened for the page alone. */
import type { RiskClass } from '../risk/risk-class.ts'
import { type ExpressionBuilder, sql, type Transaction } from 'kysely'
import type { CaseView } from '../wire/cases.ts'
import { indexDigest } from '../crypto/blind-index.ts'
import { maskWords } from '../crypto/masking.ts'
import type { Actor } from '../store/actor.ts'
import { isoTime, type StoreContext } from '../store/context.ts'
import type { CaseListItem, DeskUseCases } from '../store/ports/desk.ts'
import type { CaseRow, Database } from '../store/schema.ts'
import { read } from '../store/unit.ts'
import { stateOf } from './case-rows.ts'
import { occasionOf } from './event-review.ts'
import { mayOpenRestricted, mayReadFindings, mayReadNames } from './reading-rights.ts'

type Input = Parameters<DeskUseCases['listCases']>[0]
type Builder = ExpressionBuilder<Database, 'kyc_case'>

const VIEWS: readonly CaseView[] = ['mine', 'unassigned', 'team', 'approvals', 'applicant', 'closed']
const FINAL = ['APPROVED', 'REJECTED', 'WITHDRAWN', 'EXPIRED']
const WORK = ['IN_REVIEW', 'SECOND_REVIEW', 'EDD_REVIEW', 'EDD_APPROVAL']
const APPROVALS = ['SECOND_REVIEW', 'EDD_APPROVAL']
/** Sorts cases without a due time last, in both databases alike. */
const NEVER = '9999'

export function listCases(ctx: StoreContext, input: Input): ReturnType<DeskUseCases['listCases']> {
  return read(ctx, async (trx) => {
    const due = sql<string>`coalesce(sla_due_at, ${sql.lit(NEVER)})`
    const after = parseCursor(input.cursor)
    const wanted = input.q === undefined || input.q.trim() === '' ? null : await idsFor(ctx, trx, input.q.trim())
    const rows = await trx
      .selectFrom('kyc_case')
      .selectAll()
      .where('tenant_id', '=', ctx.tenantId)
      .where((eb) => inView(eb, input.view, input.actor, ctx))
      .$if(input.state !== undefined, (query) => query.where('state', '=', input.state ?? ''))
      .$if(input.risk !== undefined, (query) => query.where('risk_class', '=', input.risk ?? ''))
      .$if(wanted !== null, (query) => query.where('case_id', 'in', wanted && wanted.length > 0 ? [...wanted] : ['']))
      .$if(after !== null, (query) =>
        query.where((eb) =>
          eb.or([
            eb(due, '>', after?.due ?? ''),
            eb.and([eb(due, '=', after?.due ?? ''), eb('case_id', '>', after?.caseId ?? '')]),
          ]),
        ),
      )
      .orderBy(due)
      .orderBy('case_id')
      .limit(input.limit + 1)
      .execute()
    const page = rows.slice(0, input.limit)
    const last = page.at(-1)
    return {
      items: await toItems(ctx, trx, input.actor, page),
      counts: await countViews(ctx, trx, input.actor),
      nextCursor: rows.length > input.limit && last ? toCursor(last) : null,
    }
  })
}

function inView(eb: Builder, view: CaseView, actor: Actor, ctx: StoreContext) {
  const idleSince = isoTime(ctx.clock() - ctx.policy.claimIdleMinutes * 60_000)
  switch (view) {
    case 'mine':
      return eb.and([eb('assignee_id', '=', actor.id), eb('state', 'not in', FINAL)])
    case 'unassigned':
      // A claim that has gone idle is anybody's again.
      return eb.and([eb('state', 'in', WORK), eb.or([eb('assignee_id', 'is', null), eb('claimed_at', '<', idleSince)])])
    case 'team':
      return eb('state', 'not in', [...FINAL, 'DRAFT'])
    case 'approvals':
      return eb.and([
        eb('state', 'in', APPROVALS),
        eb.not(eb.exists(proposedBy(eb, actor.id))),
        eb.or([eb('edd_reviewer_id', 'is', null), eb('edd_reviewer_id', '<>', actor.id)]),
      ])
    case 'applicant':
      return eb('state', 'in', ['RFI_OPEN', 'DRAFT'])
    case 'closed':
      return eb('state', 'in', FINAL)
  }
}

/** What somebody has proposed herself does not wait for her. */
function proposedBy(eb: Builder, personId: string) {
  return eb
    .selectFrom('kyc_review_item as item')
    .select(sql<number>`1`.as('one'))
    .whereRef('item.tenant_id', '=', 'kyc_case.tenant_id')
    .whereRef('item.case_id', '=', 'kyc_case.case_id')
    .where('item.state', '=', 'PROPOSED')
    .where('item.proposed_by', '=', personId)
}

async function countViews(
  ctx: StoreContext,
  trx: Transaction<Database>,
  actor: Actor,
): Promise<Record<CaseView, number>> {
  const counts: Record<CaseView, number> = { mine: 0, unassigned: 0, team: 0, approvals: 0, applicant: 0, closed: 0 }
  for (const view of VIEWS) {
    const row = await trx
      .selectFrom('kyc_case')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('tenant_id', '=', ctx.tenantId)
      .where((eb) => inView(eb, view, actor, ctx))
      .executeTakeFirstOrThrow()
    counts[view] = row.count
  }
  return counts
}

/** Cases with that number or reference, or with an equal indexed value. */
async function idsFor(ctx: StoreContext, trx: Transaction<Database>, q: string): Promise<readonly string[]> {
  const kinds = ['EMAIL', 'PHONE', 'IBAN'] as const
  const digests = kinds.map((kind) => indexDigest(ctx.keys, kind, q))
  const indexed = await trx
    .selectFrom('kyc_blind_index')
    .select('case_id')
    .where('tenant_id', '=', ctx.tenantId)
    .where('digest', 'in', digests)
    .execute()
  const named = await trx
    .selectFrom('kyc_case')
    .select('case_id')
    .where('tenant_id', '=', ctx.tenantId)
    .where((eb) =>
      eb.or([eb('case_number', '=', q.toUpperCase()), eb('ref', '=', q.toUpperCase()), eb('case_id', '=', q)]),
    )
    .execute()
  return [...indexed, ...named].map((row) => row.case_id)
}

export async function toItems(
  ctx: StoreContext,
  trx: Transaction<Database>,
  actor: Actor,
  rows: readonly CaseRow[],
): Promise<readonly CaseListItem[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.case_id)
  const open = await trx
    .selectFrom('kyc_review_item')
    .select(['case_id', (eb) => eb.fn.countAll<number>().as('count')])
    .where('tenant_id', '=', ctx.tenantId)
    .where('case_id', 'in', ids)
    .where('state', 'in', ['OPEN', 'PROPOSED'])
    .groupBy('case_id')
    .execute()
  const hits = await trx
    .selectFrom('kyc_hit')
    .select(['case_id', 'source', 'list_id', 'entry_id', 'score_tenths', 'alert', 'verdict', 'hit_id'])
    .where('tenant_id', '=', ctx.tenantId)
    .where('case_id', 'in', ids)
    .orderBy('hit_id')
    .execute()
  return rows.map((row) => {
    const mine = hits.filter((hit) => hit.case_id === row.case_id)
    // A rerun stores hits anew; of each entry the newest counts.
    const newest = [...new Map(mine.map((hit) => [`${hit.source}:${hit.list_id}:${hit.entry_id}`, hit])).values()]
    const visible = mayReadFindings(actor) && mayOpenRestricted(actor, row)
    const alerts = visible ? newest.filter((hit) => hit.alert === 1) : []
    const best = Math.max(0, ...alerts.map((hit) => hit.score_tenths))
    return {
      caseId: row.case_id,
      caseNumber: row.case_number,
      customerName: nameOf(ctx, actor, row),
      productCode: row.product_code,
      channel: row.channel,
      occasion: occasionOf(row),
      state: stateOf(row),
      // `recordAssessment` writes the column from RiskClass values.
      riskClass: visible ? (row.risk_class as RiskClass | null) : null,
      openItems: open.find((entry) => entry.case_id === row.case_id)?.count ?? 0,
      hits: {
        open: alerts.filter((hit) => hit.verdict === null || hit.verdict === 'INCONCLUSIVE').length,
        total: alerts.length,
        bestScore: alerts.length === 0 ? null : best / 10,
      },
      slaDueAt: row.sla_due_at,
      assigneeId: row.assignee_id,
      submittedAt: row.submitted_at,
      updatedAt: row.updated_at,
      restricted: row.restricted === 1,
    }
  })
}

/** Masked unless the actor's roles may read it; empty once erased. */
export function nameOf(ctx: StoreContext, actor: Actor, row: CaseRow): string {
  if (row.wrapped_key === null || row.name_sealed === null) return ''
  const name = ctx.keys.openCaseKey(row.case_id, row.wrapped_key).open('case/name', row.name_sealed)
  return mayReadNames(actor) && mayOpenRestricted(actor, row) ? name : maskWords(name)
}

function toCursor(row: CaseRow): string {
  return Buffer.from(JSON.stringify([row.sla_due_at ?? NEVER, row.case_id])).toString('base64url')
}

/** A cursor that is not ours starts from the beginning. */
function parseCursor(cursor: string | undefined): { due: string; caseId: string } | null {
  if (cursor === undefined) return null
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (!Array.isArray(parsed)) return null
    const [due, caseId] = parsed as unknown[]
    return typeof due === 'string' && typeof caseId === 'string' ? { due, caseId } : null
  } catch {
    return null
  }
}
