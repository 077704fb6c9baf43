/** Starts our engine for a benchmark. */
import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { end, guard } from './processes.ts'

export interface Figures {
  readonly commits: number
  readonly rows: number
  readonly rssBytes: number
  /** Of all threads of the server, user and system. */
  readonly cpuMicros: number
}

export interface OwnServer {
  readonly url: string
  readonly readyMs: number
  figures(): Promise<Figures>
  stop(signal?: NodeJS.Signals): Promise<void>
}

export interface OwnOptions {
  /** `own-server.ts`, or another program that speaks as it does. */
  readonly program?: string
  /** What it gets behind the data file. */
  readonly programArguments?: readonly string[]
  /** Where to leave a profile of its processor time. */
  readonly profileFolder?: string | undefined
}

export async function startOwn(dataFile: string, options: OwnOptions = {}): Promise<OwnServer> {
  const { program = 'own-server.ts', programArguments = [], profileFolder } = options
  const startedAt = performance.now()
  const child: ChildProcess = fork(join(import.meta.dirname, program), [dataFile, ...programArguments], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    execArgv: profileFolder === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', profileFolder],
  })
  guard(child)
  if (!child.stdout) throw new Error('The server has no output')
  const address = once(child.stdout, 'data')
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the server ended with ${code}`)
  })
  ended.catch(() => {})
  const [line] = (await Promise.race([address, ended])) as [Buffer]
  return {
    url: line.toString().trim(),
    readyMs: performance.now() - startedAt,
    async figures() {
      const answer = once(child, 'message')
      child.send('figures')
      // What own-server.ts sends.
      const [figures] = (await answer) as [Figures]
      return figures
    },
    stop: (signal) => end(child, signal),
  }
}
