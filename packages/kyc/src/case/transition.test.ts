import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ApplicationIdSchema, CaseIdSchema, PersonIdSchema, TenantIdSchema } from '../ids.ts'
import type { Role } from '../roles/role.ts'
import type { Actor } from './actor.ts'
import { CASE_STATES, FINAL_CASE_STATES, isFinal, type Case, type CaseState } from './case.ts'
import type { ApprovalFacts, CaseEvent } from './case-event.ts'
import { applicantStatus } from './applicant-status.ts'
import { REASON_CODES } from './reason-codes.ts'
import { transition } from './transition.ts'
import { TRANSITION_RULES } from './transition-rules.ts'

const AT = '2026-11-23T09:00:00.000Z'
const person = (id: string, ...roles: Role[]): Actor => ({ type: 'person', id: PersonIdSchema.parse(id), roles })
const ANA = person('ana', 'analyst')
const SEB = person('seb', 'analyst', 'senior_analyst')
const MIA = person('mia', 'mlro')
const OPS = person('ops', 'operator')
const SERVICE: Actor = { type: 'service', id: PersonIdSchema.parse('worker'), roles: ['service'] }
const APPLICANT: Actor = { type: 'applicant', id: PersonIdSchema.parse('app-1'), roles: ['applicant'] }

function caseIn(state: CaseState, change: Partial<Case> = {}): Case {
  return {
    caseId: CaseIdSchema.parse('01JAZ0000000000000000000CA'),
    tenantId: TenantIdSchema.parse('demo'),
    kind: 'ONBOARDING',
    state,
    channel: 'BRANCH',
    productCode: 'SAVINGS',
    policyVersion: '1.0.0',
    dataRevision: 1,
    revision: 7,
    applicantId: PersonIdSchema.parse('app-1'),
    customerId: null,
    riskClass: null,
    assigneeId: null,
    claimedAt: null,
    slaDueAt: null,
    workflowId: null,
    workflowVersion: null,
    proposal: null,
    eddReviewerId: null,
    excludedPersonIds: [],
    restricted: false,
    reasonCode: null,
    createdAt: AT,
    submittedAt: null,
    decidedAt: null,
    updatedAt: AT,
    ...change,
  }
}

const FACTS: ApprovalFacts = {
  openFindings: 0,
  riskClass: 'LOW',
  allChecksConclusive: true,
  checksOnCurrentRevision: true,
  oldestCheckAt: '2026-11-23T08:00:00.000Z',
  maxCheckAgeHours: 24,
}

const SUBMIT = {
  kind: 'submit',
  blockingErrors: 0,
  emailConfirmed: true,
  consentsGiven: true,
  acceptIncomplete: false,
} as const
const PROPOSE = {
  kind: 'propose',
  findingIds: [],
  outcome: 'TRUE_MATCH',
  reasonCodes: ['NAME_DOB_EQUAL'],
  noteLength: 40,
  noteRef: 'note-1',
  rejectionReason: 'SANCTIONS_TRUE_MATCH',
  checkerRoles: ['mlro'],
} as const

type Bare<E> = E extends unknown ? Omit<E, 'actor' | 'at'> : never
// Actor and time make an event whole again.
const by = (actor: Actor, event: Bare<CaseEvent>, at = AT): CaseEvent => ({ ...event, actor, at }) as CaseEvent

function outcome(kycCase: Case, event: CaseEvent): string {
  const result = transition(kycCase, event)
  return result.ok ? result.kycCase.state : result.error.code
}

const proposal = (
  makerId: string,
  rejectionReason: 'SANCTIONS_TRUE_MATCH' | null,
  checkerRoles: readonly ('senior_analyst' | 'mlro')[],
) => ({
  makerId: PersonIdSchema.parse(makerId),
  at: AT,
  findingIds: [],
  outcome: 'x',
  reasonCodes: ['x'],
  noteRef: null,
  rejectionReason,
  checkerRoles,
})
const rejecting = caseIn('SECOND_REVIEW', { proposal: proposal('ana', 'SANCTIONS_TRUE_MATCH', ['mlro']) })
const clearing = caseIn('SECOND_REVIEW', { proposal: proposal('seb', null, ['senior_analyst', 'mlro']) })
const approving = caseIn('EDD_APPROVAL', { eddReviewerId: ANA.id, riskClass: 'HIGH' })

