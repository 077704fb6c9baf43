/** What one person may do on one item, by the domain's tables of outcomes and roles. */
import type { Actor, CaseFile, StoredItem } from '@gatehouse/kyc/store'
import type { CaseAction, FindingKind, HumanTaskKind, OutcomeRule } from '@gatehouse/kyc'
import { FINDING_KINDS, HUMAN_TASK_KINDS, may, outcomesFor } from '@gatehouse/kyc'

export interface ItemRights {
  readonly outcomes: readonly Pick<OutcomeRule, 'outcome' | 'reasonCodes' | 'noteMinLength'>[]
  readonly mayPropose: boolean
  readonly mayConfirm: boolean
  /** Key of the sentence that says why neither is allowed; null when one is. */
  readonly whyNot: string | null
}

export function itemRights(item: StoredItem, file: CaseFile, actor: Pick<Actor, 'id' | 'roles' | 'type'>): ItemRights {
  const rules = rulesOf(item)
  const outcomes = rules.map(({ outcome, reasonCodes, noteMinLength }) => ({ outcome, reasonCodes, noteMinLength }))
  const whyNot = objection(item, file, actor, rules)
  return {
    outcomes,
    mayPropose: item.state === 'OPEN' && whyNot === null,
    mayConfirm: item.state === 'PROPOSED' && whyNot === null,
    whyNot,
  }
}

function rulesOf(item: StoredItem): readonly OutcomeRule[] {
  const task = HUMAN_TASK_KINDS.find((kind) => kind === item.kind)
  return task === undefined ? [] : outcomesFor(task, findingOf(item))
}

function findingOf(item: StoredItem): FindingKind | null {
  return FINDING_KINDS.find((kind) => item.findingCodes.includes(kind)) ?? null
}

function objection(
  item: StoredItem,
  file: CaseFile,
  actor: Pick<Actor, 'id' | 'roles'>,
  rules: readonly OutcomeRule[],
): string | null {
  if (item.state === 'CLOSED' || item.state === 'CANCELLED') return 'why-not.closed'
  if (item.state === 'OPEN') return objectionToProposal(item, file, actor)
  if (!may(actor.roles, 'confirm', file)) return 'why-not.role'
  if (item.proposal?.byId === actor.id) return 'why-not.same-person'
  const rule = rules.find(({ outcome }) => outcome === item.proposal?.outcome)
  const isChecker = rule?.checkerRoles.some((role) => actor.roles.includes(role)) ?? false
  return isChecker ? null : 'why-not.checker-role'
}

function objectionToProposal(item: StoredItem, file: CaseFile, actor: Pick<Actor, 'id' | 'roles'>): string | null {
  const action = proposingAction(item.kind)
  if (!may(actor.roles, action)) return 'why-not.role'
  if (!may(actor.roles, action, file)) return 'why-not.restricted'
  if (item.kind !== ('edd_senior_approval' satisfies HumanTaskKind)) return null
  const reviewers = file.items.filter(({ kind }) => kind === 'edd_review').map(({ proposal }) => proposal?.byId)
  return reviewers.includes(actor.id) ? 'why-not.same-person' : null
}

function proposingAction(kind: string): CaseAction {
  if (kind === 'edd_review') return 'complete_edd'
  return kind === 'edd_senior_approval' ? 'decide_edd' : 'propose'
}
