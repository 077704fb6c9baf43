/** Reviews and their items: reading, and the small writes that several use cases share. */
import type { Transaction } from 'kysely'
import { HOUR_MS, isoTime, type StoreContext } from '../store/context.ts'
import type { JsonObject } from '../store/json.ts'
import type { DecisionEntry, StoredItem } from '../store/ports/desk.ts'
import type { CaseRow, Database } from '../store/schema.ts'
import type { Unit } from '../store/unit.ts'
import { done, type Outcome, refuse } from '../store/outcome.ts'
import { type LoadedCase, lockCase } from './case-rows.ts'
import { mayOpenRestricted } from './reading-rights.ts'
import { staleRevision } from './refusals.ts'
import type { CaseCipher } from '../crypto/case-cipher.ts'
import type { OutcomeRule } from '../case/review-outcomes.ts'
import { findRule, slaHoursOf } from './item-rules.ts'

export type ReviewRow = Database['kyc_review']
export type ItemRow = Database['kyc_review_item']

/** A decision as it lies in the item's row; the note is sealed apart from it. */
export type StoredDecision = Omit<DecisionEntry, 'note'>

export interface NewItem {
  readonly kind: string
  /** EDD_REVIEW, EDD_APPROVAL or the kind of the finding: decides the outcomes */
  readonly findingKind: string
  readonly codes: readonly string[]
  readonly findingIds: readonly string[]
  readonly hitIds: readonly string[]
  readonly needsSecond: boolean
}

export async function insertItems(
  unit: Unit,
  review: ReviewRow,
  items: readonly NewItem[],
  firstSeq = 1,
): Promise<void> {
  if (items.length === 0) return
  const rows = items.map(
    (item, at): ItemRow => ({
      tenant_id: review.tenant_id,
      case_id: review.case_id,
      item_id: unit.ctx.ids(),
      review_id: review.review_id,
      seq: firstSeq + at,
      kind: item.kind,
      state: 'OPEN',
      finding_ids: JSON.stringify(item.findingIds),
      finding_codes: JSON.stringify([item.findingKind, ...item.codes]),
      hit_ids: JSON.stringify(item.hitIds),
      needs_second: item.needsSecond ? 1 : 0,
      checker_roles: '[]',
      proposed_by: null,
      proposal: null,
      confirmation: null,
      note_sealed: null,
      confirm_note_sealed: null,
      rfi_items: '[]',
      conditions_sealed: null,
      opened_at: unit.at,
      closed_at: null,
    }),
  )
  await unit.trx.insertInto('kyc_review_item').values(rows).execute()
}

export async function itemsOfReview(unit: Unit, reviewId: string): Promise<readonly ItemRow[]> {
  return unit.trx
    .selectFrom('kyc_review_item')
    .selectAll()
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('review_id', '=', reviewId)
    .orderBy('seq')
    .execute()
}

export interface LockedItem {
  readonly loaded: LoadedCase
  readonly item: ItemRow
  readonly review: ReviewRow
}

/** The case, locked, at the revision that the person saw, with the item that she decides about. */
export async function lockItem(
  unit: Unit,
  input: { readonly caseId: string; readonly itemId: string; readonly revision: number },
): Promise<Outcome<LockedItem>> {
  const loaded = await lockCase(unit, input.caseId)
  if (!loaded.ok) return loaded
  const { row } = loaded.value
  if (row.revision !== input.revision) return staleRevision(row, input.revision)
  if (!mayOpenRestricted(unit.actor, row))
    return refuse('CASE_RESTRICTED', 'This case is open to mlro and auditor only')
  if (stringList(row.excluded).includes(unit.actor.id))
    return refuse('ROLE_MISSING', 'This person may not work on this case')
  const item = await unit.trx
    .selectFrom('kyc_review_item')
    .selectAll()
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('case_id', '=', input.caseId)
    .where('item_id', '=', input.itemId)
    .executeTakeFirst()
  if (!item) return refuse('ITEM_NOT_FOUND', `Item ${input.itemId} does not belong to case ${input.caseId}`)
  const review = await unit.trx
    .selectFrom('kyc_review')
    .selectAll()
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('review_id', '=', item.review_id)
    .executeTakeFirstOrThrow()
  return done({ loaded: loaded.value, item, review })
}