describe('the case state machine', () => {
  it.each<[string, Case, CaseEvent, string]>([
    ['applicant submits', caseIn('DRAFT'), by(APPLICANT, SUBMIT), 'SUBMITTED'],
    ['submits with errors', caseIn('DRAFT'), by(APPLICANT, { ...SUBMIT, blockingErrors: 1 }), 'BLOCKING_ERRORS'],
    [
      'partner submits with errors',
      caseIn('DRAFT'),
      by(SERVICE, { ...SUBMIT, blockingErrors: 1, acceptIncomplete: true }),
      'SUBMITTED',
    ],
    [
      'submits without notice',
      caseIn('DRAFT'),
      by(SERVICE, { ...SUBMIT, consentsGiven: false, acceptIncomplete: true }),
      'CONSENT_MISSING',
    ],
    ['submits unconfirmed', caseIn('DRAFT'), by(APPLICANT, { ...SUBMIT, emailConfirmed: false }), 'EMAIL_UNCONFIRMED'],
    ['analyst submits', caseIn('DRAFT'), by(ANA, SUBMIT), 'ROLE'],
    ['submits twice', caseIn('SUBMITTED'), by(APPLICANT, SUBMIT), 'STATE'],
    ['draft idles', caseIn('DRAFT'), by(SERVICE, { kind: 'expire_draft', idleDays: 30, limitDays: 30 }), 'EXPIRED'],
    [
      'draft idles too short',
      caseIn('DRAFT'),
      by(SERVICE, { kind: 'expire_draft', idleDays: 29, limitDays: 30 }),
      'NOT_YET_DUE',
    ],
    [
      'workflow starts',
      caseIn('SUBMITTED'),
      by(SERVICE, { kind: 'workflow_started', workflowId: 'w', workflowVersion: 1 }),
      'IN_CHECKS',
    ],
    [
      'not eligible',
      caseIn('IN_CHECKS'),
      by(SERVICE, { kind: 'not_eligible', reasonCode: 'NOT_ELIGIBLE_AGE' }),
      'REJECTED',
    ],
    [
      'not eligible in review',
      caseIn('IN_REVIEW'),
      by(SERVICE, { kind: 'not_eligible', reasonCode: 'NOT_ELIGIBLE_AGE' }),
      'STATE',
    ],
    ['retries used up', caseIn('IN_CHECKS'), by(SERVICE, { kind: 'retries_used_up' }), 'TECHNICAL_HOLD'],
    ['operator retries', caseIn('TECHNICAL_HOLD'), by(OPS, { kind: 'retry' }), 'IN_CHECKS'],
    ['run ended in its checks', caseIn('IN_CHECKS'), by(SERVICE, { kind: 'execution_ended' }), 'TECHNICAL_HOLD'],
    ['run ended in review', caseIn('IN_REVIEW'), by(SERVICE, { kind: 'execution_ended' }), 'TECHNICAL_HOLD'],
    ['run ended while asking', caseIn('RFI_OPEN'), by(SERVICE, { kind: 'execution_ended' }), 'TECHNICAL_HOLD'],
    ['run ended after the decision', caseIn('APPROVED'), by(SERVICE, { kind: 'execution_ended' }), 'STATE'],
    ['run ended before it began', caseIn('SUBMITTED'), by(SERVICE, { kind: 'execution_ended' }), 'STATE'],
    ['operator says that a run ended', caseIn('IN_REVIEW'), by(OPS, { kind: 'execution_ended' }), 'ROLE'],
    ['operator starts a new run', caseIn('TECHNICAL_HOLD'), by(OPS, { kind: 'restart' }), 'IN_CHECKS'],
    ['analyst starts a new run', caseIn('TECHNICAL_HOLD'), by(ANA, { kind: 'restart' }), 'ROLE'],
    ['new run beside one', caseIn('IN_REVIEW'), by(OPS, { kind: 'restart' }), 'STATE'],
    ['analyst retries', caseIn('TECHNICAL_HOLD'), by(ANA, { kind: 'retry' }), 'ROLE'],
    ['finding for the applicant', caseIn('IN_CHECKS'), by(SERVICE, { kind: 'open_rfi', itemCount: 1 }), 'RFI_OPEN'],
    ['finding for staff', caseIn('IN_CHECKS'), by(SERVICE, { kind: 'open_review', findingCount: 1 }), 'IN_REVIEW'],
    ['no finding', caseIn('IN_CHECKS'), by(SERVICE, { kind: 'open_review', findingCount: 0 }), 'NOTHING_TO_DO'],
    ['applicant answers', caseIn('RFI_OPEN'), by(APPLICANT, { kind: 'rfi_answered', dataRevision: 2 }), 'IN_CHECKS'],
    [
      'answers from the past',
      caseIn('RFI_OPEN'),
      by(APPLICANT, { kind: 'rfi_answered', dataRevision: 0 }),
      'OLD_REVISION',
    ],
    ['RFI expires', caseIn('RFI_OPEN'), by(SERVICE, { kind: 'rfi_expired', openDays: 14, limitDays: 14 }), 'EXPIRED'],
    ['RFI called off', caseIn('RFI_OPEN'), by(ANA, { kind: 'rfi_cancelled' }), 'IN_CHECKS'],
    ['analyst proposes', caseIn('IN_REVIEW'), by(ANA, PROPOSE), 'SECOND_REVIEW'],
    ['proposes without words', caseIn('IN_REVIEW'), by(ANA, { ...PROPOSE, noteLength: 19 }), 'NOTE_TOO_SHORT'],
    ['proposes without reason', caseIn('IN_REVIEW'), by(ANA, { ...PROPOSE, reasonCodes: [] }), 'REASON_CODE_REQUIRED'],
    ['mlro proposes', caseIn('IN_REVIEW'), by(MIA, PROPOSE), 'ROLE'],
    ['analyst opens an RFI', caseIn('IN_REVIEW'), by(ANA, { kind: 'open_rfi', itemCount: 1 }), 'RFI_OPEN'],
    ['analyst clears all', caseIn('IN_REVIEW'), by(ANA, { kind: 'findings_cleared', openFindings: 0 }), 'IN_CHECKS'],
    [
      'analyst clears some',
      caseIn('IN_REVIEW'),
      by(ANA, { kind: 'findings_cleared', openFindings: 1 }),
      'OPEN_FINDINGS',
    ],
    ['mlro confirms', rejecting, by(MIA, { kind: 'confirm_rejection' }), 'REJECTED'],
    ['senior confirms what needs the mlro', rejecting, by(SEB, { kind: 'confirm_rejection' }), 'CHECKER_ROLE'],
    [
      'clears what was proposed for rejection',
      rejecting,
      by(MIA, { kind: 'findings_cleared', openFindings: 0 }),
      'REJECTION_PENDING',
    ],
    ['rejects what was proposed for clearing', clearing, by(MIA, { kind: 'confirm_rejection' }), 'NOT_A_REJECTION'],
    ['maker checks own proposal', clearing, by(SEB, { kind: 'findings_cleared', openFindings: 0 }), 'SAME_PERSON'],
    ['checker agrees', clearing, by(MIA, { kind: 'findings_cleared', openFindings: 0 }), 'IN_CHECKS'],
    ['checker agrees, more to do', clearing, by(MIA, { kind: 'confirm_and_continue', openFindings: 2 }), 'IN_REVIEW'],
    ['checker disagrees', clearing, by(MIA, { kind: 'send_back' }), 'IN_REVIEW'],
    ['data changes under a proposal', clearing, by(APPLICANT, { kind: 'data_changed', dataRevision: 2 }), 'IN_REVIEW'],
    ['class is high', caseIn('IN_CHECKS'), by(SERVICE, { kind: 'start_edd', riskClass: 'HIGH' }), 'EDD_REVIEW'],
    ['class is not', caseIn('IN_CHECKS'), by(SERVICE, { kind: 'start_edd', riskClass: 'MEDIUM' }), 'CLASS_NOT_HIGH'],
    [
      'checklist complete',
      caseIn('EDD_REVIEW'),
      by(ANA, { kind: 'edd_checklist_complete', openChecklistItems: 0 }),
      'EDD_APPROVAL',
    ],
    [
      'checklist incomplete',
      caseIn('EDD_REVIEW'),
      by(ANA, { kind: 'edd_checklist_complete', openChecklistItems: 1 }),
      'OPEN_CHECKLIST',
    ],
    ['mlro approves', approving, by(MIA, { kind: 'edd_approve', facts: { ...FACTS, riskClass: 'HIGH' } }), 'APPROVED'],
    ['mlro refuses', approving, by(MIA, { kind: 'edd_refuse', reasonCode: 'OUTSIDE_RISK_APPETITE' }), 'REJECTED'],
    ['mlro returns', approving, by(MIA, { kind: 'edd_return' }), 'EDD_REVIEW'],
    ['checks run again before the approval', approving, by(MIA, { kind: 'edd_recheck' }), 'IN_CHECKS'],
    [
      'checks run again before the review',
      caseIn('EDD_APPROVAL', { riskClass: 'HIGH' }),
      by(MIA, { kind: 'edd_recheck' }),
      'OPEN_CHECKLIST',
    ],
    [
      'EDD goes on at the approval',
      caseIn('IN_CHECKS', { eddReviewerId: ANA.id }),
      by(SERVICE, { kind: 'resume_edd' }),
      'EDD_APPROVAL',
    ],
    ['EDD goes on at the review', caseIn('IN_CHECKS'), by(SERVICE, { kind: 'resume_edd' }), 'EDD_REVIEW'],
    ['analyst resumes EDD', caseIn('IN_CHECKS'), by(ANA, { kind: 'resume_edd' }), 'ROLE'],
    [
      'reviewer approves own review',
      approving,
      by(person('ana', 'analyst', 'mlro'), { kind: 'edd_approve', facts: FACTS }),
      'SAME_PERSON',
    ],
    [
      'straight through',
      caseIn('IN_CHECKS'),
      by(SERVICE, { kind: 'approve', reasonCode: 'APPROVED_STP', facts: FACTS }),
      'APPROVED',
    ],
    [
      'HIGH straight through',
      caseIn('IN_CHECKS'),
      by(SERVICE, { kind: 'approve', reasonCode: 'APPROVED_STP', facts: { ...FACTS, riskClass: 'HIGH' } }),
      'CLASS_NEEDS_EDD',
    ],
    [
      'with a missing check',
      caseIn('IN_CHECKS'),
      by(SERVICE, { kind: 'approve', reasonCode: 'APPROVED_STP', facts: { ...FACTS, allChecksConclusive: false } }),
      'CHECK_MISSING',
    ],
    [
      'on old data',
      caseIn('IN_CHECKS'),
      by(SERVICE, { kind: 'approve', reasonCode: 'APPROVED_STP', facts: { ...FACTS, checksOnCurrentRevision: false } }),
      'CHECKS_OUTDATED',
    ],
    [
      'on old checks',
      caseIn('IN_CHECKS'),
      by(SERVICE, {
        kind: 'approve',
        reasonCode: 'APPROVED_STP',
        facts: { ...FACTS, oldestCheckAt: '2026-11-22T08:59:59.999Z' },
      }),
      'CHECKS_STALE',
    ],
    [
      'on checks without a date',
      caseIn('IN_CHECKS'),
      by(SERVICE, { kind: 'approve', reasonCode: 'APPROVED_STP', facts: { ...FACTS, oldestCheckAt: '' } }),
      'CHECKS_STALE',
    ],
    ['applicant withdraws from review', caseIn('IN_REVIEW'), by(APPLICANT, { kind: 'withdraw' }), 'WITHDRAWN'],
    ['applicant withdraws after all', caseIn('APPROVED'), by(APPLICANT, { kind: 'withdraw' }), 'STATE'],
    ['works on the own case', caseIn('IN_REVIEW'), by(person('app-1', 'analyst'), PROPOSE), 'OWN_CASE'],
    ['works while excluded', caseIn('IN_REVIEW', { excludedPersonIds: [ANA.id] }), by(ANA, PROPOSE), 'EXCLUDED_PERSON'],
  ])('%s', (_what, kycCase, event, expected) => {
    expect(outcome(kycCase, event)).toBe(expected)
  })

  it.each<[string, CaseEvent]>([
    ['a review', by(SERVICE, { kind: 'open_review', findingCount: 1 })],
    ['a request', by(SERVICE, { kind: 'open_rfi', itemCount: 1 })],
  ])('lets %s that comes up during EDD undo the review before it', (_what, event) => {
    const result = transition(caseIn('IN_CHECKS', { eddReviewerId: ANA.id }), event)
    expect(result).toMatchObject({ ok: true, kycCase: { eddReviewerId: null } })
  })

  it('returns a claim to the queue after 30 idle minutes', () => {
    const claimed = caseIn('IN_REVIEW', { assigneeId: SEB.id, claimedAt: '2026-11-23T08:30:01.000Z' })
    expect(outcome(claimed, by(ANA, { kind: 'claim' }))).toBe('CLAIMED_BY_OTHER')
    expect(outcome(claimed, by(SEB, { kind: 'claim' }))).toBe('IN_REVIEW')
    expect(outcome(claimed, by(ANA, { kind: 'claim' }, '2026-11-23T09:00:01.000Z'))).toBe('IN_REVIEW')
    expect(outcome(claimed, by(ANA, { kind: 'release' }))).toBe('NOT_CLAIMED')
  })

  it('restricts a case with a confirmed sanctions match', () => {
    const result = transition(rejecting, by(MIA, { kind: 'confirm_rejection' }))
    expect(result).toMatchObject({
      ok: true,
      kycCase: { restricted: true, reasonCode: 'SANCTIONS_TRUE_MATCH', decidedAt: AT, revision: 8 },
      change: { from: 'SECOND_REVIEW', to: 'REJECTED', reasonCode: 'SANCTIONS_TRUE_MATCH' },
    })
  })
})

