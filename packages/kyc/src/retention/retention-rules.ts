/** When the data of a case comes to its end, and by which rule. Dates are arguments; nothing here deletes. */
import type { CaseState, CustomerState } from '../case/case.ts'
import { addMonths, daysBetween } from '../iso-date.ts'
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

export type RetentionPolicy = Pick<OnboardingPolicy, 'draftIdleDays' | 'retention' | 'profile'>

/** The rule that applies today, or null while the data has to stay. */
export function retentionDue(facts: RetentionFacts, policy: RetentionPolicy, today: string): RetentionRule | null {
  const { draftIdleDays, retention } = policy
  if (facts.state === 'DRAFT') return daysBetween(facts.lastChangeOn, today) >= draftIdleDays ? 'DRAFT_IDLE' : null
  if (facts.customer !== null) return customerDue(facts.customer, policy, today)
  const { decidedOn } = facts
  if (decidedOn === null) return null
  if (!facts.submitted) return daysBetween(decidedOn, today) >= retention.expiredDraftDays ? 'DRAFT_EXPIRED' : null
  const long = facts.state === 'REJECTED' || facts.suspicion
  if (long) return addMonths(decidedOn, retention.refusedMonths) <= today ? 'REFUSED_OR_SUSPECTED' : null
  return addMonths(decidedOn, retention.endedMonths) <= today ? 'ENDED_WITHOUT_SUSPICION' : null
}

/** The German clock starts at the end of the calendar year in which the relationship ended. */
function customerDue(
  { state, changedOn }: NonNullable<RetentionFacts['customer']>,
  { profile, retention }: RetentionPolicy,
  today: string,
): RetentionRule | null {
  if (state !== 'CLOSED') return null
  const start = profile === 'DE' ? `${changedOn.slice(0, 4)}-12-31` : changedOn
  return addMonths(start, retention.customerMonths) <= today ? 'CUSTOMER_LEFT' : null
}
