/** What the decision bar of a case offers to one person, and why a disabled verb is disabled. */
import type { Actor } from '../case/actor.ts'
import { FINAL_CASE_STATES, type Case, type CaseState } from '../case/case.ts'
import { may, type CaseAction } from './permissions.ts'

export interface OfferedAction {
  readonly action: CaseAction
  readonly enabled: boolean
  /** Key of the reason; null when enabled. */
  readonly whyNot: string | null
}

/** Verbs of the decision bar, in its order. What a role never does is left out, not shown as disabled. */
const DECISION_BAR = [
  'claim',
  'release',
  'assign',
  'propose',
  'confirm',
  'send_back',
  'open_rfi',
  'cancel_rfi',
  'complete_edd',
  'decide_edd',
  'raise_class',
  'lower_class',
  'retry_hold',
  'resend_notification',
  'export_case_file',
] as const satisfies readonly CaseAction[]

const WORKABLE: readonly CaseState[] = ['IN_REVIEW', 'SECOND_REVIEW', 'EDD_REVIEW', 'EDD_APPROVAL', 'RFI_OPEN']

/** The class counts only while nothing is decided, and people look at the case. */
const CLASS_STATES: readonly CaseState[] = ['IN_REVIEW', 'SECOND_REVIEW', 'EDD_REVIEW', 'EDD_APPROVAL', 'RFI_OPEN']

/** Verbs of the bar, and what a second person does elsewhere about the same case. */
type StatedAction = (typeof DECISION_BAR)[number] | 'approve_lower_class'

const STATES_OF: Readonly<Record<StatedAction, readonly CaseState[] | null>> = {
  claim: WORKABLE,
  release: WORKABLE,
  assign: WORKABLE,
  propose: ['IN_REVIEW'],
  confirm: ['SECOND_REVIEW'],
  send_back: ['SECOND_REVIEW'],
  open_rfi: ['IN_REVIEW'],
  cancel_rfi: ['RFI_OPEN'],
  complete_edd: ['EDD_REVIEW'],
  decide_edd: ['EDD_APPROVAL'],
  raise_class: CLASS_STATES,
  lower_class: CLASS_STATES,
  approve_lower_class: CLASS_STATES,
  retry_hold: ['TECHNICAL_HOLD'],
  resend_notification: null,
  export_case_file: null,
}

/** What `person` may do to the case now. */
export function allowedActions(kycCase: Case, person: Actor): readonly OfferedAction[] {
  return DECISION_BAR.filter((action) => may(person.roles, action)).map((action) => {
    const whyNot = objectionTo(kycCase, person, action)
    return { action, enabled: whyNot === null, whyNot }
  })
}

/** Why the person may not do this to this case now, as a key of the translations; null when nothing stands against it. */
export function objectionTo(kycCase: Case, person: Actor, action: StatedAction): string | null {
  if (!may(person.roles, action)) return 'why-not.role'
  if (!may(person.roles, action, kycCase)) return 'why-not.restricted'
  if (person.id === kycCase.applicantId) return 'why-not.own-case'
  if (kycCase.excludedPersonIds.includes(person.id)) return 'why-not.excluded'
  const states = STATES_OF[action]
  if (states && !states.includes(kycCase.state)) {
    return FINAL_CASE_STATES.some((final) => final === kycCase.state) ? 'why-not.closed' : 'why-not.state'
  }
  return fourEyesObjection(kycCase, person, action)
}

function fourEyesObjection(kycCase: Case, person: Actor, action: CaseAction): string | null {
  const { proposal, eddReviewerId, assigneeId } = kycCase
  if (action === 'confirm' || action === 'send_back') {
    if (!proposal) return 'why-not.no-proposal'
    if (proposal.makerId === person.id) return 'why-not.same-person'
    return proposal.checkerRoles.some((role) => person.roles.includes(role)) ? null : 'why-not.checker-role'
  }
  if (action === 'decide_edd') return eddReviewerId === person.id ? 'why-not.same-person' : null
  if (action === 'release') return assigneeId === person.id ? null : 'why-not.not-claimed'
  return null
}
