/**
 * Kills a server under load as many times as asked for, in batches on a data file of their own, and checks every flow
 * and the file afterwards. Usage: node bench/crash.ts [rounds, default 200] [rounds a batch, default 20] [flows a round, default 6]
 * Ends with status 1 on the first batch that is not as it should be, and keeps its file.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crashRounds } from '../packages/engine/testing/crash-rounds.ts'

const [rounds = 200, batch = 20, flowsPerRound = 6] = process.argv.slice(2).map(Number)
let kills = 0
let flows = 0
let acknowledged = 0

while (kills < rounds && process.exitCode === undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-crash-'))
  const outcome = await crashRounds({
    dataFile: join(folder, 'engine.db'),
    rounds: Math.min(batch, rounds - kills),
    flowsPerRound,
    random: Math.random,
  })
  kills += outcome.kills
  flows += outcome.flows
  acknowledged += outcome.acknowledged
  console.log(
    `${new Date().toISOString()}  ${kills} kills, ${flows} flows, ${acknowledged} acknowledged results, ${outcome.violations.length} violations`,
  )
  if (outcome.violations.length === 0) rmSync(folder, { recursive: true, force: true })
  else {
    for (const violation of outcome.violations.slice(0, 20)) console.log(`  ${violation}`)
    console.log(`  The data file is kept: ${join(folder, 'engine.db')}`)
    process.exitCode = 1
  }
}
