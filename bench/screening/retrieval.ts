/** Quality and speed of finding entries in a whole list: listed names spelled otherwise, and ordinary customers. */
import {
  createScreeningIndex,
  type MatchedQuery,
  matchQueries,
  type ScreeningIndex,
} from '../../packages/screening/src/index.ts'
import { openTable, readOfac } from './data.ts'
import { type LogicV2Figures, openLogicV2 } from './logic-v2.ts'
import { heading, percent, quantile, row } from './print.ts'
import { retrieveByLogicV2 } from './retrieval-logic-v2.ts'

const rates = [0.001, 0.005, 0.01, 0.05]

interface Best {
  readonly phenomenon: string
  /** Score and 0-based rank of the first expected entry; −1 when it is not among the hits. */
  readonly score: number
  readonly rank: number
}

export interface GroupFigures {
  readonly rows: number
  /** Share of the positives that alert at each of the rates. */
  readonly alerts: readonly number[]
  readonly recallAt10: number
}

/** What one system finds of the listed names, with all attributes. */
export interface SystemRetrieval {
  readonly name: string
  readonly all: GroupFigures
  readonly byPhenomenon: ReadonlyMap<string, GroupFigures>
}

export interface RetrievalResult {
  readonly rates: readonly number[]
  readonly customers: number
  /** Ours first, with names alone second; then the peers that took part. */
  readonly systems: readonly SystemRetrieval[]
  /** Milliseconds of ours. */
  readonly p50: number
  readonly p99: number
  readonly cpuMs: number
  readonly logicV2: LogicV2Figures | null
}

export async function benchRetrieval(customers: number): Promise<RetrievalResult> {
  const started = performance.now()
  const entities = await readOfac()
  const read = performance.now()
  const index = createScreeningIndex(entities)
  const built = performance.now()
  heading(`Retrieval: ${index.entityCount} entries, ${index.nameCount} names`)
  row('list read / index built', [`${(read - started).toFixed(0)} ms`, `${(built - read).toFixed(0)} ms`])
  row('memory of the process', [`${Math.round(process.memoryUsage().rss / 1e6)} MB`])
  const names = await measure(index, customers, true)
  const all = await measure(index, customers, false)
  const peer = openLogicV2()
  const peers = peer ? await retrieveByLogicV2(peer, index, customers, rates) : []
  for (const system of peers) print(system)
  const logicV2 = peer ? await peer.end() : null
  if (logicV2) {
    row('logic-v2: CPU a customer, comparing alone', [
      `${((logicV2.cpuSeconds / all.queries) * 1000).toFixed(2)} ms`,
      `${Math.round(logicV2.pairs / all.queries)} candidates`,
    ])
  }
  return { ...all, rates, systems: [all.system, names.system, ...peers], logicV2 }
}

interface Measured extends Pick<RetrievalResult, 'customers' | 'p50' | 'p99' | 'cpuMs'> {
  readonly queries: number
  readonly system: SystemRetrieval
}

async function measure(index: ScreeningIndex, customers: number, namesAlone: boolean): Promise<Measured> {
  const latencies: number[] = []
  const background: number[] = []
  const cpu = process.cpuUsage()
  for await (const match of screen(index, 'retrieval_background_dev.csv', namesAlone, latencies)) {
    background.push(match.result.hits[0]?.score ?? 0)
    if (background.length >= customers) break
  }
  const cpuMs = process.cpuUsage(cpu).user / 1000 / background.length
  const positives: Best[] = []
  for await (const match of screen(index, 'retrieval_positives_dev.csv', namesAlone, [])) positives.push(bestOf(match))
  const sorted = background.sort((a, b) => b - a)
  const thresholds = rates.map((rate) => sorted[Math.floor(sorted.length * rate)] ?? 0)
  heading(`${namesAlone ? 'Names only' : 'All attributes'}: ${background.length} ordinary customers`)
  latencies.sort((a, b) => a - b)
  const [p50 = 0, p95 = 0, p99 = 0] = [0.5, 0.95, 0.99].map((at) => quantile(latencies, at))
  row(
    'latency p50 / p95 / p99',
    [p50, p95, p99].map((ms) => `${ms.toFixed(3)} ms`),
  )
  row('CPU a customer, parsing of the file included', [`${cpuMs.toFixed(3)} ms`])
  row(
    'alerts at 0.1 / 0.5 / 1 / 5 %: thresholds',
    thresholds.map((threshold) => threshold.toFixed(1)),
  )
  const { alert, store } = index.config
  const above = (line: number): string => percent(share(background, (score) => score >= line))
  row(`ordinary customers at ${alert} / ${store}`, [above(alert), above(store)])
  const figures = (group: readonly Best[]): GroupFigures => ({
    rows: group.length,
    alerts: thresholds.map((threshold) => share(group, (best) => best.score > threshold)),
    recallAt10: share(group, (best) => best.rank >= 0),
  })
  const groups = Map.groupBy(positives, (best) => best.phenomenon)
  const system: SystemRetrieval = {
    name: namesAlone ? 'Gatehouse, names only' : 'Gatehouse',
    all: figures(positives),
    byPhenomenon: new Map([...groups].map(([phenomenon, group]) => [phenomenon, figures(group)])),
  }
  print(system)
  const queries = background.length + positives.length
  return { customers: background.length, queries, p50, p99, cpuMs, system }
}

function print({ name, all, byPhenomenon }: SystemRetrieval): void {
  heading(`${name}: recall@10, alert rate at ${rates.map(percent).join(' / ')} of ordinary customers`)
  for (const [phenomenon, group] of [['all', all] as const, ...byPhenomenon]) {
    row(`${phenomenon} (${group.rows})`, [`r@10 ${percent(group.recallAt10)}`, ...group.alerts.map(percent)])
  }
}

async function* screen(
  index: ScreeningIndex,
  table: string,
  namesAlone: boolean,
  latencies: number[],
): AsyncGenerator<MatchedQuery> {
  const timed: Pick<ScreeningIndex, keyof ScreeningIndex> = {
    ...index,
    match: (query, options) => {
      const { kind, names } = query
      const started = performance.now()
      const result = index.match(namesAlone ? { kind, names } : query, options)
      latencies.push(performance.now() - started)
      return result
    },
    entity: (id) => index.entity(id),
    entities: () => index.entities(),
  }
  yield* matchQueries(openTable(table), timed, { threshold: 0, limit: 10 })
}

function bestOf(match: MatchedQuery): Best {
  const expected = new Set((match.cells.expected_uids ?? '').split(/[;,|]/))
  const rank = match.result.hits.findIndex((hit) => expected.has(hit.entity.entryId))
  return { phenomenon: match.cells.phenomenon ?? '', score: match.result.hits[rank]?.score ?? 0, rank }
}

function share<T>(rows: readonly T[], holds: (row: T) => boolean): number {
  return rows.length === 0 ? 0 : rows.filter(holds).length / rows.length
}
