/**
 * Our engine in a process of its own. Usage: node own-server.ts <data file>
 * Prints its address; answers the message `figures` with its counters and memory.
 */
import {
  createConductorApi,
  createEngine,
  createHttpCaller,
  createScriptRunner,
  serveConductorApi,
} from '../../packages/engine/src/index.ts'

const [, , dataFile = ':memory:'] = process.argv
const scripts = createScriptRunner()
const http = createHttpCaller()
const engine = await createEngine({ dataFile, scripts, http })
const server = await serveConductorApi(createConductorApi(engine), { port: 0 })
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.({ ...engine.counters(), rssBytes: process.memoryUsage.rss(), cpuMicros: user + system })
})
process.on('SIGTERM', async () => {
  await server.close()
  await engine.close()
  await Promise.all([scripts.close(), http.close()])
  process.exit(0)
})
process.stdout.write(`${server.url}\n`)