const actor = fc.constantFrom(
  ANA,
  SEB,
  MIA,
  OPS,
  SERVICE,
  APPLICANT,
  person('all', 'analyst', 'senior_analyst', 'mlro', 'operator'),
)
const riskClass = fc.constantFrom('LOW' as const, 'MEDIUM' as const, 'HIGH' as const, 'PROHIBITED' as const)
const facts: fc.Arbitrary<ApprovalFacts> = fc.record({
  openFindings: fc.nat({ max: 1 }),
  riskClass,
  allChecksConclusive: fc.boolean(),
  checksOnCurrentRevision: fc.boolean(),
  oldestCheckAt: fc.constantFrom('2026-11-23T08:00:00.000Z', '2026-11-01T08:00:00.000Z'),
  maxCheckAgeHours: fc.constant(24),
})
const bare: fc.Arbitrary<Bare<CaseEvent>> = fc.oneof(
  fc.constantFrom<Bare<CaseEvent>>(
    SUBMIT,
    PROPOSE,
    { ...PROPOSE, rejectionReason: null, checkerRoles: ['senior_analyst', 'mlro'] },
    { kind: 'workflow_started', workflowId: 'w', workflowVersion: 1 },
    { kind: 'not_eligible', reasonCode: 'NOT_ELIGIBLE_AGE' },
    { kind: 'retries_used_up' },
    { kind: 'retry' },
    { kind: 'execution_ended' },
    { kind: 'restart' },
    { kind: 'open_rfi', itemCount: 1 },
    { kind: 'open_review', findingCount: 1 },
    { kind: 'rfi_answered', dataRevision: 2 },
    { kind: 'rfi_cancelled' },
    { kind: 'rfi_expired', openDays: 14, limitDays: 14 },
    { kind: 'expire_draft', idleDays: 30, limitDays: 30 },
    { kind: 'send_back' },
    { kind: 'findings_cleared', openFindings: 0 },
    { kind: 'confirm_and_continue', openFindings: 1 },
    { kind: 'confirm_rejection' },
    { kind: 'start_edd', riskClass: 'HIGH' },
    { kind: 'edd_checklist_complete', openChecklistItems: 0 },
    { kind: 'edd_return' },
    { kind: 'edd_recheck' },
    { kind: 'resume_edd' },
    { kind: 'edd_refuse', reasonCode: 'OUTSIDE_RISK_APPETITE' },
    { kind: 'withdraw' },
    { kind: 'claim' },
    { kind: 'release' },
    { kind: 'assign', assigneeId: ANA.id },
    { kind: 'data_changed', dataRevision: 9 },
  ),
  riskClass.map((value) => ({ kind: 'risk_assessed' as const, riskClass: value })),
  facts.map((value) => ({ kind: 'approve' as const, reasonCode: 'APPROVED_STP' as const, facts: value })),
  facts.map((value) => ({ kind: 'edd_approve' as const, facts: value })),
)
const event = fc.tuple(actor, bare).map(([who, what]) => by(who, what))
const start = fc.constantFrom(...CASE_STATES).map((state) => caseIn(state))

