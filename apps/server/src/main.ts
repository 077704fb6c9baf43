// The only file that reads the environment or handles signals.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Gatehouse needs Node 22.18 or newer; this is ${process.version}.\n` +
      'Run "npm install" once and start it with "npm start": npm brings the right Node along.',
  )
  process.exit(1)
}

// What Node makes of the sources is kept beside the packages that it was made with: the next start takes half the time.
const { enableCompileCache, flushCompileCache } = await import('node:module')
const { join } = await import('node:path')
enableCompileCache(join(import.meta.dirname, '../../../node_modules/.cache/gatehouse'))
// A process that is killed leaves it, too.
setTimeout(flushCompileCache, 10_000).unref()

// Whoever reads the output may stop reading, as head does: then there is nothing left to say.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

const { runCli } = await import('./cli/run-cli.ts')
const exitCode = await runCli(process.argv.slice(2), {
  env: process.env,
  cwd: process.cwd(),
  out: (text) => process.stdout.write(`${text}\n`),
  err: (text) => process.stderr.write(`${text}\n`),
  stopRequested: () =>
    new Promise((resolve) => {
      process.once('SIGINT', () => resolve('SIGINT'))
      process.once('SIGTERM', () => resolve('SIGTERM'))
    }),
})
// Everything is closed by now; a library's timer that still waits for something is no reason to linger.
process.exit(exitCode)