export async function updateItem(unit: Unit, itemId: string, changes: Partial<ItemRow>): Promise<void> {
  await unit.trx
    .updateTable('kyc_review_item')
    .set(changes)
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('item_id', '=', itemId)
    .execute()
}

/** What was open of an EDD: new findings come first, and it begins anew after them. */
export async function cancelEddItems(unit: Unit, caseId: string): Promise<void> {
  await unit.trx
    .updateTable('kyc_review_item')
    .set({ state: 'CANCELLED', closed_at: unit.at })
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('case_id', '=', caseId)
    .where('kind', 'in', ['edd_review', 'edd_senior_approval'])
    .where('state', '=', 'OPEN')
    .execute()
}

export async function updateReview(unit: Unit, reviewId: string, changes: Partial<ReviewRow>): Promise<void> {
  await unit.trx
    .updateTable('kyc_review')
    .set(changes)
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('review_id', '=', reviewId)
    .execute()
}

/** Wakes the HUMAN task of that reference name. */
export function completeTask(
  unit: Unit,
  review: Pick<ReviewRow, 'case_id' | 'workflow_id'>,
  taskRef: string,
  output: JsonObject,
): void {
  unit.enqueue({
    kind: 'COMPLETE_TASK',
    caseId: review.case_id,
    recipient: `workflow:${review.case_id}`,
    payload: { workflowId: review.workflow_id, taskRef, output },
  })
}

/** What was found, from which the outcomes follow. */
export function findingKindOf(item: Pick<ItemRow, 'finding_codes'>): string {
  return stringList(item.finding_codes)[0] ?? ''
}

export function decisionOf(text: string | null): StoredDecision | null {
  // Written by `propose` and `confirm` from this type.
  return text === null ? null : (JSON.parse(text) as StoredDecision)
}

export function stringList(text: string): readonly string[] {
  // Columns of this kind are written with JSON.stringify of a list of strings.
  return JSON.parse(text) as string[]
}

/** The rule that the item's proposal falls under. */
export function ruleOf(item: ItemRow): OutcomeRule | undefined {
  const decision = decisionOf(item.proposal)
  return decision === null ? undefined : findRule(item.kind, findingKindOf(item), decision.outcome)
}

/** The earliest due time of the items, given when they open. */
export function slaDueAt(nowMs: number, findingKinds: readonly string[]): string {
  return isoTime(nowMs + Math.min(...findingKinds.map(slaHoursOf)) * HOUR_MS)
}

export async function itemsOfCase(
  ctx: StoreContext,
  trx: Transaction<Database>,
  row: CaseRow,
  cipher: CaseCipher,
): Promise<readonly StoredItem[]> {
  const items = await trx
    .selectFrom('kyc_review_item')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .where('case_id', '=', row.case_id)
    .orderBy('item_id')
    .execute()
  return items.map((item) => toStoredItem(item, cipher))
}

function toStoredItem(item: ItemRow, cipher: CaseCipher): StoredItem {
  const note = (sealed: string | null, part: string) =>
    sealed === null ? '' : cipher.open(`item/${item.item_id}/${part}`, sealed)
  const proposal = decisionOf(item.proposal)
  const confirmation = decisionOf(item.confirmation)
  const kind = findingKindOf(item)
  return {
    itemId: item.item_id,
    kind: item.kind,
    // Written by the use cases of this folder alone.
    state: item.state as StoredItem['state'],
    findingCodes: stringList(item.finding_codes),
    hitIds: stringList(item.hit_ids),
    needsSecond: item.needs_second === 1,
    proposal: proposal && { ...proposal, note: note(item.note_sealed, 'note') },
    confirmation: confirmation && { ...confirmation, note: note(item.confirm_note_sealed, 'confirmation') },
    openedAt: item.opened_at,
    slaDueAt: slaDueAt(Date.parse(item.opened_at), [kind]),
    conditions:
      item.conditions_sealed === null
        ? []
        : // Sealed by `propose` from ConditionInput values.
          (cipher.openJson(`item/${item.item_id}/conditions`, item.conditions_sealed) as StoredItem['conditions']),
  }
}
