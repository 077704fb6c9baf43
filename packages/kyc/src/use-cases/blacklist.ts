/** The bank's own list: proposed by one person, in force once another confirms, and never without an end. */
import { canonicalHash } from '../canonical-json.ts'
import { hasRole } from '../store/actor.ts'
import type { Role } from '../roles/role.ts'
import { isoTime, type StoreContext } from '../store/context.ts'
import { done, type Outcome, refuse } from '../store/outcome.ts'
import type { BlacklistEntry, DeskUseCases } from '../store/ports/desk.ts'
import type { Database } from '../store/schema.ts'
import { type Unit, write } from '../store/unit.ts'
import { missingRole, samePerson } from './refusals.ts'

const MAKERS: readonly Role[] = ['analyst', 'senior_analyst', 'mlro', 'compliance_admin']
const CHECKERS: readonly Role[] = ['senior_analyst', 'mlro', 'compliance_admin']

interface Facts {
  readonly names: readonly string[]
  readonly dateOfBirth: string | null
  readonly documentNumbers: readonly string[]
}

export function proposeBlacklistEntry(
  ctx: StoreContext,
  input: Parameters<DeskUseCases['proposeBlacklistEntry']>[0],
): ReturnType<DeskUseCases['proposeBlacklistEntry']> {
  return write(ctx, input.actor, async (unit): ReturnType<DeskUseCases['proposeBlacklistEntry']> => {
    if (!hasRole(input.actor, ...MAKERS)) return missingRole(MAKERS)
    const names = input.names.map((name) => name.trim()).filter((name) => name !== '')
    const facts: Facts = { names, dateOfBirth: input.dateOfBirth ?? null, documentNumbers: input.documentNumbers ?? [] }
    if (names.length === 0 && facts.documentNumbers.length === 0)
      return refuse('INVALID_INPUT', 'An entry needs a name or a document number')
    const expiresOn = input.expiresOn ?? yearsLater(unit.at, ctx.policy.blacklistYears)
    if (!/^\d{4}-\d{2}-\d{2}$/.test(expiresOn) || expiresOn <= unit.at.slice(0, 10))
      return refuse('INVALID_INPUT', 'The end of an entry lies in the future')
    const entryId = ctx.ids()
    await unit.trx
      .insertInto('kyc_blacklist')
      .values({
        tenant_id: ctx.tenantId,
        entry_id: entryId,
        category: input.category,
        state: 'PROPOSED',
        added_by: input.actor.id,
        approved_by: null,
        added_at: unit.at,
        expires_on: expiresOn,
        review_on: input.reviewOn ?? null,
        content_hash: ctx.keys.digest('blacklist', canonicalHash(facts)),
        facts_sealed: ctx.keys.seal(`blacklist/${entryId}`, JSON.stringify(facts)),
      })
      .execute()
    unit.audit({
      action: 'blacklist.proposed',
      object: { type: 'blacklist_entry', id: entryId },
      reasonCode: input.category,
      after: { expiresOn: { value: expiresOn } },
    })
    return done({ entryId })
  })
}

function yearsLater(at: string, years: number): string {
  const date = new Date(at)
  date.setUTCFullYear(date.getUTCFullYear() + years)
  return date.toISOString().slice(0, 10)
}

export function confirmBlacklistEntry(
  ctx: StoreContext,
  input: Parameters<DeskUseCases['confirmBlacklistEntry']>[0],
): ReturnType<DeskUseCases['confirmBlacklistEntry']> {
  return write(ctx, input.actor, async (unit): ReturnType<DeskUseCases['confirmBlacklistEntry']> => {
    const entry = await findEntry(unit, input.entryId)
    if (!entry.ok) return entry
    if (entry.value.state !== 'PROPOSED')
      return refuse('ENTRY_NOT_OPEN', `Entry ${input.entryId} is ${entry.value.state}`)
    if (entry.value.added_by === input.actor.id) return samePerson()
    if (!hasRole(input.actor, ...CHECKERS)) return missingRole(CHECKERS)
    const state = input.decision === 'CONFIRM' ? 'ACTIVE' : 'REFUSED'
    await setState(unit, input.entryId, state, input.actor.id)
    return done({ state })
  })
}

export function endBlacklistEntry(
  ctx: StoreContext,
  input: Parameters<DeskUseCases['endBlacklistEntry']>[0],
): ReturnType<DeskUseCases['endBlacklistEntry']> {
  return write(ctx, input.actor, async (unit): ReturnType<DeskUseCases['endBlacklistEntry']> => {
    if (!hasRole(input.actor, ...CHECKERS)) return missingRole(CHECKERS)
    const entry = await findEntry(unit, input.entryId)
    if (!entry.ok) return entry
    if (entry.value.state !== 'ACTIVE')
      return refuse('ENTRY_NOT_OPEN', `Entry ${input.entryId} is ${entry.value.state}`)
    await setState(unit, input.entryId, 'ENDED', entry.value.approved_by)
    return done({ state: 'ENDED' })
  })
}

async function findEntry(unit: Unit, entryId: string): Promise<Outcome<Database['kyc_blacklist']>> {
  const query = unit.trx
    .selectFrom('kyc_blacklist')
    .selectAll()
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('entry_id', '=', entryId)
  const row = await (unit.ctx.dialect === 'postgres' ? query.forUpdate() : query).executeTakeFirst()
  return row ? done(row) : refuse('ENTRY_NOT_FOUND', `Entry ${entryId} is not on the list`)
}

async function setState(
  unit: Unit,
  entryId: string,
  state: BlacklistEntry['state'],
  approvedBy: string | null,
): Promise<void> {
  await unit.trx
    .updateTable('kyc_blacklist')
    .set({ state, approved_by: approvedBy })
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('entry_id', '=', entryId)
    .execute()
  unit.audit({
    action: `blacklist.${state.toLowerCase()}`,
    object: { type: 'blacklist_entry', id: entryId },
    after: { state: { value: state } },
  })
}

export async function listBlacklist(ctx: StoreContext): Promise<readonly BlacklistEntry[]> {
  const rows = await ctx.db
    .selectFrom('kyc_blacklist')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .orderBy('entry_id')
    .execute()
  return rows.map((row) => toEntry(ctx, row))
}

export async function blacklistSnapshot(ctx: StoreContext): ReturnType<DeskUseCases['blacklistSnapshot']> {
  const today = isoTime(ctx.clock()).slice(0, 10)
  const entries = (await listBlacklist(ctx)).filter((entry) => entry.state === 'ACTIVE' && entry.expiresOn > today)
  const snapshotId = `BL-${canonicalHash(entries.map((entry) => [entry.entryId, entry.contentHash])).slice(7, 27)}`
  return { snapshotId, entries }
}

function toEntry(ctx: StoreContext, row: Database['kyc_blacklist']): BlacklistEntry {
  // Sealed by `proposeBlacklistEntry` from Facts; category and state are written from their types.
  const facts = JSON.parse(ctx.keys.open(`blacklist/${row.entry_id}`, row.facts_sealed)) as Facts
  return {
    entryId: row.entry_id,
    ...facts,
    category: row.category as BlacklistEntry['category'],
    state: row.state as BlacklistEntry['state'],
    addedBy: row.added_by,
    approvedBy: row.approved_by,
    addedAt: row.added_at,
    expiresOn: row.expires_on,
    reviewOn: row.review_on,
    contentHash: row.content_hash,
  }
}
