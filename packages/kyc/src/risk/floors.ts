/** Rules that force at least a class, and knock-outs that end it. None of them looks at nationality or birthplace. */
import { isEea, isListed } from '../reference/country-risk.ts'
import type { ReferenceData } from '../reference/reference-data.ts'
import type { FloorId, FloorResult, KnockoutResult, ScoredClass, WealthPlausibility } from './assessment.ts'
import type { RiskInputs } from './risk-inputs.ts'
import type { RiskPolicy } from './risk-policy.ts'

export function assessFloors(
  inputs: RiskInputs,
  policy: RiskPolicy,
  reference: ReferenceData,
  plausibility: WealthPlausibility,
  classByScore: ScoredClass,
): readonly FloorResult[] {
  const { floors } = policy
  const country = countryFloor(inputs, policy, reference)
  const adverse = inputs.adverseMedia === 'NONE' ? undefined : floors['F-ADVERSE'].effects[inputs.adverseMedia]
  const wealthEffect = inputs.wealthEvidenceUnanswered
    ? floors['F-WEALTH-UNEXPLAINED'].unansweredEffect
    : floors['F-WEALTH-UNEXPLAINED'].effect
  const others = [
    ...(country ? [country] : []),
    ...(adverse ? [floor('F-ADVERSE', adverse, `adverseMedia:${inputs.adverseMedia}`)] : []),
    ...(isVeryWealthy(inputs, policy) ? [floor('F-VHNW', floors['F-VHNW'].effect, 'wealth:VERY_HIGH')] : []),
    ...(plausibility.verdict === 'UNEXPLAINED'
      ? [floor('F-WEALTH-UNEXPLAINED', wealthEffect, 'wealth:UNEXPLAINED')]
      : []),
    ...(inputs.residenceByInvestment && !isEuCitizen(inputs, reference)
      ? [floor('F-RESIDENCE-BY-INVESTMENT', floors['F-RESIDENCE-BY-INVESTMENT'].effect, 'residenceByInvestment')]
      : []),
    ...(inputs.suspicion ? [floor('F-SUSPICION', floors['F-SUSPICION'].effect, 'suspicion')] : []),
  ]
  return [...pepFloor(), ...others]

  function floor(id: FloorId, effect: ScoredClass, driver: string): FloorResult {
    return { id, effect, basis: floors[id].basis, authority: floors[id].authority, driver }
  }

  function pepFloor(): readonly FloorResult[] {
    const { statuses, effect, domesticEffect } = floors['F-PEP']
    if (!statuses.includes(inputs.pep)) return []
    // A lower start for domestic office holders holds only where nothing else is high.
    const otherwiseHigh = classByScore === 'HIGH' || others.some((other) => other.effect === 'HIGH')
    const eased = domesticEffect !== null && inputs.pepDomestic && !otherwiseHigh
    return [floor('F-PEP', eased ? domesticEffect : effect, `pep:${inputs.pep}`)]
  }
}

export function assessKnockouts(inputs: RiskInputs, policy: RiskPolicy): readonly KnockoutResult[] {
  return [...new Set(inputs.knockouts)].toSorted().map((id) => ({
    id,
    basis: policy.knockouts[id].basis,
    authority: policy.knockouts[id].authority,
  }))
}

/** True when the bank does not serve the country of residence. A person confirms it before it knocks out. */
export function isUnservedResidence(residence: string | null, policy: RiskPolicy): boolean {
  return residence !== null && policy.knockouts['K-POLICY-RESIDENCE'].countries.includes(residence)
}

/** Residence and source of funds, by the lists of the policy; the grey list only where the other does not apply. */
function countryFloor(inputs: RiskInputs, { floors }: RiskPolicy, reference: ReferenceData): FloorResult | null {
  const links = [
    ...(inputs.residence === null ? [] : [['residence', inputs.residence] as const]),
    ...inputs.sourceOfFundsCountries.map((country) => ['sourceOfFunds', country] as const),
  ]
  const highRisk = links.find(([, country]) =>
    floors['F-HR3C'].lists.some((list) => isListed(reference, list, country)),
  )
  if (highRisk) return result('F-HR3C', highRisk)
  const grey = links.find(
    ([, country]) => isListed(reference, 'FATF_INCREASED_MONITORING', country) && !isEea(reference, country),
  )
  return grey ? result('F-FATF-GREY', grey) : null

  function result(id: 'F-HR3C' | 'F-FATF-GREY', [link, country]: readonly [string, string]): FloorResult {
    const { effect, basis, authority } = floors[id]
    return { id, effect, basis, authority, driver: `${link}:${country}` }
  }
}

function isVeryWealthy(inputs: RiskInputs, { floors }: RiskPolicy): boolean {
  const { products, assetsHandledMinor, wealthMinor } = floors['F-VHNW']
  return (
    products.includes(inputs.product) &&
    inputs.assetsHandledMinor >= assetsHandledMinor &&
    inputs.wealthMinor >= wealthMinor
  )
}

function isEuCitizen(inputs: RiskInputs, reference: ReferenceData): boolean {
  return inputs.nationalities.some((country) => reference.countryGroups.data.EU.includes(country))
}
