/** The case state machine as data: for each event, from where, by whom, under which guard, and what it changes. */
import type { Role } from '../roles/role.ts'
import { approvalObjection } from './approval-guard.ts'
import type { CaseEvent, CaseEventKind } from './case-event.ts'
import { FINAL_CASE_STATES, CASE_STATES, type Case, type CaseState } from './case.ts'

export const TRANSITION_REFUSALS = [
  'STATE',
  'ROLE',
  'OWN_CASE',
  'EXCLUDED_PERSON',
  'SAME_PERSON',
  'BLOCKING_ERRORS',
  'EMAIL_UNCONFIRMED',
  'CONSENT_MISSING',
  'NOT_YET_DUE',
  'NOTHING_TO_DO',
  'NOTE_TOO_SHORT',
  'REASON_CODE_REQUIRED',
  'NO_PROPOSAL',
  'NOT_A_REJECTION',
  'CHECKER_ROLE',
  'REJECTION_PENDING',
  'OPEN_FINDINGS',
  'OPEN_CHECKLIST',
  'CHECK_MISSING',
  'CHECKS_OUTDATED',
  'CHECKS_STALE',
  'CLASS_PROHIBITED',
  'CLASS_NEEDS_EDD',
  'CLASS_NOT_HIGH',
  'CLAIMED_BY_OTHER',
  'NOT_CLAIMED',
  'OLD_REVISION',
] as const
export type TransitionRefusal = (typeof TRANSITION_REFUSALS)[number]

export const MIN_NOTE_LENGTH = 20
const DEFAULT_CLAIM_IDLE_MINUTES = 30

const OPEN_STATES = CASE_STATES.filter((state) => !FINAL_CASE_STATES.some((final) => final === state))
const REVIEW_STATES: readonly CaseState[] = ['IN_REVIEW', 'SECOND_REVIEW', 'EDD_REVIEW', 'EDD_APPROVAL', 'RFI_OPEN']
const CHECKERS: readonly Role[] = ['senior_analyst', 'mlro']
const STAFF: readonly Role[] = ['analyst', 'senior_analyst', 'mlro']

export interface TransitionRule<E> {
  readonly from: readonly CaseState[]
  readonly who: readonly Role[]
  /** The first objection, or null. */
  readonly guard?: (kycCase: Case, event: E) => TransitionRefusal | null
  /** What changes; left out fields stay. Revision and time are the machine's. */
  readonly change: (kycCase: Case, event: E) => Partial<Case>
}

type EventOf<K extends CaseEventKind> = Extract<CaseEvent, { readonly kind: K }>
export type TransitionRules = { readonly [K in CaseEventKind]: TransitionRule<EventOf<K>> }

const to = (state: CaseState) => (): Partial<Case> => ({ state })

