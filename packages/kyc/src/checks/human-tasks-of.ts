/** Which people look at which finding, in which order. A second step is never done by the first person. */
import type { HumanTask, HumanTaskKind } from '../case/human-task.ts'
import type { FindingKind } from './finding.ts'

const maker = (kind: HumanTaskKind): HumanTask => ({ kind, stage: 'MAKER' })
const checker = (kind: HumanTaskKind): HumanTask => ({ kind, stage: 'CHECKER' })

/** Findings that go to people. Where only a rejection needs a second person, the outcome's rule says so instead. */
export const REVIEW_TASKS = {
  SANCTIONS_MATCH: [maker('screening_review'), checker('screening_review_second')],
  BLACKLIST_HIT: [maker('blacklist_review'), checker('blacklist_review')],
  BLACKLIST_POSSIBLE: [maker('blacklist_review'), checker('blacklist_review')],
  PEP_MATCH: [maker('screening_review')],
  ADVERSE_MEDIA_MATCH: [maker('screening_review')],
  IDENTITY_FAILED: [maker('identity_review')],
  IDENTITY_MISMATCH: [maker('identity_review')],
  IDENTITY_MANUAL: [maker('identity_review')],
  NAME_QUALITY: [maker('identity_review')],
  ADDRESS_REVIEW: [maker('address_review')],
  ACCOUNT_NAME: [maker('account_review')],
  DUPLICATE: [maker('duplicate_review')],
  POLICY_RESIDENCE: [maker('policy_decline_review'), checker('policy_decline_review')],
} as const satisfies Partial<Record<FindingKind, readonly HumanTask[]>>

export type ReviewFindingKind = keyof typeof REVIEW_TASKS
