/** One piece of work as this person sees it: what it rests on, what they may do, and who else may. */
import type { Actor, CaseFile, DecisionEntry, StoredItem } from '@gatehouse/kyc/store'
import type { PersonRef, ReviewItem } from '@gatehouse/kyc/wire'
import type { StaffDirectory } from '../auth/staff-directory.ts'
import { itemRights } from './item-rights.ts'

export async function toReviewItem(
  item: StoredItem,
  file: CaseFile,
  actor: Actor,
  { directory, staff }: { directory: StaffDirectory; staff: readonly PersonRef[] },
): Promise<ReviewItem> {
  const rights = itemRights(item, file, actor)
  const whoMay = staff.filter((person) => {
    const other = itemRights(item, file, { type: 'person', id: person.id, roles: person.roles })
    return item.state === 'PROPOSED' ? other.mayConfirm : other.mayPropose
  })
  return {
    itemId: item.itemId,
    kind: item.kind,
    state: item.state,
    findingCodes: [...item.findingCodes],
    hitIds: [...item.hitIds],
    needsSecond: item.needsSecond,
    proposal: await toDecision(item.proposal, directory),
    confirmation: await toDecision(item.confirmation, directory),
    openedAt: item.openedAt,
    outcomes: rights.mayPropose
      ? rights.outcomes.map((option) => ({ ...option, reasonCodes: [...option.reasonCodes] }))
      : [],
    mayPropose: rights.mayPropose,
    mayConfirm: rights.mayConfirm,
    whyNot: rights.whyNot,
    whoMay: item.state === 'OPEN' || item.state === 'PROPOSED' ? whoMay : [],
  }
}

async function toDecision(entry: DecisionEntry | null, directory: StaffDirectory): Promise<ReviewItem['proposal']> {
  if (entry === null) return null
  const { byId, at, outcome, reasonCodes, note } = entry
  return { by: await directory.find(byId), at, outcome, reasonCodes: [...reasonCodes], note }
}
