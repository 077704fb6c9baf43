// The only file that reads the environment or handles signals.
import { flushCompileCache } from 'node:module'
import { runCli } from './cli/run-cli.ts'
import { stopRequest } from './stop-request.ts'

// A process that is killed leaves the cache that it was started with, too.
setTimeout(flushCompileCache, 10_000).unref()

// Whoever reads the output may stop reading, as head does: then there is nothing left to say.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

const exitCode = await runCli(process.argv.slice(2), {
  env: process.env,
  cwd: process.cwd(),
  out: (text) => process.stdout.write(`${text}\n`),
  err: (text) => process.stderr.write(`${text}\n`),
  stopRequested: () => stopRequest(process, { now: () => performance.now(), end: (code) => process.exit(code) }),
})
// Everything is closed by now; a library's timer that still waits for something is no reason to linger.
process.exit(exitCode)
