// The flow of twelve tasks on DBOS: its nine steps that do something are steps, in the process of the flow.

import { DBOS } from '@dbos-inc/dbos-sdk'
import { measure } from './loop.mjs'

const work = (name) => DBOS.runStep(async () => ({ n: 1 }), { name })
const decide = (name, value) => DBOS.runStep(async () => value, { name })

const flow = DBOS.registerWorkflow(
  async () => {
    await work('collect')
    const [, address, lists] = await Promise.all([work('documents'), work('address'), work('lists')])
    const score = await decide('score', address.n + lists.n)
    await decide('keep', { score })
    await decide('route', score > 5 ? 'high' : 'low')
    const shaped = await decide('shape', { score })
    await work('decide')
    return shaped
  },
  { name: 'kyc' },
)

DBOS.setConfig({
  name: 'bench',
  systemDatabaseUrl: process.env.BENCH_POSTGRES,
  logLevel: 'error',
  runAdminServer: false,
})
await DBOS.launch()
console.log('steps in process, without HTTP; 9 of them; PostgreSQL as above')
await measure(() => flow())
await DBOS.shutdown()
process.exit(0)
