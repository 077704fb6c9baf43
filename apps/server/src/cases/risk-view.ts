/** The stored assessment as the console shows it. */
import { defaultRiskPolicy } from '@gatehouse/kyc'
import type { AssessmentRecord } from '@gatehouse/kyc/store'
import type { RiskView } from '@gatehouse/kyc/wire'

export function toRiskView({ assessmentId, at, assessment }: AssessmentRecord): RiskView {
  const { policy, factors, floors, raw, scoreTenths, classByScore, final, cddLevel, nextReviewOn } = assessment
  return {
    assessmentId,
    policy: { ...policy },
    at,
    factors: factors.map((factor) => ({ ...factor })),
    raw,
    score: scoreTenths / 10,
    classByScore,
    // The shipped policy is the one in force; an assessment names its version and hash above.
    thresholds: { ...defaultRiskPolicy.thresholds },
    floors: floors.map(({ id, effect, basis }) => ({ id, effect, basis })),
    final,
    cddLevel,
    nextReviewOn,
  }
}