describe('the case state machine always', () => {
  it('answers every event in every state, and counts each change once', () => {
    fc.assert(
      fc.property(start, event, (kycCase, what) => {
        const result = transition(kycCase, what)
        const revision = result.ok ? result.kycCase.revision : kycCase.revision
        expect(revision).toBe(kycCase.revision + (result.ok ? 1 : 0))
      }),
    )
  })

  it('leaves a final state for nothing', () => {
    const final = fc.constantFrom(...FINAL_CASE_STATES).map((state) => caseIn(state))
    fc.assert(
      fc.property(final, event, (kycCase, what) => {
        expect(transition(kycCase, what).ok).toBe(false)
      }),
    )
  })

  it('approves only with all findings closed, every check current and fresh, and no prohibition', () => {
    fc.assert(
      fc.property(start, fc.array(event, { maxLength: 30 }), (first, events) => {
        let kycCase = first
        for (const what of events) {
          const result = transition(kycCase, what)
          if (!result.ok) continue
          kycCase = result.kycCase
          if (result.change.to !== 'APPROVED') continue
          const given = 'facts' in what ? what.facts : null
          expect(given).toMatchObject({
            openFindings: 0,
            allChecksConclusive: true,
            checksOnCurrentRevision: true,
            oldestCheckAt: '2026-11-23T08:00:00.000Z',
          })
          expect(given?.riskClass).not.toBe('PROHIBITED')
        }
      }),
      { numRuns: 400 },
    )
  })

  it('never takes a second decision from the person who made the first', () => {
    fc.assert(
      fc.property(start, fc.array(event, { maxLength: 30 }), (first, events) => {
        let kycCase = first
        for (const what of events) {
          const before = kycCase
          const result = transition(kycCase, what)
          if (!result.ok) continue
          kycCase = result.kycCase
          const second =
            (before.state === 'SECOND_REVIEW' &&
              ['confirm_rejection', 'findings_cleared', 'confirm_and_continue', 'send_back'].includes(what.kind)) ||
            (before.state === 'EDD_APPROVAL' && ['edd_approve', 'edd_refuse', 'edd_return'].includes(what.kind))
          const firstPerson = before.state === 'EDD_APPROVAL' ? before.eddReviewerId : before.proposal?.makerId
          expect(second && firstPerson === what.actor.id).toBe(false)
        }
      }),
      { numRuns: 400 },
    )
  })

  it('has a rule for each event that starts somewhere', () => {
    for (const rule of Object.values(TRANSITION_RULES)) expect(rule.from.length * rule.who.length).toBeGreaterThan(0)
  })
})

