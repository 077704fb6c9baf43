/** How far two names can agree at best, from the bits that they may have in common. */

/** The most that a pair of names with so many bits in common can agree, less for what one side has alone. */
export function promiseOf(shared: number, query: number, list: number): number {
  const common = Math.min(shared, query, list)
  const confronted = Math.min(query, list)
  const omitted = Math.max(query, list) - confronted
  const missing = missingShare(omitted, common)
  return (common / confronted) * (1 - omissionCost * missing * missing)
}

const omissionCost = 0.3

function missingShare(omitted: number, common: number): number {
  return omitted / (omitted + common + 0.01)
}

/** Rounding must never make the bound too low. */
const slack = 1.00001

/** Names of more bits than this surely promise less than `least`, having at most `shared` bits in common. */
export function mostPromisingBits(shared: number, query: number, least: number): number {
  const common = Math.min(shared, query)
  if (common < least * query) {
    // From a bound that holds to one that holds for every name below it, and is lower.
    let bits = Math.min(query, common / least)
    for (let i = 0; i < 4; i++) {
      const missing = missingShare(query - bits, common)
      bits = Math.min(bits, (common * (1 - omissionCost * missing * missing)) / least)
    }
    return bits * slack
  }
  const missing = Math.sqrt((1 - (least * query) / common) / omissionCost)
  if (missing >= 1) return Number.POSITIVE_INFINITY
  return (query + ((common + 0.01) * missing) / (1 - missing)) * slack
}
