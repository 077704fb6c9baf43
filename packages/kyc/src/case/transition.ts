/** The one door through which a case changes: total, pure, and it never lets a wrong one through. */
import type { Role } from '../roles/role.ts'
import type { Actor } from './actor.ts'
import type { Case, CaseState } from './case.ts'
import type { CaseEvent, CaseEventKind } from './case-event.ts'
import type { ReasonCode } from './reason-codes.ts'
import { TRANSITION_RULES, type TransitionRefusal, type TransitionRule } from './transition-rules.ts'

/** What happened, for the audit record that is written together with the case. */
export interface CaseChange {
  readonly event: CaseEventKind
  readonly from: CaseState
  readonly to: CaseState
  readonly actor: Actor
  readonly at: string
  readonly reasonCode: ReasonCode | null
}

export type TransitionResult =
  | { readonly ok: true; readonly kycCase: Case; readonly change: CaseChange }
  | { readonly ok: false; readonly error: TransitionError }

export interface TransitionError {
  readonly code: TransitionRefusal
  readonly event: CaseEventKind
  readonly state: CaseState
}

export function transition(kycCase: Case, event: CaseEvent): TransitionResult {
  const rule = ruleFor(event)
  const refusal = refusalOf(kycCase, event, rule)
  if (refusal) return { ok: false, error: { code: refusal, event: event.kind, state: kycCase.state } }
  const next: Case = {
    ...kycCase,
    ...rule.change(kycCase, event),
    revision: kycCase.revision + 1,
    updatedAt: event.at,
  }
  return {
    ok: true,
    kycCase: next,
    change: {
      event: event.kind,
      from: kycCase.state,
      to: next.state,
      actor: event.actor,
      at: event.at,
      reasonCode: next.reasonCode,
    },
  }
}

/** Roles as the machine sees them: a service or the engine acts as `service` whatever roles it carries. */
export function actingRoles(actor: Actor): readonly Role[] {
  if (actor.type === 'applicant') return ['applicant']
  return actor.type === 'person' ? actor.roles : [...actor.roles, 'service']
}

function refusalOf(kycCase: Case, event: CaseEvent, rule: TransitionRule<CaseEvent>): TransitionRefusal | null {
  if (!rule.from.includes(kycCase.state)) return 'STATE'
  if (event.actor.type === 'person') {
    if (event.actor.id === kycCase.applicantId) return 'OWN_CASE'
    if (kycCase.excludedPersonIds.includes(event.actor.id)) return 'EXCLUDED_PERSON'
  }
  const roles = actingRoles(event.actor)
  if (!rule.who.some((role) => roles.includes(role))) return 'ROLE'
  return rule.guard?.(kycCase, event) ?? null
}

function ruleFor(event: CaseEvent): TransitionRule<CaseEvent> {
  // The table is typed so that the rule under a kind takes events of that kind; looking it up by the event's own
  // kind is what the compiler cannot follow.
  return TRANSITION_RULES[event.kind] as unknown as TransitionRule<CaseEvent>
}
