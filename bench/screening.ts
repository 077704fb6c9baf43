/**
 * Measures the screening engine on labelled data and prints quality by phenomenon, speed and memory, beside
 * OpenSanctions' logic-v2 where Python has it, and beside recorded scores where not.
 *
 * Usage: node bench/screening.ts [pairs|retrieval|quality|throughput|all] [number of ordinary customers, or of made-up
 *        names] [--write]
 * `quality` is pairs and retrieval; `--write` puts its tables into docs/benchmarks.md. Ends with status 1 when a figure
 * misses its floor.
 */
import { parseArgs } from 'node:util'
import { hasData, sharedFolder } from './screening/data.ts'
import { writeQuality } from './screening/markdown.ts'
import { benchPairs, type PairsResult } from './screening/pairs.ts'
import { heading } from './screening/print.ts'
import { benchRetrieval, type RetrievalResult } from './screening/retrieval.ts'
import { benchThroughput } from './screening/throughput.ts'

const { values, positionals } = parseArgs({ options: { write: { type: 'boolean' } }, allowPositionals: true })
const [part = 'all', count] = positionals
const missed: string[] = []

if (!hasData()) {
  console.log(`Screening benchmark left out: no data below ${sharedFolder}.`)
} else {
  const quality = part === 'quality' || part === 'all'
  const pairs = part === 'pairs' || quality ? await measurePairs() : null
  const retrieval = part === 'retrieval' || quality ? await measureRetrieval() : null
  if (values.write && pairs && retrieval) writeQuality(pairs, retrieval)
  if (part === 'throughput' || part === 'all') await benchThroughput(part === 'all' ? 0 : Number(count ?? 0))
  if (missed.length > 0) {
    heading(`Missed: ${missed.join('; ')}`)
    process.exitCode = 1
  }
}

async function measurePairs(): Promise<PairsResult> {
  const result = await benchPairs()
  const { recall = [], sameScript = [], crossScript = [] } = result.systems[0] ?? {}
  require('recall at 1 %', recall[0], 0.87)
  require('recall at 5 %', recall[1], 0.938)
  require('same script at 1 %', sameScript[0], 0.885)
  require('same script at 5 %', sameScript[1], 0.952)
  require('across scripts at 1 %', crossScript[0], 0.83)
  require('across scripts at 5 %', crossScript[1], 0.895)
  for (const rate of result.guard) require('unrelated pairs silent', 1 - rate, 0.999)
  for (const { name, isBehind } of result.phenomena) if (isBehind) missed.push(`behind a peer: ${name}`)
  return result
}

async function measureRetrieval(): Promise<RetrievalResult> {
  const result = await benchRetrieval(Number(count ?? 28_000))
  const [ours] = result.systems
  const at = result.rates.indexOf(0.005)
  require('listed names at 0.5 % of customers', ours?.all.alerts[at], 0.96)
  for (const kind of ['missing token', 'extra token']) {
    require(`${kind} at 0.5 %`, ours?.byPhenomenon.get(kind)?.alerts[at], 0.97)
  }
  require('Arabic script at 0.5 %', ours?.byPhenomenon.get('cross-list script:arabic')?.alerts[at], 0.84)
  require('recall@10', ours?.all.recallAt10, 0.99)
  return result
}

function require(name: string, value: number | undefined, floor: number): void {
  if ((value ?? 0) < floor) missed.push(`${name}: ${(value ?? 0).toFixed(4)} < ${floor}`)
}
