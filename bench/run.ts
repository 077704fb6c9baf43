/**
 * Runs benchmarks by name, one process each: `npm run bench` lists them, `npm run bench -- engine` runs one,
 * `npm run bench -- crash 500` hands on the rest of the line.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const benches: Readonly<Record<string, string>> = {
  engine:
    'Flows a second beside the bare storage, Conductor OSS, Restate and DBOS. [--peers own,system,probe,conductor-sqlite,…] [--seconds N] [--at 1,16,256]',
  shapes: 'Long chains, wide forks, loops, 100,000 waiting executions, a cold start; the curve of cost over length.',
  crash: 'Kills a server under load, again and again, and checks every flow afterwards. [rounds]',
  parity:
    'Plays random workflows here and on a Conductor and shows where they come out differently. [--flows 60] [--from 1] [--details]',
  screening:
    'Quality, speed and memory of name screening. [pairs|retrieval|quality|throughput|all] [customers] [--write]',
}

const [name, ...rest] = process.argv.slice(2)
if (name === undefined || benches[name] === undefined) {
  console.log('npm run bench -- NAME [options]\n')
  for (const [bench, about] of Object.entries(benches)) console.log(`  ${bench.padEnd(10)} ${about}`)
  console.log(
    '\nRestate and DBOS take part once they are installed: SCARF_ANALYTICS=false npm ci --prefix bench/peers --ignore-scripts',
  )
  process.exitCode = name === undefined ? 0 : 2
} else {
  const file = join(import.meta.dirname, `${name}.ts`)
  process.exitCode = spawnSync(process.execPath, [file, ...rest], { stdio: 'inherit' }).status ?? 1
}
