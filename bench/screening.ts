/**
 * Measures the screening engine on labelled data and prints quality by phenomenon, speed and memory.
 *
 * Usage: node bench/screening.ts [pairs|retrieval|throughput|all] [number of ordinary customers, or of made-up names]
 * Ends with status 1 when a figure misses its floor.
 */
import { hasData, sharedFolder } from './screening/data.ts'
import { benchPairs } from './screening/pairs.ts'
import { heading } from './screening/print.ts'
import { benchRetrieval } from './screening/retrieval.ts'
import { benchThroughput } from './screening/throughput.ts'

const [part = 'all', count] = process.argv.slice(2)
const missed: string[] = []

if (!hasData()) {
  console.log(`Screening benchmark left out: no data below ${sharedFolder}.`)
} else {
  if (part === 'pairs' || part === 'all') await pairs()
  if (part === 'retrieval' || part === 'all') await retrieval()
  if (part === 'throughput' || part === 'all') await benchThroughput(part === 'all' ? 0 : Number(count ?? 0))
  if (missed.length > 0) {
    heading(`Missed: ${missed.join('; ')}`)
    process.exitCode = 1
  }
}

async function pairs(): Promise<void> {
  const { recall, sameScript, crossScript, guard } = await benchPairs()
  require('recall at 1 %', recall[0], 0.72)
  require('recall at 5 %', recall[1], 0.86)
  require('same script at 1 %', sameScript[0], 0.79)
  require('same script at 5 %', sameScript[1], 0.91)
  require('across scripts at 1 %', crossScript[0], 0.53)
  require('across scripts at 5 %', crossScript[1], 0.72)
  for (const rate of guard) require('unrelated pairs silent', 1 - rate, 0.999)
}

async function retrieval(): Promise<void> {
  const figures = await benchRetrieval(Number(count ?? 28_000))
  require('listed names at 0.5 % of customers', figures.recall, 0.92)
  require('Arabic script at 0.5 %', figures.arabic, 0.7)
  require('recall@10', figures.recallAt10, 0.99)
}

function require(name: string, value: number | undefined, floor: number): void {
  if ((value ?? 0) < floor) missed.push(`${name}: ${(value ?? 0).toFixed(4)} < ${floor}`)
}