export const TRANSITION_RULES: TransitionRules = {
  submit: {
    from: ['DRAFT'],
    who: ['applicant', 'service'],
    guard: (_case, event) => {
      if (!event.consentsGiven) return 'CONSENT_MISSING'
      if (event.acceptIncomplete) return null
      if (event.blockingErrors > 0) return 'BLOCKING_ERRORS'
      return event.emailConfirmed ? null : 'EMAIL_UNCONFIRMED'
    },
    change: (_case, event) => ({ state: 'SUBMITTED', submittedAt: event.at }),
  },
  expire_draft: {
    from: ['DRAFT'],
    who: ['service'],
    guard: (_case, event) => (event.idleDays >= event.limitDays ? null : 'NOT_YET_DUE'),
    change: (_case, event) => ({ state: 'EXPIRED', decidedAt: event.at }),
  },
  workflow_started: {
    from: ['SUBMITTED'],
    who: ['service'],
    change: (_case, { workflowId, workflowVersion }) => ({ state: 'IN_CHECKS', workflowId, workflowVersion }),
  },
  not_eligible: {
    from: ['SUBMITTED', 'IN_CHECKS'],
    who: ['service'],
    change: (_case, event) => ({ state: 'REJECTED', reasonCode: event.reasonCode, decidedAt: event.at }),
  },
  retries_used_up: { from: ['IN_CHECKS'], who: ['service'], change: to('TECHNICAL_HOLD') },
  retry: { from: ['TECHNICAL_HOLD'], who: ['operator', 'service'], change: to('IN_CHECKS') },
  execution_ended: {
    from: ['IN_CHECKS', ...REVIEW_STATES],
    who: ['service'],
    change: () => ({
      state: 'TECHNICAL_HOLD',
      proposal: null,
      eddReviewerId: null,
      assigneeId: null,
      claimedAt: null,
    }),
  },
  restart: {
    from: ['TECHNICAL_HOLD'],
    who: ['operator', 'service'],
    change: () => ({
      state: 'IN_CHECKS',
      workflowId: null,
      workflowVersion: null,
      proposal: null,
      eddReviewerId: null,
    }),
  },
  open_rfi: {
    from: ['IN_CHECKS', 'IN_REVIEW'],
    who: ['service', 'analyst'],
    guard: (_case, event) => (event.itemCount > 0 ? null : 'NOTHING_TO_DO'),
    change: () => ({ state: 'RFI_OPEN', eddReviewerId: null }),
  },
  open_review: {
    from: ['IN_CHECKS'],
    who: ['service'],
    guard: (_case, event) => (event.findingCount > 0 ? null : 'NOTHING_TO_DO'),
    // A new finding makes an EDD review that was complete before it begin anew.
    change: () => ({ state: 'IN_REVIEW', proposal: null, eddReviewerId: null }),
  },
  rfi_answered: {
    from: ['RFI_OPEN'],
    who: ['applicant', 'service'],
    guard: (kycCase, event) => (event.dataRevision < kycCase.dataRevision ? 'OLD_REVISION' : null),
    change: (_case, event) => ({ state: 'IN_CHECKS', dataRevision: event.dataRevision }),
  },
  rfi_cancelled: { from: ['RFI_OPEN'], who: ['analyst', 'senior_analyst', 'service'], change: to('IN_CHECKS') },
  rfi_expired: {
    from: ['RFI_OPEN'],
    who: ['service'],
    guard: (_case, event) => (event.openDays >= event.limitDays ? null : 'NOT_YET_DUE'),
    change: (_case, event) => ({ state: 'EXPIRED', reasonCode: 'CDD_INCOMPLETE', decidedAt: event.at }),
  },
  propose: {
    from: ['IN_REVIEW'],
    who: ['analyst'],
    guard: (_case, event) => {
      if (event.reasonCodes.length === 0) return 'REASON_CODE_REQUIRED'
      return event.noteLength < MIN_NOTE_LENGTH ? 'NOTE_TOO_SHORT' : null
    },
    change: (_case, event) => ({
      state: 'SECOND_REVIEW',
      proposal: {
        makerId: event.actor.id,
        at: event.at,
        findingIds: event.findingIds,
        outcome: event.outcome,
        reasonCodes: event.reasonCodes,
        noteRef: event.noteRef,
        rejectionReason: event.rejectionReason,
        checkerRoles: event.checkerRoles,
      },
      assigneeId: null,
      claimedAt: null,
    }),
  },
  send_back: {
    from: ['SECOND_REVIEW'],
    who: CHECKERS,
    guard: (kycCase, event) => checkerObjection(kycCase, event),
    change: () => ({ state: 'IN_REVIEW', proposal: null, assigneeId: null, claimedAt: null }),
  },
  findings_cleared: {
    from: ['IN_REVIEW', 'SECOND_REVIEW'],
    who: STAFF,
    guard: (kycCase, event) => {
      if (event.openFindings > 0) return 'OPEN_FINDINGS'
      if (kycCase.state === 'IN_REVIEW') return event.actor.roles.includes('analyst') ? null : 'ROLE'
      return kycCase.proposal?.rejectionReason ? 'REJECTION_PENDING' : checkerObjection(kycCase, event)
    },
    change: () => ({ state: 'IN_CHECKS', proposal: null, assigneeId: null, claimedAt: null }),
  },
  confirm_and_continue: {
    from: ['SECOND_REVIEW'],
    who: CHECKERS,
    guard: (kycCase, event) => {
      if (kycCase.proposal?.rejectionReason) return 'REJECTION_PENDING'
      return checkerObjection(kycCase, event) ?? (event.openFindings > 0 ? null : 'NOTHING_TO_DO')
    },
    change: () => ({ state: 'IN_REVIEW', proposal: null, assigneeId: null, claimedAt: null }),
  },
  confirm_rejection: {
    from: ['SECOND_REVIEW'],
    who: CHECKERS,
    guard: (kycCase, event) => {
      const objection = checkerObjection(kycCase, event)
      return objection ?? (kycCase.proposal?.rejectionReason ? null : 'NOT_A_REJECTION')
    },
    change: ({ proposal }, event) => ({
      state: 'REJECTED',
      reasonCode: proposal?.rejectionReason ?? null,
      restricted: proposal?.rejectionReason === 'SANCTIONS_TRUE_MATCH',
      decidedAt: event.at,
    }),
  },
  start_edd: {
    from: ['IN_CHECKS'],
    who: ['service'],
    guard: (_case, event) => (event.riskClass === 'HIGH' ? null : 'CLASS_NOT_HIGH'),
    change: (_case, event) => ({ state: 'EDD_REVIEW', riskClass: event.riskClass, eddReviewerId: null }),
  },
  edd_checklist_complete: {
    from: ['EDD_REVIEW'],
    who: ['analyst'],
    guard: (_case, event) => (event.openChecklistItems > 0 ? 'OPEN_CHECKLIST' : null),
    change: (_case, event) => ({
      state: 'EDD_APPROVAL',
      eddReviewerId: event.actor.id,
      assigneeId: null,
      claimedAt: null,
    }),
  },
  edd_return: {
    from: ['EDD_APPROVAL'],
    who: ['mlro'],
    guard: eddObjection,
    change: () => ({ state: 'EDD_REVIEW', assigneeId: null, claimedAt: null }),
  },
  edd_recheck: {
    from: ['EDD_APPROVAL'],
    who: ['analyst', 'mlro'],
    guard: ({ eddReviewerId }) => (eddReviewerId === null ? 'OPEN_CHECKLIST' : null),
    change: () => ({ state: 'IN_CHECKS', assigneeId: null, claimedAt: null }),
  },
  resume_edd: {
    from: ['IN_CHECKS'],
    who: ['service'],
    change: ({ eddReviewerId }) => ({ state: eddReviewerId === null ? 'EDD_REVIEW' : 'EDD_APPROVAL' }),
  },
  edd_approve: {
    from: ['EDD_APPROVAL'],
    who: ['mlro'],
    guard: (kycCase, event) => eddObjection(kycCase, event) ?? approvalObjection(event.facts, event.at),
    change: (_case, event) => ({
      state: 'APPROVED',
      reasonCode: 'APPROVED_EDD',
      riskClass: event.facts.riskClass,
      decidedAt: event.at,
    }),
  },
  edd_refuse: {
    from: ['EDD_APPROVAL'],
    who: ['mlro'],
    guard: eddObjection,
    change: (_case, event) => ({ state: 'REJECTED', reasonCode: event.reasonCode, decidedAt: event.at }),
  },
  approve: {
    from: ['IN_CHECKS'],
    who: ['service'],
    guard: (_case, event) =>
      approvalObjection(event.facts, event.at) ?? (event.facts.riskClass === 'HIGH' ? 'CLASS_NEEDS_EDD' : null),
    change: (_case, event) => ({
      state: 'APPROVED',
      reasonCode: event.reasonCode,
      riskClass: event.facts.riskClass,
      decidedAt: event.at,
    }),
  },
  withdraw: {
    from: OPEN_STATES,
    who: ['applicant', 'service'],
    change: (_case, event) => ({ state: 'WITHDRAWN', reasonCode: 'APPLICANT_WITHDREW', decidedAt: event.at }),
  },
  claim: {
    from: REVIEW_STATES,
    who: STAFF,
    guard: (kycCase, event) => {
      const { assigneeId, claimedAt } = kycCase
      if (assigneeId === null || assigneeId === event.actor.id || claimedAt === null) return null
      const idleMs = (event.claimIdleMinutes ?? DEFAULT_CLAIM_IDLE_MINUTES) * 60_000
      return Date.parse(event.at) - Date.parse(claimedAt) < idleMs ? 'CLAIMED_BY_OTHER' : null
    },
    change: (_case, event) => ({ assigneeId: event.actor.id, claimedAt: event.at }),
  },
  release: {
    from: REVIEW_STATES,
    who: STAFF,
    guard: (kycCase, event) => (kycCase.assigneeId === event.actor.id ? null : 'NOT_CLAIMED'),
    change: () => ({ assigneeId: null, claimedAt: null }),
  },
  assign: {
    from: REVIEW_STATES,
    who: ['senior_analyst', 'mlro'],
    guard: (kycCase, event) => (kycCase.excludedPersonIds.includes(event.assigneeId) ? 'EXCLUDED_PERSON' : null),
    change: (_case, event) => ({ assigneeId: event.assigneeId, claimedAt: event.at }),
  },
  data_changed: {
    from: OPEN_STATES,
    who: ['applicant', 'service', 'analyst'],
    guard: (kycCase, event) => (event.dataRevision > kycCase.dataRevision ? null : 'OLD_REVISION'),
    // A proposal rests on the data that its maker saw; changed data sends it back.
    change: (kycCase, event) =>
      kycCase.state === 'SECOND_REVIEW'
        ? { dataRevision: event.dataRevision, state: 'IN_REVIEW', proposal: null }
        : { dataRevision: event.dataRevision },
  },
  risk_assessed: {
    from: ['IN_CHECKS', 'EDD_REVIEW', 'EDD_APPROVAL'],
    who: ['service'],
    change: (_case, event) => ({ riskClass: event.riskClass }),
  },
}

/** The second person is never the first, and of the role that the proposal demands. */
function checkerObjection({ proposal }: Case, { actor }: CaseEvent): TransitionRefusal | null {
  if (!proposal) return 'NO_PROPOSAL'
  if (proposal.makerId === actor.id) return 'SAME_PERSON'
  return proposal.checkerRoles.some((role) => actor.roles.includes(role)) ? null : 'CHECKER_ROLE'
}

function eddObjection({ eddReviewerId }: Case, { actor }: CaseEvent): TransitionRefusal | null {
  if (eddReviewerId === null) return 'OPEN_CHECKLIST'
  return eddReviewerId === actor.id ? 'SAME_PERSON' : null
}
