/** What is printed beside and below the figures. */
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../../packages/engine/src/store/database.ts'
import type { LoopResult } from './closed-loop.ts'

export interface Line extends LoopResult {
  readonly name: string
  readonly atOnce: number
  /** Processor time a flow, of servers, storage, workers and driver together. */
  readonly cpuMs: number
  readonly note: string
}

/** The machine, how busy it is, what a commit costs on its disk, and how safe ours are. */
export function describeMachine(folder: string): void {
  const [load = 0] = loadavg()
  console.log(
    `${new Date().toISOString()}  Node ${process.version}  ${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'})  ${(totalmem() / 1e9).toFixed(0)} GB  load before the run ${load.toFixed(1)}`,
  )
  const database = openDatabase(join(folder, 'probe.db'))
  const journal = database.prepare('PRAGMA journal_mode').get()?.['journal_mode']
  const synchronous = database.prepare('PRAGMA synchronous').get()?.['synchronous']
  database.exec('CREATE TABLE probe (n INTEGER)')
  const insert = database.prepare('INSERT INTO probe VALUES (?)')
  const startedAt = performance.now()
  let commits = 0
  for (; performance.now() - startedAt < 1000; commits += 1) insert.run(commits)
  database.close()
  console.log(
    `Our durability: SQLite journal_mode=${journal}, synchronous=${synchronous} (2 is FULL); ${commits} one-row commits/s on this disk\n`,
  )
}

/** One row a server; the first one's lean figures are what the others are measured by. */
export function printTable(lines: readonly Line[], levels: readonly number[]): void {
  const names = [...new Set(lines.map(({ name }) => name))]
  // What was measured more than once counts by its middle.
  const middle = (name: string, atOnce: number) => {
    const runs = lines.filter((line) => line.name === name && line.atOnce === atOnce)
    return runs.sort((a, b) => a.perSecond - b.perSecond)[Math.floor((runs.length - 1) / 2)]
  }
  const first = names[0] ?? ''
  console.log(
    `\n| flows/s | ${levels.join(' | ')} | p50 at ${levels[0]} | CPU ms a flow | flows/s of the first over these |`,
  )
  console.log(`| --- |${' --- |'.repeat(levels.length + 3)}`)
  for (const name of names) {
    const cells = levels.map((atOnce) => middle(name, atOnce)?.perSecond.toFixed(1) ?? '')
    const p50 = middle(name, levels[0] ?? 1)?.p50Ms.toFixed(1) ?? ''
    const ratios = levels.map((atOnce) => {
      const [ours, theirs] = [middle(first, atOnce)?.perSecond, middle(name, atOnce)?.perSecond]
      return ours && theirs ? `${(ours / theirs).toFixed(1)} ×` : '–'
    })
    const cpu = levels.map((atOnce) => middle(name, atOnce)?.cpuMs.toFixed(1) ?? '')
    console.log(`| ${name} | ${cells.join(' | ')} | ${p50} ms | ${cpu.join(', ')} | ${ratios.join(', ')} |`)
  }
}
