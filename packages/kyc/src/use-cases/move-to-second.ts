/** The case waits for a second person. Of several proposals, the machine keeps the one that weighs most. */
import { type Outcome, refuse } from '../store/outcome.ts'
import type { Unit } from '../store/unit.ts'
import type { LoadedCase } from './case-rows.ts'
import { moveCase } from './move-case.ts'
import { decisionOf, type ItemRow, ruleOf, stringList } from './review-rows.ts'

/** One that would refuse the customer, confirmed already or not; otherwise the first that waits. */
export function leadingProposal(items: readonly ItemRow[], waiting: readonly ItemRow[]): ItemRow | undefined {
  return items.find((item) => ruleOf(item)?.rejection != null) ?? waiting[0]
}

export async function moveToSecond(
  unit: Unit,
  loaded: LoadedCase,
  item: ItemRow | undefined,
): Promise<Outcome<LoadedCase>> {
  const decision = item ? decisionOf(item.proposal) : null
  const rule = item ? ruleOf(item) : undefined
  if (!item || !decision || !rule) return refuse('ITEM_NOT_FOUND', 'The review has no proposal')
  return moveCase(
    unit,
    loaded,
    {
      kind: 'propose',
      // Branded in the domain, plain in the table.
      findingIds: stringList(item.finding_ids) as never[],
      outcome: decision.outcome,
      reasonCodes: decision.reasonCodes,
      // `propose` has measured the note already; only its length class travels on.
      noteLength: rule.noteMinLength,
      noteRef: `item:${item.item_id}`,
      rejectionReason: rule.rejection,
      checkerRoles: rule.checkerRoles,
    },
    { actor: { ...unit.actor, id: decision.byId, roles: decision.byRoles }, noteRef: `item:${item.item_id}` },
  )
}
