/** Measures scores against labels: recall at a rate of false positives, by phenomenon. */

export interface Judged {
  readonly score: number
  readonly positive: boolean
  readonly phenomenon: string
}

export interface OperatingPoint {
  /** Share of the negatives that may alert. */
  readonly falsePositiveRate: number
  /** Scores above this alert; equal ones do not, so ties are never split. */
  readonly threshold: number
  readonly recall: number
}

export interface PhenomenonResult {
  readonly phenomenon: string
  readonly positive: boolean
  readonly rows: number
  /** Share that alerts, one for each operating point. */
  readonly alertRates: readonly number[]
}

export interface Evaluation {
  readonly positives: number
  readonly negatives: number
  readonly points: readonly OperatingPoint[]
  /** Area under the receiver operating curve, ties counted half. */
  readonly auc: number
  readonly bestF1: number
  readonly phenomena: readonly PhenomenonResult[]
}

/** Throws `RangeError` when positives or negatives are missing. */
export function evaluate(judged: readonly Judged[], rates: readonly number[] = [0.01, 0.05]): Evaluation {
  const positives = judged.filter((row) => row.positive)
  const negatives = judged.filter((row) => !row.positive)
  if (positives.length === 0 || negatives.length === 0) {
    throw new RangeError('An evaluation needs rows of both labels.')
  }
  const thresholds = rates.map((rate) => thresholdAt(negatives, rate))
  return {
    positives: positives.length,
    negatives: negatives.length,
    points: rates.map((falsePositiveRate, i) => {
      const threshold = thresholds[i] ?? 0
      return { falsePositiveRate, threshold, recall: shareAbove(positives, threshold) }
    }),
    auc: areaUnderCurve(positives, negatives),
    bestF1: bestF1(judged, positives.length),
    phenomena: byPhenomenon(judged, thresholds),
  }
}

/** The lowest score that at most this share of the rows exceeds. */
export function thresholdAt(rows: readonly { readonly score: number }[], rate: number): number {
  const scores = rows.map((row) => row.score).sort((a, b) => b - a)
  return scores[Math.floor(scores.length * rate)] ?? Number.NEGATIVE_INFINITY
}

export function shareAbove(rows: readonly { readonly score: number }[], threshold: number): number {
  return rows.length === 0 ? 0 : rows.filter((row) => row.score > threshold).length / rows.length
}

function byPhenomenon(judged: readonly Judged[], thresholds: readonly number[]): PhenomenonResult[] {
  const groups = Map.groupBy(judged, (row) => `${row.positive ? 1 : 0} ${row.phenomenon}`)
  return [...groups.values()]
    .map((rows) => ({
      phenomenon: rows[0]?.phenomenon ?? '',
      positive: rows[0]?.positive ?? false,
      rows: rows.length,
      alertRates: thresholds.map((threshold) => shareAbove(rows, threshold)),
    }))
    .sort((a, b) => Number(b.positive) - Number(a.positive) || b.rows - a.rows)
}

function areaUnderCurve(positives: readonly Judged[], negatives: readonly Judged[]): number {
  const sorted = negatives.map((row) => row.score).sort((a, b) => a - b)
  let sum = 0
  for (const { score } of positives) sum += (lowerBound(sorted, score) + upperBound(sorted, score)) / 2
  return sum / (positives.length * negatives.length)
}

function lowerBound(sorted: readonly number[], value: number): number {
  return partition(sorted, (entry) => entry < value)
}

function upperBound(sorted: readonly number[], value: number): number {
  return partition(sorted, (entry) => entry <= value)
}

function partition(sorted: readonly number[], isBefore: (value: number) => boolean): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (isBefore(sorted[middle] ?? 0)) low = middle + 1
    else high = middle
  }
  return low
}

function bestF1(judged: readonly Judged[], positives: number): number {
  const sorted = [...judged].sort((a, b) => b.score - a.score)
  let hits = 0
  let best = 0
  sorted.forEach((row, i) => {
    if (row.positive) hits++
    // Only between different scores can a threshold stand.
    if (sorted[i + 1]?.score === row.score) return
    best = Math.max(best, (2 * hits) / (i + 1 + positives))
  })
  return best
}
