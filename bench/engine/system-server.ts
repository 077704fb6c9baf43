/**
 * The whole system as `npm start` runs it, on loopback without a sign-in, in a process of its own; without the demo's
 * cases. Usage: node system-server.ts <data file>. Starts as `own-server.ts` does.
 */
import { mkdirSync } from 'node:fs'
import { createLog } from '../../apps/server/src/log.ts'
import { parseConfig } from '../../apps/server/src/config/parse-config.ts'
import { createServer } from '../../apps/server/src/server.ts'

const [, , dataFile = 'data'] = process.argv
const folder = `${dataFile}.data`
mkdirSync(folder)
const config = parseConfig({ GATEHOUSE_DATA: folder, PORT: '0' }, folder)
// The first line printed is the address.
const server = await createServer(config, { log: createLog('warn') })
await server.start()
const { origin, host } = new URL(server.urls.conductor)

process.on('message', async () => {
  const { user, system } = process.cpuUsage()
  const { body } = await server.app.inject({ url: '/metrics', headers: { host } })
  const counter = (name: string) => Number(new RegExp(`gatehouse_engine\\{counter="${name}"\\} (\\d+)`).exec(body)?.[1])
  process.send?.({
    commits: counter('commits'),
    rows: counter('rows'),
    rssBytes: process.memoryUsage.rss(),
    cpuMicros: user + system,
  })
})
process.on('SIGTERM', async () => {
  await server.stop()
  process.exit(0)
})
process.stdout.write(`${origin}\n`)