describe('what the applicant sees', () => {
  it('is the same in every kind of review and on hold', () => {
    const shown = (
      ['IN_CHECKS', 'TECHNICAL_HOLD', 'IN_REVIEW', 'SECOND_REVIEW', 'EDD_REVIEW', 'EDD_APPROVAL'] as const
    ).map((state) => applicantStatus(state, null))
    expect(new Set(shown.map((status) => JSON.stringify(status))).size).toBe(1)
  })

  it('is one sentence for every refusal that could tell of a suspicion', () => {
    const named = [
      'NOT_ELIGIBLE_AGE',
      'NOT_ELIGIBLE_PRODUCT',
      'CDD_INCOMPLETE',
      'DUPLICATE_APPLICATION',
      'APPLICANT_WITHDREW',
    ]
    const silent = REASON_CODES.filter((code) => !named.includes(code) && !code.startsWith('APPROVED'))
    expect(new Set(silent.map((code) => applicantStatus('REJECTED', code).textKey))).toEqual(
      new Set(['status.decided.not-approved']),
    )
  })

  it('allows withdrawal from every open state', () => {
    for (const state of CASE_STATES) expect(applicantStatus(state, null).mayWithdraw).toBe(!isFinal(state))
  })
})

it('application ids are ULIDs', () => {
  expect(ApplicationIdSchema.safeParse('01JAZ0000000000000000000CA').success).toBe(true)
  expect(ApplicationIdSchema.safeParse('not-a-ulid').success).toBe(false)
})
