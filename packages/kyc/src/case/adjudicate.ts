/** Is a proposed outcome one that the rules allow, and who must agree? */
import type { FindingKind } from '../checks/finding.ts'
import type { ScreeningHit } from '../checks/screening-hit.ts'
import { parsePartialDate, type PartialDate } from '../iso-date.ts'
import type { HumanTaskKind } from './human-task.ts'
import { outcomesFor, type OutcomeRule } from './review-outcomes.ts'

export interface ProposedOutcome {
  readonly task: HumanTaskKind
  readonly finding: FindingKind | null
  readonly outcome: string
  readonly reasonCodes: readonly string[]
  readonly note: string
  /** Hits that the finding rests on. */
  readonly hits: readonly ScreeningHit[]
}

export type AdjudicationRefusal =
  | 'OUTCOME_NOT_ALLOWED'
  | 'REASON_CODE_REQUIRED'
  | 'REASON_CODE_UNKNOWN'
  | 'NOTE_TOO_SHORT'
  | 'WEAK_CONFLICT_ALONE'
  | 'DOB_NOT_IN_CONFLICT'
  | 'DECEASED_DOES_NOT_CLEAR'

export type Adjudication =
  | { readonly ok: true; readonly rule: OutcomeRule }
  | { readonly ok: false; readonly error: { readonly code: AdjudicationRefusal } }

export function adjudicate(proposed: ProposedOutcome): Adjudication {
  const rule = outcomesFor(proposed.task, proposed.finding).find(({ outcome }) => outcome === proposed.outcome)
  if (!rule) return refuse('OUTCOME_NOT_ALLOWED')
  if (proposed.reasonCodes.length === 0) return refuse('REASON_CODE_REQUIRED')
  if (proposed.reasonCodes.some((code) => !rule.reasonCodes.includes(code))) return refuse('REASON_CODE_UNKNOWN')
  if (proposed.note.trim().length < rule.noteMinLength) return refuse('NOTE_TOO_SHORT')
  const objection = rule.outcome === 'FALSE_POSITIVE' ? clearingObjection(proposed) : null
  return objection ? refuse(objection) : { ok: true, rule }
}

/** Conflicts that lists get wrong so often that one of them alone proves nothing. */
const WEAK_CONFLICTS: readonly string[] = ['NATIONALITY_CONFLICT', 'GENDER_CONFLICT', 'GEOGRAPHY_CONFLICT']

/** A birth date that is no conflict counts nowhere; weak and dead reasons are only too little for a sanctions hit. */
function clearingObjection({ finding, reasonCodes, hits }: ProposedOutcome): AdjudicationRefusal | null {
  const forSanctions = finding === 'SANCTIONS_MATCH'
  // Funds of the dead stay frozen until the delisting, so that death is no reason; other reasons may stand beside it.
  const alive = unique(reasonCodes).filter((code) => !forSanctions || code !== 'DECEASED')
  if (alive.length === 0) return 'DECEASED_DOES_NOT_CLEAR'
  const dobHolds = hits.length > 0 && hits.every(hasDobConflict)
  const counting = alive.filter((code) => code !== 'DOB_CONFLICT' || dobHolds)
  if (counting.length === 0) return 'DOB_NOT_IN_CONFLICT'
  const weak = counting.length === 1 && WEAK_CONFLICTS.includes(counting[0] ?? '')
  return forSanctions && weak ? 'WEAK_CONFLICT_ALONE' : null
}

function hasDobConflict(hit: ScreeningHit): boolean {
  const dates = hit.features.find(({ feature }) => feature === 'birthDate')
  if (!dates || dates.queryValue === null || dates.listValue === null) return false
  const query = parsePartialDate(dates.queryValue)
  if (!query) return false
  // A list may give several dates or a range in one value; the nearest of them decides.
  const listed = (dates.listValue.match(/\d{4}(?:-\d{2}(?:-\d{2})?)?/g) ?? []).map(parsePartialDate)
  return listed.length > 0 && listed.every((date) => date !== null && isDobConflict(query, date))
}

/** Lists are off by a year or two, or have day and month swapped, so often that only more than that is a conflict. */
const YEARS_OF_DOUBT = 2

export function isDobConflict(query: PartialDate, listed: PartialDate): boolean {
  return Math.abs(query.year - listed.year) > YEARS_OF_DOUBT
}

function unique(codes: readonly string[]): readonly string[] {
  return [...new Set(codes)]
}

function refuse(code: AdjudicationRefusal): Adjudication {
  return { ok: false, error: { code } }
}
