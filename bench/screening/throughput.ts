/** Speed: customers a second on threads, start from an image, and a list of a million names. */
import {
  createScreeningIndex,
  type Entity,
  finishEntity,
  fromIndexImage,
  screenBatch,
  toIndexImage,
} from '../../packages/screening/src/index.ts'
import { parseQueryRow } from '../../packages/screening/src/batch/query-row.ts'
import { readTable } from '../../packages/screening/src/batch/read-table.ts'
import { openTable, readOfac } from './data.ts'
import { heading, row } from './print.ts'

export async function benchThroughput(names: number): Promise<void> {
  const customers = await readCustomers()
  const entities = await readOfac()
  await measure(`OFAC, two threads`, entities, customers)
  if (names > 0) await measure(`${names} names, two threads`, multiply(entities, names), customers.slice(0, 4000))
}

async function measure(
  title: string,
  entities: readonly Entity[],
  customers: readonly { readonly id: string; readonly query: ReturnType<typeof parseQueryRow> }[],
): Promise<void> {
  heading(`Throughput: ${title}`)
  const started = performance.now()
  const index = createScreeningIndex(entities)
  row(`index of ${index.nameCount} names built in`, [`${(performance.now() - started).toFixed(0)} ms`])
  const image = toIndexImage(index)
  const opened = performance.now()
  fromIndexImage(image)
  row(`image of ${Math.round(image.length / 1e6)} MB opened in`, [`${(performance.now() - opened).toFixed(0)} ms`])
  // Threads start and fill their memory of words first, as in a nightly run.
  for (const round of ['first pass', 'second pass']) {
    const cpu = process.cpuUsage()
    const began = performance.now()
    let answered = 0
    for await (const answer of screenBatch(index, round === 'first pass' ? customers : [...customers, ...customers])) {
      answered += answer.id === '' ? 0 : 1
    }
    const seconds = (performance.now() - began) / 1000
    const cpuMs = process.cpuUsage(cpu).user / 1000
    row(`${round}, customers a second`, [
      String(Math.round(answered / seconds)),
      `${(cpuMs / answered).toFixed(3)} ms CPU each`,
    ])
  }
  row('memory of the process', [`${Math.round(process.memoryUsage().rss / 1e6)} MB`])
}

async function readCustomers() {
  const customers: { id: string; query: ReturnType<typeof parseQueryRow> }[] = []
  for await (const { cells, line } of readTable(openTable('retrieval_background_dev.csv'), ['name'])) {
    customers.push({ id: cells.qid ?? String(line), query: parseQueryRow(cells) })
  }
  return customers
}

/** Many entries from few: names put together anew from the words of listed ones, with a fixed pattern. */
function multiply(entities: readonly Entity[], names: number): Entity[] {
  const words = entities
    .filter((entity) => entity.schema === 'Person')
    .map((entity) => entity.names[0]?.full.split(' ') ?? [])
  const firsts = words.map((parts) => parts[0] ?? '').filter(Boolean)
  const lasts = words.map((parts) => parts.at(-1) ?? '').filter(Boolean)
  return Array.from({ length: names }, (_, i) => {
    const full = `${firsts[(i * 7919) % firsts.length]} ${lasts[(i * 104_729 + Math.floor(i / 13)) % lasts.length]}`
    return finishEntity({
      listId: 'MADE',
      entryId: String(i),
      schema: 'Person',
      names: [{ full, kind: 'primary' }],
      raw: { line: i + 1 },
    })
  })
}
