/** When the data of a case comes to its end, and by which rule. Dates are arguments; nothing here deletes. */
import type { CaseState, CustomerState } from '../case/case.ts'
import { addMonths } from '../iso-date.ts'
import type { OnboardingPolicy } from '../policy/onboarding-policy.ts'

export const RETENTION_RULES = [
  'DRAFT_IDLE',
  'DRAFT_EXPIRED',
  'ENDED_WITHOUT_SUSPICION',
  'REFUSED_OR_SUSPECTED',
  'CUSTOMER_LEFT',
] as const
export type RetentionRule = (typeof RETENTION_RULES)[number]

/** Expiring a draft only ends it; every other rule erases. */
export function erases(rule: RetentionRule): boolean {
  return rule !== 'DRAFT_IDLE'
}

/** Days are calendar dates of the bank. */
export interface RetentionFacts {
  readonly state: CaseState
  readonly submitted: boolean
  readonly lastChangeOn: string
  /** end of the case; null while it is open */
  readonly decidedOn: string | null
  /** a hit or a fraud stood, or was never settled */
  readonly suspicion: boolean
  readonly customer: { readonly state: CustomerState; readonly changedOn: string } | null
}

/** `dueOn` is the first day on which the rule applies. */
export interface RetentionEnd {
  readonly rule: RetentionRule
  readonly dueOn: string
}

export type RetentionPolicy = Pick<OnboardingPolicy, 'draftIdleDays' | 'retention' | 'profile'>

/** The rule that applies today, or null while the data has to stay. */
export function retentionDue(facts: RetentionFacts, policy: RetentionPolicy, today: string): RetentionRule | null {
  const end = retentionEnd(facts, policy)
  return end !== null && end.dueOn <= today ? end.rule : null
}

/** What will end the data and on which day, if nothing else happens; null while no clock runs. */
export function retentionEnd(facts: RetentionFacts, policy: RetentionPolicy): RetentionEnd | null {
  const { draftIdleDays, retention } = policy
  if (facts.state === 'DRAFT') return { rule: 'DRAFT_IDLE', dueOn: addDays(facts.lastChangeOn, draftIdleDays) }
  if (facts.customer !== null) return customerEnd(facts.customer, policy)
  const { decidedOn } = facts
  if (decidedOn === null) return null
  if (!facts.submitted) return { rule: 'DRAFT_EXPIRED', dueOn: addDays(decidedOn, retention.expiredDraftDays) }
  return facts.state === 'REJECTED' || facts.suspicion
    ? { rule: 'REFUSED_OR_SUSPECTED', dueOn: addMonths(decidedOn, retention.refusedMonths) }
    : { rule: 'ENDED_WITHOUT_SUSPICION', dueOn: addMonths(decidedOn, retention.endedMonths) }
}

/** The German clock starts at the end of the calendar year in which the relationship ended. */
function customerEnd(
  { state, changedOn }: NonNullable<RetentionFacts['customer']>,
  { profile, retention }: RetentionPolicy,
): RetentionEnd | null {
  if (state !== 'CLOSED') return null
  const start = profile === 'DE' ? `${changedOn.slice(0, 4)}-12-31` : changedOn
  return { rule: 'CUSTOMER_LEFT', dueOn: addMonths(start, retention.customerMonths) }
}

function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10)
}
