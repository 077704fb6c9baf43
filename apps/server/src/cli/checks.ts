/** `gatehouse checks`: the KYC checks as HTTP services, until it is asked to stop. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { defaultRiskPolicy, noPayeeVerification, shippedReferenceData } from '@gatehouse/kyc'
import { ensureDemoLists, openListStore } from '@gatehouse/screening'
import { createInProcessScreening, createStatelessChecks, type ListsInForce as WorkerLists } from '@gatehouse/workers'
import { serveChecks } from '../checks/checks-service.ts'
import { onboardingPolicyFor } from '../policies/policy-in-force.ts'
import { createLists, type Lists } from '../screening/lists-in-force.ts'
import { toWorkerLists } from '../screening/worker-lists.ts'
import type { CliContext, Command } from './command.ts'
import { exitCodes, UsageError } from './command.ts'
import { readConfig } from './open-parts.ts'

/** A version that is imported beside this is seen this late at most. */
const lookEveryMs = 5_000

export const checks: Command = {
  name: 'checks',
  usage: '[--port PORT]',
  summary:
    'Serve the KYC checks over HTTP on 127.0.0.1, for workflows whose tasks call an address. The port is 8081 by default, 0 takes a free one. Keeps nothing.',
  async run(args, context) {
    const { values } = parseArgs({ args: [...args], options: { port: { type: 'string', default: '8081' } } })
    const port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : Number.NaN
    if (!(port <= 65_535)) throw new UsageError(`--port is a number from 0 to 65535, not "${values.port}".`)
    const config = readConfig(context)
    const now = () => new Date()
    const lists = await openLists(join(config.dataDir, 'lists'), config.demo, now, context)
    try {
      const service = await serveChecks({
        checks: createStatelessChecks({
          screening: createInProcessScreening(lists.inForce),
          verifyPayee: noPayeeVerification,
          riskPolicy: defaultRiskPolicy,
          onboardingPolicy: onboardingPolicyFor(config),
          reference: shippedReferenceData,
          clock: () => now().getTime(),
        }),
        port,
        smtpUrl: config.mail.smtpUrl,
        mailFrom: config.mail.from,
        print: context.out,
      }).catch((error: unknown) => {
        throw isPortTaken(error) ? new Error(`Port ${port} is taken. Choose another one with --port.`) : error
      })
      context.out(`The checks are served. Ask each with POST and a JSON object:\n`)
      for (const route of service.routes) context.out(`  ${service.url}/${route}`)
      context.out('\nStop with Ctrl-C.')
      await context.stopRequested()
      await service.close()
      context.out('Stopped.')
      return exitCodes.ok
    } finally {
      await lists.close()
    }
  },
}

interface OpenLists {
  readonly inForce: () => WorkerLists
  close(): Promise<void>
}

/** The lists of the data folder, read again when they change; in a demo that has none yet, those of the program. */
async function openLists(folder: string, demo: boolean, now: () => Date, { out, err }: CliContext): Promise<OpenLists> {
  const own = createLists(await openListStore(folder), { now })
  await own.reload()
  if (own.current() !== undefined) return watch(own, err)
  if (!demo) {
    out('No list has been imported: what needs one answers 503 until "lists import" has taken one in.')
    return watch(own, err)
  }
  out('No list has been imported yet: the demo lists of the program are used.')
  const copy = await mkdtemp(join(tmpdir(), 'gatehouse-demo-lists-'))
  const store = await openListStore(copy)
  await ensureDemoLists(store, { now: now().toISOString() })
  const bundled = createLists(store, { now })
  await bundled.reload()
  return {
    inForce: () => confirmedAt(toWorkerLists(bundled.current()), now()),
    close: () => rm(copy, { recursive: true, force: true }),
  }
}

function watch(lists: Lists, err: (text: string) => void): OpenLists {
  const timer = setInterval(() => {
    lists.reload().catch((error: unknown) => err(`The lists cannot be read: ${String(error)}`))
  }, lookEveryMs)
  return { inForce: () => toWorkerLists(lists.current()), close: async () => clearInterval(timer) }
}

/** The bundled lists' publisher is this program: what it brought along is its current version at any time. */
function confirmedAt(lists: WorkerLists, now: Date): WorkerLists {
  if (lists.status !== 'READY') return lists
  return { ...lists, snapshots: lists.snapshots.map((list) => ({ ...list, checkedAt: now.toISOString() })) }
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}
