/** conformance.ts URL DEFINITIONS [extended]: the official JavaScript SDK against the server at URL. */
import { noopLogger, TaskHandler } from '@io-orkes/conductor-javascript'
import { runFlows } from './flows.ts'
import { runOperations } from './operations.ts'
import { runService } from './service.ts'
import { createSuite } from './suite.ts'
import { workers } from './workers.ts'

const [url = '', definitions = '', extended] = process.argv.slice(2)
const suite = await createSuite(url, extended === 'extended')
await suite.registerAll(definitions)
const handler = new TaskHandler({ client: suite.client, workers, scanForDecorated: false, logger: noopLogger })
await handler.startWorkers()
await runFlows(suite)
await runOperations(suite)
await runService(suite)
await handler.stopWorkers()
process.exit(suite.failures() === 0 ? 0 : 1)
