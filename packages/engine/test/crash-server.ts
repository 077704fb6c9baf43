// A server of its own process, for the crash test to kill. Usage: node crash-server.ts <data file>

import { createHttpCaller, createScriptRunner } from '../src/index.ts'
import { createEngine } from '../src/engine.ts'
import { createConductorApi } from '../src/rest/conductor-api.ts'
import { serveConductorApi } from '../src/rest/serve.ts'

const [, , dataFile = ''] = process.argv
const engine = await createEngine({ dataFile, scripts: createScriptRunner(), http: createHttpCaller() })
const server = await serveConductorApi(createConductorApi(engine), { port: 0 })
process.stdout.write(`${server.url}\n`)
