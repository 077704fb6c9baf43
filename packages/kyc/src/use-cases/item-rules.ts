/** The domain's table of outcomes, looked up for a stored item, and how long an item may wait. */
import { HUMAN_TASK_KINDS, type HumanTaskKind } from '../case/human-task.ts'
import { type OutcomeRule, outcomesFor } from '../case/review-outcomes.ts'
import { FINDING_KINDS, type FindingKind } from '../checks/finding.ts'
import { KycError } from '../store/outcome.ts'

/** The kind of finding behind an item; null for the two steps of EDD. */
export function toFindingKind(text: string): FindingKind | null {
  return FINDING_KINDS.find((kind) => kind === text) ?? null
}

export function toTaskKind(text: string): HumanTaskKind {
  const known = HUMAN_TASK_KINDS.find((kind) => kind === text)
  if (known === undefined) throw new KycError('ROW_CORRUPT', `'${text}' is no kind of human task`)
  return known
}

export function findRule(itemKind: string, findingKind: string, outcome: string): OutcomeRule | undefined {
  return outcomesFor(toTaskKind(itemKind), toFindingKind(findingKind)).find((rule) => rule.outcome === outcome)
}

const SLA_HOURS: Readonly<Record<string, number>> = {
  SANCTIONS_MATCH: 4,
  IDENTITY_FAILED: 4,
  IDENTITY_MISMATCH: 4,
  IDENTITY_MANUAL: 4,
  EDD_REVIEW: 120,
  EDD_APPROVAL: 120,
}

/** Hours that an item of this finding may wait for a person. */
export function slaHoursOf(findingKind: string): number {
  return SLA_HOURS[findingKind] ?? 24
}
