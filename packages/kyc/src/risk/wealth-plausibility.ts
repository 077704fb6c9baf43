/** Is the declared wealth plausible for the income and the years in which it can have been earned? */
import type { WealthPlausibility } from './assessment.ts'
import { divideHalfUp } from './integer-division.ts'
import type { RiskInputs } from './risk-inputs.ts'
import type { RiskPolicy } from './risk-policy.ts'

/** Ratio shown when nothing is expected at all. */
const NOTHING_EXPECTED_HUNDREDTHS = 9900

type WealthInputs = Pick<
  RiskInputs,
  'wealthMinor' | 'debtMinor' | 'annualIncomeMinor' | 'explainedWealthMinor' | 'ageYears'
>

export function assessWealth(inputs: WealthInputs, { wealth }: RiskPolicy): WealthPlausibility {
  const netWorthMinor = inputs.wealthMinor - inputs.debtMinor
  const years = Math.max(1, inputs.ageYears - wealth.workingAgeFrom)
  const earned = divideHalfUp(inputs.annualIncomeMinor * years * wealth.incomeSharePercent, 100)
  const expectedMinor = earned + inputs.explainedWealthMinor
  if (netWorthMinor <= wealth.exemptNetWorthMinor) {
    return { tested: false, netWorthMinor, expectedMinor, ratioHundredths: 0, verdict: 'NOT_TESTED' }
  }
  const ratioHundredths =
    expectedMinor === 0 ? NOTHING_EXPECTED_HUNDREDTHS : divideHalfUp(netWorthMinor * 100, expectedMinor)
  return { tested: true, netWorthMinor, expectedMinor, ratioHundredths, verdict: verdictOf() }

  // Compared without rounding: a ratio of 5.004 is shown as 5.00 and is above 5 all the same.
  function verdictOf(): WealthPlausibility['verdict'] {
    if (netWorthMinor * 100 > wealth.unexplainedRatioHundredths * expectedMinor) return 'UNEXPLAINED'
    return netWorthMinor * 100 > wealth.elevatedRatioHundredths * expectedMinor ? 'ELEVATED' : 'PLAUSIBLE'
  }
}
