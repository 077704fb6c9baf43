/** logic-v2 on the retrieval set. It has no search of its own: it ranks the candidates that our search hands it. */
import { type MatchedQuery, matchQueries, type ScreeningIndex } from '../../packages/screening/src/index.ts'
import { thresholdAt } from '../../packages/screening/src/batch/evaluate.ts'
import { openTable } from './data.ts'
import { entityAsFtm, inFlight, type LogicV2, logicV2Settings, rowAsFtm } from './logic-v2.ts'
import type { SystemRetrieval } from './retrieval.ts'

/** As many as yente fetches for a limit that small. */
const candidates = 45
const top = 10

interface Ranked {
  readonly phenomenon: string
  /** Best score of all, and of an expected entry among the best ten; one for each of the settings. */
  readonly best: readonly number[]
  readonly expected: readonly (number | null)[]
}

/** Alert rates of positives at these shares of alerting customers, and recall@10, by setting. */
export async function retrieveByLogicV2(
  peer: LogicV2,
  index: ScreeningIndex,
  customers: number,
  rates: readonly number[],
): Promise<SystemRetrieval[]> {
  const kept = new Set<string>()
  const rank = async (table: string, limit: number): Promise<Ranked[]> => {
    const ranked: Ranked[] = []
    const matches = matchQueries(openTable(table), index, { threshold: 0, limit: candidates })
    await inFlight(firstOf(matches, limit), 64, async (match) => {
      for (const { entity } of match.result.hits) {
        if (!kept.has(entity.id)) peer.keep(entityAsFtm(entity, index))
        kept.add(entity.id)
      }
      const ids = match.result.hits.map(({ entity }) => entity.id)
      const scores = await peer.compare(rowAsFtm(match.cells, '', `q-${match.id}`), ids)
      ranked.push(toRanked(match, scores))
    })
    return ranked
  }
  const background = await rank('retrieval_background_dev.csv', customers)
  const positives = await rank('retrieval_positives_dev.csv', Number.POSITIVE_INFINITY)
  return logicV2Settings.map((name, at) => {
    const customersBest = background.map(({ best }) => ({ score: best[at] ?? 0 }))
    const thresholds = rates.map((rate) => thresholdAt(customersBest, rate))
    const share = (rows: readonly Ranked[], holds: (score: number) => boolean): number =>
      rows.filter(({ expected }) => expected[at] != null && holds(expected[at])).length / rows.length
    const figures = (rows: readonly Ranked[]) => ({
      rows: rows.length,
      alerts: thresholds.map((threshold) => share(rows, (score) => score > threshold)),
      recallAt10: share(rows, () => true),
    })
    const groups = Map.groupBy(positives, ({ phenomenon }) => phenomenon)
    return {
      name,
      all: figures(positives),
      byPhenomenon: new Map([...groups].map(([phenomenon, rows]) => [phenomenon, figures(rows)])),
    }
  })
}

async function* firstOf<T>(rows: AsyncIterable<T>, limit: number): AsyncGenerator<T> {
  let count = 0
  for await (const row of rows) {
    if (count++ >= limit) return
    yield row
  }
}

function toRanked({ cells, result }: MatchedQuery, scores: readonly (readonly number[])[]): Ranked {
  const expectedIds = new Set((cells.expected_uids ?? '').split(/[;,|]/))
  const bySetting = logicV2Settings.map((_, at) => {
    const ranked = result.hits
      .map(({ entity }, i) => ({ isExpected: expectedIds.has(entity.entryId), score: scores[i]?.[at] ?? 0 }))
      .sort((a, b) => b.score - a.score)
    const expected = ranked.slice(0, top).find(({ isExpected, score }) => isExpected && score > 0)
    return { best: ranked[0]?.score ?? 0, expected: expected?.score ?? null }
  })
  return {
    phenomenon: cells.phenomenon ?? '',
    best: bySetting.map(({ best }) => best),
    expected: bySetting.map(({ expected }) => expected),
  }
}
