/** Where the scale of the log-odds begins: so that few ordinary customers come to the alert line. */
import { defaultMatcherConfig, policyOf } from '../src/scoring/matcher-config.ts'
import { weighEvidence } from '../src/scoring/weigh.ts'
import { type Fit, logOddsIn } from './fit-logistic.ts'
import type { Customer } from './ordinary-customers.ts'

/** Bases are thousandths between these. */
const lowest = -6000
const highest = 6000

/**
 * The highest base, in thousandths, at which at most `share` of the customers alert under the shipped policy: with all
 * attributes, weak aliases held below the line and strong names kept at it. A higher base never lowers a score.
 */
export function placeBase(customers: readonly Customer[], fit: Fit, share: number): Fit {
  const policy = policyOf(defaultMatcherConfig)
  const known = customers.map(({ query, alike }) => ({
    query,
    alike: alike.map((one) => ({ ...one, sum: logOddsIn({ ...fit, base: 0 }, one.features) })),
  }))
  const alerts = (base: number): number =>
    known.filter(({ query, alike }) =>
      alike.some(({ sum, entity, name }) => {
        const names = { query: query.names[0] ?? '', list: name }
        return weighEvidence(base + sum, names, query, entity, policy).score >= policy.alert
      }),
    ).length
  let low = lowest
  let high = highest
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (alerts(middle / 1000) <= share * customers.length) low = middle
    else high = middle
  }
  return { ...fit, base: low / 1000 }
}
