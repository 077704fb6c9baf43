// The flow of twelve tasks on Restate with one partition: five calls of another service, four durable steps.

import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import * as restate from '@restatedev/restate-sdk'
import { measure } from './loop.mjs'

const answer = async () => ({ n: 1 })
const worker = restate.service({
  name: 'worker',
  handlers: { collect: answer, documents: answer, address: answer, lists: answer, decide: answer },
})
const flow = restate.service({
  name: 'kyc',
  handlers: {
    async run(ctx) {
      const call = ctx.serviceClient({ name: 'worker' })
      await call.collect({})
      const [, address, lists] = await restate.RestatePromise.all([
        call.documents({}),
        call.address({}),
        call.lists({}),
      ])
      const score = await ctx.run('score', () => address.n + lists.n)
      await ctx.run('keep', () => ({ score }))
      await ctx.run('route', () => (score > 5 ? 'high' : 'low'))
      const shaped = await ctx.run('shape', () => ({ score }))
      await call.decide({})
      return shaped
    },
  },
})

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}

const [ingress, admin, node, service] = await Promise.all([freePort(), freePort(), freePort(), freePort()])
await restate.serve({ services: [worker, flow], port: service })

const log = openSync(join(process.env.BENCH_FOLDER, 'restate.log'), 'w')
// The program itself: its launcher would not take it along when it ends.
const platform = `@restatedev/restate-server-${process.platform}-${process.arch}`
const binary = join(dirname(createRequire(import.meta.url).resolve(`${platform}/package.json`)), 'bin/restate-server')
const server = spawn(binary, ['--no-logo', '--listen-mode', 'tcp'], {
  stdio: ['ignore', log, log],
  cwd: process.env.BENCH_FOLDER,
  env: {
    ...process.env,
    RESTATE_BASE_DIR: join(process.env.BENCH_FOLDER, 'restate'),
    RESTATE_DEFAULT_NUM_PARTITIONS: '1',
    RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${ingress}`,
    RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${admin}`,
    RESTATE_BIND_ADDRESS: `127.0.0.1:${node}`,
    RESTATE_DISABLE_TELEMETRY: 'true',
  },
})
process.on('exit', () => server.kill('SIGKILL'))
process.once('SIGTERM', () => process.exit(1))

for (let tries = 0; ; tries += 1) {
  const registered = await fetch(`http://127.0.0.1:${admin}/deployments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ uri: `http://127.0.0.1:${service}`, force: true }),
  }).catch(() => undefined)
  await registered?.text()
  if (registered?.ok) break
  if (tries > 300) throw new Error(`Restate did not take the services: ${registered?.status}`)
  await new Promise((resolve) => setTimeout(resolve, 200))
}
console.log('one partition, one node; its log synced to disk as it ships')

await measure(async () => {
  const reply = await fetch(`http://127.0.0.1:${ingress}/kyc/run`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  const text = await reply.text()
  if (!reply.ok) throw new Error(`${reply.status} ${text}`)
})
process.exit(0)
