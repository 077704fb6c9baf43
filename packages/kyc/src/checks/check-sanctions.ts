/** validate_sanctions: alerts from what screening returned. Without a complete answer there is no result, never CLEAR. */
import type { OnboardingPolicy } from '../policy/onboarding-policy.ts'
import { isStored, isSuppressedBy, raisesAlert, type GoodGuy, type GoodGuyContext } from './alert-lines.ts'
import type { SanctionsResult } from './check-result.ts'
import type { ListSnapshotRef, ScreeningAnswer } from './screening-hit.ts'

export interface SanctionsInputs {
  readonly answer: ScreeningAnswer
  readonly policy: OnboardingPolicy
  /** Instant of the check, RFC 3339. */
  readonly at: string
  readonly goodGuys: readonly GoodGuy[]
  /** Keyed hash over the customer's identity fields; good-guy entries are bound to it. */
  readonly identityHash: string
}

type Unavailable = NonNullable<SanctionsResult['unavailableReason']>

export function checkSanctions({ answer, policy, at, goodGuys, identityHash }: SanctionsInputs): SanctionsResult {
  if (answer.status === 'UNAVAILABLE') return unavailable('LISTS_UNREADABLE', [])
  const gap = coverageGap(answer.snapshots, policy, at)
  if (gap) return unavailable(gap, answer.snapshots)
  const context: GoodGuyContext = { identityHash, matcherConfigId: answer.matcherConfigId, at }
  const hits = answer.hits
    .filter((hit) => isStored(hit, policy.screening))
    .toSorted((a, b) => b.score - a.score || (a.entryId < b.entryId ? -1 : 1))
  const alerting = hits.filter((hit) => raisesAlert(hit, policy.screening))
  const suppressed = alerting.filter((hit) => goodGuys.some((entry) => isSuppressedBy(hit, entry, context)))
  const alerts = alerting.filter((hit) => !suppressed.includes(hit))
  return {
    kind: 'validate_sanctions',
    result: alerts.length > 0 ? 'POTENTIAL_MATCH' : 'CLEAR',
    alerts,
    hits,
    suppressed,
    topScore: hits[0]?.score ?? 0,
    listSnapshots: answer.snapshots,
    matcherConfigId: answer.matcherConfigId,
    unavailableReason: null,
  }
}

function coverageGap(snapshots: readonly ListSnapshotRef[], policy: OnboardingPolicy, at: string): Unavailable | null {
  const oldest = Date.parse(at) - policy.listMaxAgeHours * 3_600_000
  for (const listId of policy.screeningLists) {
    const snapshot = snapshots.find((candidate) => candidate.listId === listId)
    if (!snapshot) return 'LIST_MISSING'
    // A date that cannot be read is as good as none.
    if (!(Date.parse(snapshot.checkedAt) >= oldest)) return 'LIST_STALE'
  }
  return snapshots.length === 0 ? 'LIST_MISSING' : null
}

function unavailable(reason: Unavailable, listSnapshots: readonly ListSnapshotRef[]): SanctionsResult {
  return {
    kind: 'validate_sanctions',
    result: 'UNAVAILABLE',
    alerts: [],
    hits: [],
    suppressed: [],
    topScore: 0,
    listSnapshots,
    matcherConfigId: null,
    unavailableReason: reason,
  }
}
