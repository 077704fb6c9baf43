/** Peers that are no Conductor: each is a program of its own in `bench/peers`, which prints a line for each level. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { LoopResult } from './closed-loop.ts'
import { guard } from './processes.ts'

const folderOfPeers = join(import.meta.dirname, '../peers')

const needed: Readonly<Record<string, string>> = { restate: '@restatedev/restate-sdk', dbos: '@dbos-inc/dbos-sdk' }

export function hasPeer(peer: string): boolean {
  const name = needed[peer]
  return name !== undefined && existsSync(join(folderOfPeers, 'node_modules', name))
}

export interface PeerOptions {
  readonly folder: string
  readonly levels: readonly number[]
  readonly seconds: number
  readonly postgresUrl: string
  readonly onResult: (atOnce: number, result: LoopResult) => void
}

export async function runPeer(peer: string, options: PeerOptions): Promise<void> {
  const { folder, levels, seconds, postgresUrl } = options
  const child = spawn(process.execPath, [join(folderOfPeers, `${peer}.mjs`)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      BENCH_FOLDER: folder,
      BENCH_LEVELS: levels.join(','),
      BENCH_SECONDS: String(seconds),
      BENCH_POSTGRES: postgresUrl,
      SCARF_ANALYTICS: 'false',
      // A line for each invocation would measure the terminal.
      RESTATE_LOGGING: 'ERROR',
      RUST_LOG: 'warn',
    },
  })
  guard(child)
  const exited = once(child, 'exit')
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('{"atOnce"')) {
      console.log(`${peer}: ${line}`)
      continue
    }
    // What the programs in bench/peers print.
    const { atOnce, ...result } = JSON.parse(line) as LoopResult & { atOnce: number }
    options.onResult(atOnce, result)
  }
  const [code] = (await exited) as [number | null]
  if (code !== 0) throw new Error(`it ended with ${code}`)
}
