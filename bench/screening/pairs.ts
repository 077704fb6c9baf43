/** Quality on labelled pairs: recall at a rate of false positives, by phenomenon, beside other systems. */
import { evaluate, type Judged, type ScoredPair, scorePairs } from '../../packages/screening/src/index.ts'
import { shareAbove, thresholdAt } from '../../packages/screening/src/batch/evaluate.ts'
import { openTable, readPeers } from './data.ts'
import { inFlight, type LogicV2Figures, logicV2Settings, openLogicV2, rowAsFtm } from './logic-v2.ts'
import { heading, percent, row } from './print.ts'

const rates = [0.01, 0.05]
/** A phenomenon may fall this far behind the better peer before it is named. */
const slack = 0.03

/** Shares that alert at 1 % and at 5 % false positives. */
export type AtRates = readonly number[]

export interface SystemResult {
  readonly name: string
  readonly recall: AtRates
  readonly sameScript: AtRates
  readonly crossScript: AtRates
}

export interface PhenomenonRow {
  readonly name: string
  readonly positive: boolean
  readonly rows: number
  /** One for each system, ours first. */
  readonly alerts: readonly AtRates[]
  readonly isBehind: boolean
}

export interface PairsResult {
  /** Ours first. */
  readonly systems: readonly SystemResult[]
  readonly phenomena: readonly PhenomenonRow[]
  /** Share of the unrelated pairs that alert, at each threshold. */
  readonly guard: AtRates
  readonly rows: number
  /** Processor time of ours a pair, in milliseconds. */
  readonly cpuMs: number
  /** Null where the peer did not run and its recorded scores stand for it. */
  readonly logicV2: LogicV2Figures | null
}

interface System {
  readonly name: string
  readonly scoreOf: (pair: ScoredPair) => number
}

export async function benchPairs(): Promise<PairsResult> {
  const cpu = process.cpuUsage()
  const scored: ScoredPair[] = []
  for await (const pair of scorePairs(openTable('dev.csv'))) scored.push(pair)
  const cpuMs = process.cpuUsage(cpu).user / 1000 / scored.length
  const { systems, logicV2 } = await peersFor(scored)
  const all = [{ name: 'Gatehouse', scoreOf: (pair: ScoredPair) => pair.score }, ...systems]
  const thresholds = all.map((system) => thresholdsOf(scored, system))
  const result: PairsResult = {
    systems: all.map((system, i) => resultOf(scored, system, thresholds[i] ?? [])),
    phenomena: phenomenaOf(scored, all, thresholds),
    guard: await guardRates(thresholds[0] ?? []),
    rows: scored.length,
    cpuMs,
    logicV2,
  }
  print(result, thresholds[0] ?? [], scored)
  return result
}

async function peersFor(scored: readonly ScoredPair[]): Promise<Pick<PairsResult, 'logicV2'> & { systems: System[] }> {
  const recorded = readPeers('dev_pairs.csv.gz')
  const recordedAs = (name: string, column: string): System => ({
    name,
    scoreOf: (pair) => recorded.get(pair.id)?.get(column) ?? 0,
  })
  const watchman = recordedAs('Watchman, recorded', 'watchman')
  const peer = openLogicV2()
  const [plain, tuned] = logicV2Settings
  if (!peer) {
    const systems = [recordedAs(`${plain}, recorded`, 'logic-v2'), recordedAs(`${tuned}, recorded`, 'logic-v2+tuned')]
    return { systems: [...systems, watchman], logicV2: null }
  }
  const scores = new Map<string, readonly number[]>()
  await inFlight(toAsync(scored), 64, async ({ id, cells }) => {
    const [answer] = await peer.compare(rowAsFtm(cells, 'q_', `q-${id}`), [rowAsFtm(cells, 'c_', `c-${id}`)])
    if (answer) scores.set(id, answer)
  })
  const systems = logicV2Settings.map((name, at) => ({
    name,
    scoreOf: (pair: ScoredPair) => scores.get(pair.id)?.[at] ?? 0,
  }))
  return { systems: [...systems, watchman], logicV2: await peer.end() }
}

