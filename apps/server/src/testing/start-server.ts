// Starts a server on a free port in the folder given, prints its address, and stops on SIGTERM. For tests that kill it.
import { parseConfig } from '../config/parse-config.ts'
import { createLog } from '../log.ts'
import { createServer } from '../server.ts'

const folder = process.argv[2] ?? ''
const server = await createServer(parseConfig({ GATEHOUSE_DATA: folder, PORT: '0' }, folder), {
  log: createLog('silent'),
})
await server.start()
process.stdout.write(`${server.urls.console}\n`)
process.once('SIGTERM', () => void server.stop())
