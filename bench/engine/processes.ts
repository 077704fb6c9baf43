/** Child processes: started, waited for, ended by their id. */
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'

const cleanUps = new Set<() => void>()
process.once('exit', () => {
  for (const cleanUp of cleanUps) cleanUp()
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

/** Done when this process ends before its time; the answer takes it back. */
export function atExit(cleanUp: () => void): () => void {
  cleanUps.add(cleanUp)
  return () => void cleanUps.delete(cleanUp)
}

/** No child outlives this process. */
export function guard(child: ChildProcess): void {
  child.once(
    'exit',
    atExit(() => void child.kill('SIGKILL')),
  )
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  // After listening on TCP the address is an object.
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

export async function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  const hurry = setTimeout(() => child.kill('SIGKILL'), 15_000)
  await gone
  clearTimeout(hurry)
}

export async function run(command: string, args: readonly string[]): Promise<string> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`${command} ended with ${code}`)
  return said
}

/** Asks an address until it answers 200, with this pause between two tries. */
export async function untilReady(url: string, child: ChildProcess, seconds: number, pauseMs = 100): Promise<void> {
  const deadline = Date.now() + seconds * 1000
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`The server for ${url} ended with ${child.exitCode}`)
    const answer = await fetch(url).catch(() => undefined)
    await answer?.text()
    if (answer?.status === 200) return
    await sleep(pauseMs)
  }
  throw new Error(`${url} did not answer within ${seconds} s`)
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
