/** `gatehouse workers`: the task handlers in a process of their own, beside any Conductor server. */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openListStore } from '@gatehouse/screening'
import { createUndiciFetch, runWorkers } from '@gatehouse/workers'
import { createCaseHandlers } from '../case-handlers.ts'
import { openFoundation } from '../foundation.ts'
import { createLog } from '../log.ts'
import { readBankList } from '../screening/bank-list.ts'
import { createLists } from '../screening/lists-in-force.ts'
import type { Command } from './command.ts'
import { exitCodes, UsageError } from './command.ts'
import { readConfig } from './open-parts.ts'

/** A list version that the server imports is seen this late at most. */
const lookEveryMs = 5_000

export const workers: Command = {
  name: 'workers',
  usage: '[--server ADDRESS] [--concurrency N]',
  summary:
    'Run the task handlers in a process of their own, on the database and the lists of the settings. They poll CONDUCTOR_SERVER_URL, or the server at --server (http://127.0.0.1:8080). Start that one with GATEHOUSE_WORKERS=elsewhere.',
  async run(args, context) {
    const { values } = parseArgs({
      args: [...args],
      options: { server: { type: 'string' }, concurrency: { type: 'string', default: '8' } },
    })
    const config = readConfig(context)
    const elsewhere = config.engine.kind === 'conductor' ? config.engine : undefined
    const serverUrl = new URL(values.server ?? elsewhere?.url ?? 'http://127.0.0.1:8080').origin
    const concurrency = Number(values.concurrency)
    if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 100)
      throw new UsageError('--concurrency is a number from 1 to 100.')
    const log = createLog(config.logLevel)
    const now = () => new Date()
    const foundation = await openFoundation(config, now)
    const { store } = foundation
    const lists = createLists(await openListStore(join(config.dataDir, 'lists')), {
      now,
      bankList: () => readBankList(store, now()),
    })
    await lists.reload()
    const timer = setInterval(() => {
      lists.reload().catch((error: unknown) => log.error({ err: error }, 'lists not read'))
    }, lookEveryMs)
    const handlers = createCaseHandlers(config, { store, lists, log, now, verifyPayee: undefined })
    const transport = createUndiciFetch({
      origin: serverUrl,
      connections: 2 * Object.keys(handlers).length + concurrency,
    })
    const running = await runWorkers({
      serverUrl,
      fetch: transport.fetch,
      handlers,
      workerId: `gatehouse-workers-${process.pid}`,
      concurrency,
      ...(elsewhere?.credentials === undefined
        ? {}
        : { authentication: { keyId: elsewhere.credentials.keyId, keySecret: elsewhere.credentials.secret } }),
      onFailure: ({ taskType, taskId, workflowId }, error) =>
        log.warn({ err: error, taskType, taskId, workflowId }, 'task failed'),
    })
    context.out(`Working for ${serverUrl}, ${Object.keys(handlers).length} kinds of task. Stop with Ctrl-C.`)
    await context.stopRequested()
    context.out('Stopping …')
    const stopping = running.stop()
    await transport.close()
    await stopping.catch(() => undefined)
    clearInterval(timer)
    await foundation.close()
    return exitCodes.ok
  },
}
