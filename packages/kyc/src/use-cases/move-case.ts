/** Every change of state goes through the pure machine; this only saves what it answers and audits it. */
import { transition } from '../case/transition.ts'
import type { TransitionRefusal } from '../case/transition-rules.ts'
import type { Case } from '../case/case.ts'
import type { CaseEvent } from '../case/case-event.ts'
import { publicValues } from '../audit/record.ts'
import type { Actor } from '../store/actor.ts'
import type { JsonValue } from '../store/json.ts'
import { done, type Outcome, type RefusalCode, refuse } from '../store/outcome.ts'
import type { CaseRow } from '../store/schema.ts'
import type { Unit } from '../store/unit.ts'
import { type LoadedCase, saveCase, toCase } from './case-rows.ts'

type Bare<E> = E extends unknown ? Omit<E, 'actor' | 'at'> : never
export type BareEvent = Bare<CaseEvent>

export interface MoveOptions {
  /** columns that the machine does not know */
  readonly also?: Partial<CaseRow>
  readonly reasonCode?: string
  readonly noteRef?: string
  readonly versions?: Readonly<Record<string, JsonValue>>
  /** when the event is done in somebody's name other than the unit's actor */
  readonly actor?: Actor
}

/** Applies the event, or refuses with the code nearest to the machine's own, which is in `details.reason`. */
export async function moveCase(
  unit: Unit,
  loaded: LoadedCase,
  event: BareEvent,
  options: MoveOptions = {},
): Promise<Outcome<LoadedCase>> {
  const { row } = loaded
  const { type, id, roles } = options.actor ?? unit.actor
  // Event and actor are put together again here; the brand on the person id is the domain's own.
  const result = transition(toCase(row), { ...event, actor: { type, id, roles }, at: unit.at } as CaseEvent)
  if (!result.ok) {
    const reason = result.error.code
    return refuse(
      REFUSALS[reason] ?? 'TRANSITION_REFUSED',
      `Case ${row.case_id} is ${row.state}: '${event.kind}' is refused (${reason})`,
      {
        reason,
        state: row.state,
        event: event.kind,
      },
    )
  }
  const next = await saveCase(unit, row, { ...columnsOf(result.kycCase), ...options.also })
  unit.audit({
    action: `case.${event.kind}`,
    object: { type: 'case', id: row.case_id, revision: next.revision },
    caseId: row.case_id,
    before: publicValues({ state: row.state }),
    after: publicValues({ state: next.state }),
    versions: {
      dataRevision: next.data_revision,
      policy: next.policy_version,
      workflow: next.workflow_version,
      ...options.versions,
    },
    ...(options.reasonCode === undefined ? {} : { reasonCode: options.reasonCode }),
    ...(options.noteRef === undefined ? {} : { noteRef: options.noteRef }),
  })
  return done({ ...loaded, row: next })
}

/** Objections of the machine that callers tell apart; all others are TRANSITION_REFUSED. */
const REFUSALS: Partial<Record<TransitionRefusal, RefusalCode>> = {
  SAME_PERSON: 'SAME_PERSON',
  ROLE: 'ROLE_MISSING',
  CHECKER_ROLE: 'ROLE_MISSING',
  OWN_CASE: 'ROLE_MISSING',
  EXCLUDED_PERSON: 'ROLE_MISSING',
  OPEN_FINDINGS: 'FINDINGS_OPEN',
  CHECK_MISSING: 'CHECKS_STALE',
  CHECKS_OUTDATED: 'CHECKS_STALE',
  CHECKS_STALE: 'CHECKS_STALE',
  CLASS_PROHIBITED: 'CLASS_PROHIBITED',
  EMAIL_UNCONFIRMED: 'EMAIL_UNCONFIRMED',
  CLAIMED_BY_OTHER: 'CASE_TAKEN',
}

/** What the machine may change. Revision and time of change are the store's. */
function columnsOf(kycCase: Case): Partial<CaseRow> {
  return {
    state: kycCase.state,
    risk_class: kycCase.riskClass,
    assignee_id: kycCase.assigneeId,
    claimed_at: kycCase.claimedAt,
    workflow_id: kycCase.workflowId,
    workflow_version: kycCase.workflowVersion,
    proposal: kycCase.proposal === null ? null : JSON.stringify(kycCase.proposal),
    edd_reviewer_id: kycCase.eddReviewerId,
    restricted: kycCase.restricted ? 1 : 0,
    reason_code: kycCase.reasonCode,
    submitted_at: kycCase.submittedAt,
    decided_at: kycCase.decidedAt,
  }
}
