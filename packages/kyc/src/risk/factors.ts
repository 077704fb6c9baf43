/** The seven factors of the model, each a value from 0 to 100 with the input that drove it. */
import { countryScore } from '../reference/country-risk.ts'
import type { ReferenceData } from '../reference/reference-data.ts'
import { FACTOR_IDS, type FactorId, type FactorResult, type WealthPlausibility } from './assessment.ts'
import { divideHalfUp } from './integer-division.ts'
import type { RiskInputs } from './risk-inputs.ts'
import type { RiskPolicy } from './risk-policy.ts'

interface Driven {
  readonly value: number
  readonly driver: string
}

export function assessFactors(
  inputs: RiskInputs,
  policy: RiskPolicy,
  reference: ReferenceData,
  plausibility: WealthPlausibility,
): readonly FactorResult[] {
  const { values } = policy
  const driven: Readonly<Record<FactorId, Driven>> = {
    geography: geography(inputs, policy, reference),
    occupation: { value: values.occupation[inputs.occupation], driver: `occupation:${inputs.occupation}` },
    sourceOfFunds: sourceOfFunds(inputs, policy, plausibility),
    product: { value: values.product[inputs.product], driver: `product:${inputs.product}` },
    channel: { value: values.channel[inputs.channel], driver: `channel:${inputs.channel}` },
    pep: { value: values.pep[inputs.pep], driver: `pep:${inputs.pep}` },
    adverseMedia: {
      value: values.adverseMedia[inputs.adverseMedia],
      driver: `adverseMedia:${inputs.adverseMedia}`,
    },
  }
  return FACTOR_IDS.map((id) => {
    const weight = policy.weights[id]
    return { id, value: driven[id].value, weight, contribution: weight * driven[id].value, driver: driven[id].driver }
  })
}

/** The highest of all country links; on a tie the closer link is named as the driver. */
function geography(inputs: RiskInputs, { geographyPercent }: RiskPolicy, reference: ReferenceData): Driven {
  const links: readonly (readonly [string, number, readonly string[]])[] = [
    ['residence', geographyPercent.residence, inputs.residence === null ? [] : [inputs.residence]],
    ['sourceOfFunds', geographyPercent.sourceOfFunds, inputs.sourceOfFundsCountries],
    ['nationality', geographyPercent.nationality, inputs.nationalities],
    ['taxResidence', geographyPercent.taxResidence, inputs.taxResidences],
    ['birthCountry', geographyPercent.birthCountry, inputs.birthCountry === null ? [] : [inputs.birthCountry]],
  ]
  let highest: Driven = { value: 0, driver: 'none' }
  for (const [link, percent, countries] of links) {
    for (const country of countries) {
      const score = countryScore(reference, country)
      if (score === null) continue
      const value = divideHalfUp(score * percent, 100)
      if (value > highest.value) highest = { value, driver: `${link}:${country}` }
    }
  }
  return highest
}

/** The highest of the declared sources, UNKNOWN when none is declared, moved by implausible wealth. */
function sourceOfFunds(inputs: RiskInputs, policy: RiskPolicy, plausibility: WealthPlausibility): Driven {
  const points = policy.values.sourceOfFunds
  const kinds = inputs.sourcesOfFunds.length > 0 ? inputs.sourcesOfFunds : (['UNKNOWN'] as const)
  const kind = kinds.reduce((worst, next) => (points[next] > points[worst] ? next : worst))
  const declared: Driven = { value: points[kind], driver: `sourceOfFunds:${kind}` }
  const { elevatedAdds, unexplainedAtLeast } = policy.wealth
  const elevated = Math.min(100, declared.value + elevatedAdds)
  if (plausibility.verdict === 'ELEVATED') return { value: elevated, driver: 'wealth:ELEVATED' }
  if (plausibility.verdict !== 'UNEXPLAINED') return declared
  // Above the second line the first one is passed as well, so that more wealth never means fewer points.
  return { value: Math.max(elevated, unexplainedAtLeast), driver: 'wealth:UNEXPLAINED' }
}
