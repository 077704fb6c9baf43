/** Quality and speed of finding entries in a whole list: listed names spelled otherwise, and ordinary customers. */
import {
  createScreeningIndex,
  type MatchedQuery,
  matchQueries,
  type ScreeningIndex,
} from '../../packages/screening/src/index.ts'
import { openTable, readOfac } from './data.ts'
import { heading, percent, quantile, row } from './print.ts'

const rates = [0.001, 0.005, 0.01, 0.05]

interface Best {
  readonly phenomenon: string
  /** Score and 0-based rank of the first expected entry; −1 when it is not among the hits. */
  readonly score: number
  readonly rank: number
}

export interface RetrievalFigures {
  /** Alert rate of positives at 0.5 % of the background, with all attributes. */
  readonly recall: number
  readonly recallAt10: number
  readonly arabic: number
  readonly backgroundAtAlert: number
}

export async function benchRetrieval(customers: number): Promise<RetrievalFigures> {
  const started = performance.now()
  const entities = await readOfac()
  const read = performance.now()
  const index = createScreeningIndex(entities)
  const built = performance.now()
  heading(`Retrieval: ${index.entityCount} entries, ${index.nameCount} names`)
  row('list read / index built', [`${(read - started).toFixed(0)} ms`, `${(built - read).toFixed(0)} ms`])
  row('memory of the process', [`${Math.round(process.memoryUsage().rss / 1e6)} MB`])
  await measure(index, customers, true)
  return await measure(index, customers, false)
}

async function measure(index: ScreeningIndex, customers: number, namesAlone: boolean): Promise<RetrievalFigures> {
  const latencies: number[] = []
  const background: number[] = []
  const cpu = process.cpuUsage()
  for await (const match of screen(index, 'retrieval_background_dev.csv', namesAlone, latencies)) {
    background.push(match.result.hits[0]?.score ?? 0)
    if (background.length >= customers) break
  }
  const cpuMs = process.cpuUsage(cpu).user / 1000
  const positives: Best[] = []
  for await (const match of screen(index, 'retrieval_positives_dev.csv', namesAlone, [])) positives.push(bestOf(match))
  const sorted = background.sort((a, b) => b - a)
  const thresholds = rates.map((rate) => sorted[Math.floor(sorted.length * rate)] ?? 0)
  heading(`${namesAlone ? 'Names only' : 'All attributes'}: ${background.length} ordinary customers`)
  latencies.sort((a, b) => a - b)
  row(
    'latency p50 / p95 / p99',
    [0.5, 0.95, 0.99].map((share) => `${quantile(latencies, share).toFixed(3)} ms`),
  )
  row('CPU a customer, parsing of the file included', [`${(cpuMs / background.length).toFixed(3)} ms`])
  row(
    'alerts at 0.1 / 0.5 / 1 / 5 %: thresholds',
    thresholds.map((threshold) => threshold.toFixed(1)),
  )
  const { alert, store } = index.config
  const backgroundAtAlert = background.filter((score) => score >= alert).length / background.length
  row(`ordinary customers at ${alert} / ${store}`, [
    percent(backgroundAtAlert),
    percent(background.filter((score) => score >= store).length / background.length),
  ])
  const groups = new Map([['all', positives], ...Map.groupBy(positives, (best) => best.phenomenon)])
  for (const [name, group] of groups) {
    const alerts = thresholds.map((threshold) => percent(share(group, (best) => best.score > threshold)))
    row(`${name} (${group.length})`, [`r@10 ${percent(share(group, (best) => best.rank >= 0))}`, ...alerts])
  }
  const line = thresholds[1] ?? 0
  return {
    recall: share(positives, (best) => best.score > line),
    recallAt10: share(positives, (best) => best.rank >= 0),
    arabic: share(groups.get('cross-list script:arabic') ?? [], (best) => best.score > line),
    backgroundAtAlert,
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
