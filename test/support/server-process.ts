// Gatehouse as a process of its own, as an operator starts it: to be killed, or stopped as asked.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'

export const repository = fileURLToPath(new URL('../..', import.meta.url))
const main = fileURLToPath(new URL('../../apps/server/bin/gatehouse.js', import.meta.url))

export interface ServerProcess {
  readonly url: string
  /** Everything printed so far, both streams. */
  output(): string
  /** Resolves when it serves; rejects with what it printed when it ended before. */
  readonly ready: Promise<void>
  /** As the power cut would: nothing is finished, nothing is flushed. */
  kill(): Promise<void>
  /** As Ctrl-C would. */
  stop(): Promise<number | null>
}

export function spawnServer(options: {
  readonly dataDir: string
  readonly port: number
  readonly env?: Readonly<Record<string, string>>
}): ServerProcess {
  const { dataDir, port, env = {} } = options
  const child = run(['start'], { GATEHOUSE_DATA: dataDir, PORT: String(port), LOG_LEVEL: 'error', ...env })
  const printed: string[] = []
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => printed.push(text))
  const ended = once(child, 'exit')
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', () => {
      if (printed.join('').includes('Gatehouse is running')) resolve()
    })
    void ended.then(() => reject(new Error(`The server ended before it was ready:\n${printed.join('')}`)))
  })
  ready.catch(() => {})
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal)
    await ended
    return child.exitCode
  }
  return {
    url: `http://127.0.0.1:${port}`,
    output: () => printed.join(''),
    ready,
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
  }
}

/** One command of the command line, to its end. */
export async function runCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ code: number | null; output: string }> {
  const child = run(args, env)
  const printed: string[] = []
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => printed.push(text))
  await once(child, 'close')
  return { code: child.exitCode, output: printed.join('') }
}

/** Free a moment ago; kept over restarts, as browsers keep their cookies by it. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address !== 'object' || address === null) throw new Error('No port was free')
  return address.port
}

function run(args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, [main, ...args], {
    cwd: repository,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}
