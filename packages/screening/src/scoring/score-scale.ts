/** Log-odds to points and back: the one scale on which names and attributes are added up. */

/**
 * Log-odds and the points they are worth. Between two anchors the scale is straight; it rises everywhere, so that
 * better evidence always ranks higher, at the top too. Set by hand; where ordinary customers lie on it is learned with the
 * base of the name weights, which puts the alert line where few of them come to. The line of a strong name is far enough
 * above it that few customers are kept for their name alone.
 */
const anchors: readonly (readonly [number, number])[] = [
  [-12, 0],
  [-4, 10],
  [0, 48],
  [0.6, 60],
  [1.3, 75],
  [2.4, 90],
  [4.5, 96],
  [8, 99],
  [16, 100],
]

/** 0 to 100. */
export function pointsOf(logOdds: number): number {
  return interpolate(logOdds, 0, 1)
}

/** The log-odds that are worth so many points. */
export function logOddsOf(points: number): number {
  return interpolate(points, 1, 0)
}

function interpolate(value: number, from: 0 | 1, to: 0 | 1): number {
  let low = anchors[0]
  for (const high of anchors) {
    if (value <= high[from]) {
      if (low === undefined || low === high) return high[to]
      return low[to] + ((value - low[from]) / (high[from] - low[from])) * (high[to] - low[to])
    }
    low = high
  }
  return low?.[to] ?? 0
}
