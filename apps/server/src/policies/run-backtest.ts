/**
 * A version of the policy tried on decided cases, each with the data and findings that it was decided on. The hash is that
 * of the whole report; cases that the person may not open are counted in it and not shown.
 */
import type { RiskAssessment, RiskClass, RiskPolicy } from '@gatehouse/kyc'
import { assessRisk, canonicalHash, riskPolicyHash, shippedReferenceData } from '@gatehouse/kyc'
import type { Actor, KycStore } from '@gatehouse/kyc/store'
import type { BacktestReport } from '@gatehouse/kyc/wire'
import { riskInputsOf } from '@gatehouse/workers'

/** Newest decisions first: what came in lately is what comes in next. */
const mostCases = 1000

export async function runBacktest(store: KycStore, policy: RiskPolicy, actor: Actor): Promise<BacktestReport> {
  const pairs: Compared[] = []
  const hidden = new Set<string>()
  let skipped = 0
  for (const { caseId, caseNumber, mayOpen } of await store.decidedCases({ actor, limit: mostCases })) {
    if (!mayOpen) hidden.add(caseId)
    const compared = await compareCase(store, policy, { caseId, caseNumber })
    if (compared === undefined) skipped++
    else pairs.push(compared)
  }
  const report = {
    version: policy.version,
    policyHash: riskPolicyHash(policy),
    cases: pairs.length,
    skipped,
    matrix: toMatrix(pairs),
    changed: pairs.filter(({ from, to }) => from !== to),
  }
  const changed = report.changed.filter(({ caseId }) => !hidden.has(caseId))
  return { ...report, changed, reportHash: canonicalHash(report) }
}

type Compared = BacktestReport['changed'][number]

/** Undefined when the case can't be assessed again on what it was decided on. */
async function compareCase(
  store: KycStore,
  policy: RiskPolicy,
  { caseId, caseNumber }: { readonly caseId: string; readonly caseNumber: string },
): Promise<Compared | undefined> {
  const loaded = await store.loadCaseForWork(caseId)
  if (!loaded.ok || loaded.value.assessment === null) return undefined
  const before = loaded.value.assessment.assessment
  if (before.dataRevision !== loaded.value.dataRevision) return undefined
  const after = assessRisk(
    {
      ...riskInputsOf(loaded.value, before.asOf, shippedReferenceData),
      knockouts: before.knockouts.map(({ id }) => id),
    },
    policy,
    shippedReferenceData,
  )
  return {
    caseId,
    caseNumber,
    from: before.final,
    to: after.final,
    scoreFrom: before.scoreTenths / 10,
    scoreTo: after.scoreTenths / 10,
    moved: movedBetween(before, after),
  }
}

/** Factors whose contribution differs, and floors that only one of the two has. */
function movedBetween(before: RiskAssessment, after: RiskAssessment): string[] {
  const factors = after.factors.filter(
    ({ id, contribution }) => before.factors.find((factor) => factor.id === id)?.contribution !== contribution,
  )
  const floorsOf = ({ floors }: RiskAssessment) => floors.map(({ id, effect }) => `${id} ${effect}`)
  const [old, now] = [floorsOf(before), floorsOf(after)]
  const floors = [...old.filter((floor) => !now.includes(floor)), ...now.filter((floor) => !old.includes(floor))]
  return [...factors.map(({ id }) => id), ...new Set(floors.map((floor) => floor.split(' ', 1)[0] ?? ''))]
}

function toMatrix(pairs: readonly Compared[]): BacktestReport['matrix'] {
  const counts = new Map<string, { from: RiskClass; to: RiskClass; count: number }>()
  for (const { from, to } of pairs) {
    const cell = counts.get(`${from} ${to}`) ?? { from, to, count: 0 }
    counts.set(`${from} ${to}`, { ...cell, count: cell.count + 1 })
  }
  return [...counts.values()]
}