async function* toAsync<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values
}

function thresholdsOf(scored: readonly ScoredPair[], { scoreOf }: System): number[] {
  const negatives = scored.filter((pair) => pair.cells.label === '0').map((pair) => ({ score: scoreOf(pair) }))
  return rates.map((rate) => thresholdAt(negatives, rate))
}

function alertsOf(pairs: readonly ScoredPair[], { scoreOf }: System, thresholds: AtRates): AtRates {
  const scores = pairs.map((pair) => ({ score: scoreOf(pair) }))
  return thresholds.map((threshold) => shareAbove(scores, threshold))
}

function resultOf(scored: readonly ScoredPair[], system: System, thresholds: AtRates): SystemResult {
  const positives = scored.filter((pair) => pair.cells.label === '1')
  return {
    name: system.name,
    recall: alertsOf(positives, system, thresholds),
    sameScript: alertsOf(
      positives.filter((pair) => !isCrossScript(pair)),
      system,
      thresholds,
    ),
    crossScript: alertsOf(positives.filter(isCrossScript), system, thresholds),
  }
}

function phenomenaOf(
  scored: readonly ScoredPair[],
  systems: readonly System[],
  thresholds: readonly AtRates[],
): PhenomenonRow[] {
  const groups = Map.groupBy(scored, (pair) => `${pair.cells.label} ${phenomenonOf(pair)}`)
  return [...groups]
    .sort((a, b) => b[0].localeCompare(a[0]))
    .map(([key, pairs]) => {
      const alerts = systems.map((system, i) => alertsOf(pairs, system, thresholds[i] ?? []))
      const [ours = [], ...theirs] = alerts
      const positive = key.startsWith('1')
      const isBehind = positive && ours.some((value, at) => theirs.some((peer) => (peer[at] ?? 0) > value + slack))
      return { name: key.slice(2), positive, rows: pairs.length, alerts, isBehind }
    })
}

async function guardRates(thresholds: AtRates): Promise<AtRates> {
  const scores: { score: number }[] = []
  for await (const { score } of scorePairs(openTable('guard_unrelated_dev.csv'))) scores.push({ score })
  return thresholds.map((threshold) => shareAbove(scores, threshold))
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

function print(result: PairsResult, thresholds: AtRates, scored: readonly ScoredPair[]): void {
  const [ours] = result.systems
  const quality = evaluate(scored.map(toJudged), rates)
  heading(`Pairs: ${result.rows} rows, ${result.cpuMs.toFixed(3)} ms CPU each`)
  row('recall at 1 % / 5 % false positives', (ours?.recall ?? []).map(percent))
  row('  within one script', (ours?.sameScript ?? []).map(percent))
  row('  across scripts', (ours?.crossScript ?? []).map(percent))
  row(
    'thresholds',
    thresholds.map((threshold) => threshold.toFixed(1)),
  )
  row('area under the curve, best F1', [quality.auc.toFixed(4), quality.bestF1.toFixed(3)])
  row('unrelated pairs that alert', result.guard.map(percent))
  const byNames = scored
    .filter((pair) => pair.cells.names_decidable === '1')
    .map((pair) => ({ ...toJudged(pair), score: pair.nameScore }))
  row(
    'names only, where names can decide',
    evaluate(byNames, rates).points.map((point) => percent(point.recall)),
  )
  for (const system of result.systems.slice(1)) row(`${system.name}: recall`, system.recall.map(percent))
  if (result.logicV2) {
    const { pairs, cpuSeconds } = result.logicV2
    row('logic-v2: CPU a pair', [`${((cpuSeconds / pairs) * 1000).toFixed(3)} ms`])
  }
  heading(`By phenomenon: share that alerts at 1 % / 5 %, ${result.systems.map(({ name }) => name).join(' | ')}`)
  for (const { name, positive, rows, alerts, isBehind } of result.phenomena) {
    const columns = [String(rows), ...alerts.map((values) => values.map(percent).join(' '))]
    row(`${positive ? 1 : 0} ${name}${isBehind ? '  BEHIND' : ''}`, columns)
  }
}
