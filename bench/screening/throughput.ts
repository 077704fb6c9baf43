/** Speed and memory: customers a second on threads, start from an image, and a list of a million names. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { fromIndexImage, screenBatch } from '../../packages/screening/src/index.ts'
import { parseQueryRow } from '../../packages/screening/src/batch/query-row.ts'
import { readTable } from '../../packages/screening/src/batch/read-table.ts'
import { openTable } from './data.ts'
import type { MadeImage } from './image-maker.ts'
import { heading, row } from './print.ts'

interface Customer {
  readonly id: string
  readonly query: ReturnType<typeof parseQueryRow>
}

export async function benchThroughput(names: number): Promise<void> {
  const customers = await readCustomers()
  await measure('OFAC, two threads', 0, customers)
  if (names > 0) await measure(`${names} names, two threads`, names, customers)
}

async function measure(title: string, names: number, customers: readonly Customer[]): Promise<void> {
  heading(`Throughput: ${title}`)
  const before = process.memoryUsage().rss
  const made = await makeImage(names)
  row(`index of ${made.names} names built in`, [`${made.buildMs.toFixed(0)} ms`])
  const opened = performance.now()
  const index = fromIndexImage(made.image)
  row(`image of ${Math.round(made.image.length / 1e6)} MB opened in`, [`${(performance.now() - opened).toFixed(0)} ms`])
  // Threads start and fill their memory of words first, as in a nightly run.
  for (const round of ['first pass', 'second pass']) {
    const cpu = process.cpuUsage()
    const began = performance.now()
    let answered = 0
    for await (const answer of screenBatch(index, round === 'first pass' ? customers : [...customers, ...customers])) {
      answered += answer.id === '' ? 0 : 1
    }
    const seconds = (performance.now() - began) / 1000
    const { user, system } = process.cpuUsage(cpu)
    const cpuMs = (user + system) / 1000
    row(`${round}, customers a second`, [
      String(Math.round(answered / seconds)),
      `${(cpuMs / answered).toFixed(3)} ms CPU each`,
    ])
  }
  row('memory of the process, two threads and the customers included', [
    `${megabytes(process.memoryUsage().rss)} MB`,
    `${megabytes(before)} MB before`,
  ])
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6)
}

async function makeImage(names: number): Promise<MadeImage> {
  const worker = new Worker(new URL('./image-maker.ts', import.meta.url), {
    workerData: { names },
    resourceLimits: { maxOldGenerationSizeMb: 8000 },
  })
  const [made] = (await once(worker, 'message')) as [MadeImage] // All that the thread ever says.
  await worker.terminate()
  return made
}

async function readCustomers(): Promise<Customer[]> {
  const customers: Customer[] = []
  for await (const { cells, line } of readTable(openTable('retrieval_background_dev.csv'), ['name'])) {
    customers.push({ id: cells.qid ?? String(line), query: parseQueryRow(cells) })
  }
  return customers
}
