// The risk of a case: the policy that it began with, and what that policy looks at.
import {
  dateInZone,
  mediaStageFromHits,
  pepStatusFromHits,
  type ReferenceData,
  type RiskInputs,
  type RiskPolicy,
  toRiskInputs,
} from '@gatehouse/kyc'
import type { WorkCase } from '@gatehouse/kyc/store'
import type { HandlerPorts } from './ports.ts'
import { applicationOf, nowIso } from './work-item.ts'
import { TerminalError } from './terminal-error.ts'

/** Running cases keep the version they started with; the shipped one stands in where none was ever published. */
export async function riskPolicyOf(ports: HandlerPorts, work: WorkCase): Promise<RiskPolicy> {
  const { riskPolicy, store } = ports
  if (work.policyVersion === riskPolicy.version) return riskPolicy
  const loaded = await store.loadPolicy({ version: work.policyVersion, profile: riskPolicy.profile })
  if (loaded.ok) return loaded.value.policy
  throw new TerminalError(`Risk policy ${work.policyVersion} of case ${work.caseId} is not available`)
}

export function todayOf(ports: HandlerPorts): string {
  return dateInZone(nowIso(ports), ports.onboardingPolicy.homeTimeZone)
}

/** @param asOf calendar date of the bank, on which ages and former offices are counted */
export function riskInputsOf(work: WorkCase, asOf: string, reference: ReferenceData): RiskInputs {
  const confirmed = work.hits.filter(({ verdict }) => verdict === 'TRUE_MATCH')
  return toRiskInputs(
    applicationOf(work),
    {
      asOf,
      dataRevision: work.dataRevision,
      confirmedPep: pepStatusFromHits(confirmed, asOf),
      confirmedMedia: mediaStageFromHits(confirmed),
      wealthEvidenceUnanswered: work.rfis.some(({ items }) =>
        items.some(({ code, cannotProvide }) => code === 'WEALTH_EVIDENCE' && cannotProvide),
      ),
    },
    reference,
  )
}
