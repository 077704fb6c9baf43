/** Quality on labelled pairs: recall at a rate of false positives, by phenomenon, beside other systems. */
import { evaluate, type Judged, type ScoredPair, scorePairs } from '../../packages/screening/src/index.ts'
import { openTable, readPeers } from './data.ts'
import { heading, percent, row } from './print.ts'

const rates = [0.01, 0.05]
const peers = ['logic-v2', 'watchman']
/** A phenomenon may fall this far behind the better peer before it is named. */
const slack = 0.03

interface Figures {
  readonly recall: readonly number[]
  readonly sameScript: readonly number[]
  readonly crossScript: readonly number[]
  readonly guard: readonly number[]
}

export async function benchPairs(): Promise<Figures> {
  const started = performance.now()
  const scored: ScoredPair[] = []
  for await (const pair of scorePairs(openTable('dev.csv'))) scored.push(pair)
  const seconds = (performance.now() - started) / 1000
  const result = evaluate(scored.map(toJudged), rates)
  const thresholds = result.points.map((point) => point.threshold)
  const positives = scored.filter((pair) => pair.cells.label === '1')
  const recallOf = (pairs: readonly ScoredPair[]): number[] =>
    thresholds.map((threshold) => pairs.filter((pair) => pair.score > threshold).length / pairs.length)
  const figures: Figures = {
    recall: recallOf(positives),
    sameScript: recallOf(positives.filter((pair) => !isCrossScript(pair))),
    crossScript: recallOf(positives.filter(isCrossScript)),
    guard: await guardRates(thresholds),
  }
  heading(`Pairs: ${scored.length} rows in ${seconds.toFixed(1)} s`)
  row('recall at 1 % / 5 % false positives', figures.recall.map(percent))
  row('  within one script', figures.sameScript.map(percent))
  row('  across scripts', figures.crossScript.map(percent))
  row(
    'thresholds',
    thresholds.map((threshold) => threshold.toFixed(1)),
  )
  row('area under the curve, best F1', [result.auc.toFixed(4), result.bestF1.toFixed(3)])
  row('unrelated pairs that alert', figures.guard.map(percent))
  await namesOnly(scored)
  printPhenomena(scored, thresholds)
  return figures
}

function toJudged(pair: ScoredPair): Judged {
  return { score: pair.score, positive: pair.cells.label === '1', phenomenon: phenomenonOf(pair) }
}

function phenomenonOf(pair: ScoredPair): string {
  return (pair.cells.phenomenon ?? '').replace(/^labelled: .*/, 'labelled by others')
}

function isCrossScript(pair: ScoredPair): boolean {
  return (pair.cells.phenomenon ?? '').startsWith('script:')
}

async function guardRates(thresholds: readonly number[]): Promise<number[]> {
  const scores: number[] = []
  for await (const pair of scorePairs(openTable('guard_unrelated_dev.csv'))) scores.push(pair.score)
  return thresholds.map((threshold) => scores.filter((score) => score > threshold).length / scores.length)
}

async function namesOnly(scored: readonly ScoredPair[]): Promise<void> {
  const judged = scored
    .filter((pair) => pair.cells.names_decidable === '1')
    .map((pair) => ({ ...toJudged(pair), score: pair.nameScore }))
  row(
    'names only, where names can decide',
    evaluate(judged, rates).points.map((point) => percent(point.recall)),
  )
}

function printPhenomena(scored: readonly ScoredPair[], thresholds: readonly number[]): void {
  const known = readPeers('dev_pairs.csv.gz')
  const peerThresholds = peers.map((peer) => {
    const negatives = scored.filter((pair) => pair.cells.label === '0').map((pair) => peerScore(known, pair, peer))
    const sorted = negatives.sort((a, b) => b - a)
    return rates.map((rate) => sorted[Math.floor(sorted.length * rate)] ?? 0)
  })
  heading(`By phenomenon: share that alerts at 1 % / 5 %, ours | ${peers.join(' | ')}`)
  const groups = Map.groupBy(scored, (pair) => `${pair.cells.label} ${phenomenonOf(pair)}`)
  for (const [name, pairs] of [...groups].sort((a, b) => b[0].localeCompare(a[0]))) {
    const ours = thresholds.map((threshold) => pairs.filter((pair) => pair.score > threshold).length / pairs.length)
    const theirs = peers.map((peer, i) =>
      (peerThresholds[i] ?? []).map(
        (threshold) => pairs.filter((pair) => peerScore(known, pair, peer) > threshold).length / pairs.length,
      ),
    )
    const behind =
      name.startsWith('1') && ours.some((value, k) => theirs.some((peer) => (peer[k] ?? 0) > value + slack))
    const columns = [String(pairs.length), ...[ours, ...theirs].map((values) => values.map(percent).join(' '))]
    row(`${name}${behind ? '  BEHIND' : ''}`, columns)
  }
}

function peerScore(known: ReadonlyMap<string, ReadonlyMap<string, number>>, pair: ScoredPair, peer: string): number {
  return known.get(pair.id)?.get(peer) ?? 0
}
