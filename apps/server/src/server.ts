/** The parts list: everything that one Gatehouse is made of, in the order in which it is put together. */
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Lease } from '@gatehouse/engine'
import { defaultRiskPolicy, type VerifyPayee } from '@gatehouse/kyc'
import type { DemoAccounts } from '@gatehouse/kyc/wire'
import { openListStore } from '@gatehouse/screening'
import { createConductor, runWorkers, startDispatcher, startExecutionWatch } from '@gatehouse/workers'
import type { Dispatcher, ExecutionWatch, RunningWorkers } from '@gatehouse/workers'
import type { FastifyInstance } from 'fastify'
import { createAccessApi } from './access/access-api.ts'
import { createAccessControl } from './access/access-control.ts'
import { createAccessTokens } from './access/access-tokens.ts'
import { createDefinitionFacts } from './access/definition-facts.ts'
import { createApiAccess } from './api/api-access.ts'
import { doorOrigin } from './api/conductor-door.ts'
import { openConductor } from './api/open-conductor.ts'
import { ownWorkerId } from './api/release-own-tasks.ts'
import { seedDemoAccounts } from './auth/demo-accounts.ts'
import { createGate } from './auth/gate.ts'
import { createStaffDirectory } from './auth/staff-directory.ts'
import { createCaseHandlers } from './case-handlers.ts'
import type { Config } from './config/config.ts'
import { ConfigError } from './config/config-error.ts'
import { consoleDist } from './console/console-dist.ts'
import { claimDataFolder } from './data-folder.ts'
import { seedDemoCases } from './demo/seed-cases.ts'
import { registerDefinitions } from './definitions.ts'
import { openFoundation } from './foundation.ts'
import { createApp } from './http/app.ts'
import { createOwnOrigins } from './http/own-origins.ts'
import { createInFlight } from './in-flight.ts'
import { createEventHub } from './live/event-hub.ts'
import type { Logger } from './log.ts'
import { createInvitations } from './mail/invitation.ts'
import { createMailer } from './mail/mailer.ts'
import { createPostOffice } from './mail/post-office.ts'
import { createMetrics } from './metrics/metrics.ts'
import { createDailyRetention } from './retention/daily-retention.ts'
import { createEngineRetention } from './retention/engine-retention.ts'
import { onboardingPolicyFor } from './policies/policy-in-force.ts'
import { registerRoutes } from './routes/register-routes.ts'
import { readBankList } from './screening/bank-list.ts'
import { createBatchDesk } from './screening/batch-desk.ts'
import { createListKeeper } from './screening/list-keeper.ts'
import { createLists } from './screening/lists-in-force.ts'
import { createRescreening } from './screening/rescreening.ts'
import { createScreeningDesk } from './screening/screening-desk.ts'
import { createSpanSender } from './tracing/span-sender.ts'
import { version } from './version.ts'

export interface ServerUrls {
  readonly console: string
  readonly apply: string
  readonly conductor: string
  readonly screening: string
  readonly docs: string
}

export interface GatehouseServer {
  readonly config: Config
  /** For requests without a port. */
  readonly app: FastifyInstance
  /** Empty outside demo mode. */
  readonly demoAccounts: DemoAccounts
  /** Complete once `start` has answered. */
  readonly urls: ServerUrls
  /** Listens, then lets workers and dispatcher run. */
  start(): Promise<void>
  /** Demo mode: hands synthetic applicants in, once for a data folder. */
  seedDemoCases(): Promise<number>
  /** Ends in the reverse order; what was accepted is on disk. */
  stop(): Promise<void>
}

export interface ServerOptions {
  readonly log: Logger
  /** Default: the system's clock. */
  readonly now?: () => Date
  /** Default: where the console is built to. */
  readonly pages?: string
  /** A build of the console that is under way: pages wait for it, nothing else does. */
  readonly pagesBuilt?: Promise<unknown>
  /** Default: the service at `VOP_URL`, or none. */
  readonly verifyPayee?: VerifyPayee
}

const noStaff =
  'other machines can reach the server, but nobody could sign in. Create the first account: npx gatehouse users add --email ADDRESS --name NAME --roles compliance_admin'

const installation = { type: 'service', id: 'installation', roles: ['service'] } as const

const stopLimitMs = 10_000
const checkpointEveryMs = 3_600_000
/** One core stays with the engine and the requests. */
const batchThreads = Math.max(1, availableParallelism() - 1)

/** Whatever is refused leaves nothing open, and the data folder to whoever has it. */
export async function createServer(config: Config, options: ServerOptions): Promise<GatehouseServer> {
  const lease = await claimDataFolder(config)
  const opened: Opened = [async () => lease?.release()]
  try {
    return await putTogether(config, options, lease, opened)
  } catch (error) {
    for (const close of opened.toReversed()) await close()
    throw error
  }
}

/** How to close what is open, in the order in which it was opened. */
type Opened = (() => Promise<unknown>)[]

async function putTogether(
  config: Config,
  options: ServerOptions,
  lease: Lease | undefined,
  opened: Opened,
): Promise<GatehouseServer> {
  const { log, now = () => new Date(), pages = consoleDist, pagesBuilt } = options
  const hub = createEventHub()
  let dispatcher: Dispatcher | undefined
  let workers: RunningWorkers | undefined
  let executionWatch: ExecutionWatch | undefined
  let checkpoints: NodeJS.Timeout | undefined

  const spanSender =
    config.tracing === undefined || config.engine.kind === 'conductor'
      ? undefined
      : createSpanSender(config.tracing, log)
  const foundation = await openFoundation(config, now, ({ outboxRows, cases }) => {
    if (outboxRows > 0) dispatcher?.wake()
    for (const { caseId, state } of cases) hub.publish({ kind: 'case', caseId, state })
  })
  opened.push(foundation.close)
  const { store, auth, keys, accessStore, mailbox, masterKey } = foundation
  if (!config.http.loopback && (await auth.listStaff()).length === 0)
    throw new ConfigError([{ key: 'HOST', message: noStaff }])
  const opening = openConductor(config, { hub, log, spanSender, secretKey: masterKey.derive('engine secrets'), lease })
  // It may come to be open after what runs beside it has failed.
  opened.push(async () => (await opening.catch(() => undefined))?.close())
  // Side by side: passwords of new accounts are hashed in threads meanwhile.
  const [demoAccounts, conductor] = await Promise.all([
    config.demo ? seedDemoAccounts(auth, masterKey.derive('demo accounts')) : [],
    opening,
  ])
  conductor.engine?.onEvent(({ status, correlationId }) => {
    if (correlationId !== undefined && status !== 'RUNNING' && status !== 'PAUSED') executionWatch?.look(correlationId)
  })
  const conductorClient = createConductor({ serverUrl: doorOrigin, fetch: conductor.door.fetch })

  const lists = createLists(await openListStore(join(config.dataDir, 'lists')), {
    now,
    bankList: () => readBankList(store, now()),
  })
  const batches = createBatchDesk({ workers: batchThreads })
  const rescreening = createRescreening({
    lists,
    kyc: store,
    batches,
    policy: onboardingPolicyFor(config),
    log,
    now,
  })
  const listKeeper = createListKeeper({
    lists,
    config: config.screening.lists,
    proxy: config.screening.proxy,
    demo: config.demo,
    kyc: store,
    log,
    now,
    onReload: rescreening.wake,
  })
  // The system is asked once: it does not change while the server listens.
  let listensOn: number | undefined
  const origins = createOwnOrigins({
    publicUrl: config.http.publicUrl,
    loopback: config.http.loopback,
    secure: config.http.tls !== undefined,
    port: () => (listensOn ??= portOf(app)) ?? config.http.port,
  })
  const postOffice = createPostOffice(config.mail, mailbox, now)
  const publicUrl = () => origins.primary
  const mailer = createMailer({ store, postOffice, hub, publicUrl })
  const app: FastifyInstance = createApp({ http: config.http, origins, log })
  const gate = createGate(auth, masterKey.derive('session marks'))
  const nowMs = () => now().getTime()
  const tokens = createAccessTokens(masterKey.derive('application tokens'), nowMs)
  const rules = conductor.engine && createAccessControl(accessStore, tokens, createDefinitionFacts(conductor.engine))
  const engineRetention =
    conductor.engine && config.engine.kind === 'embedded'
      ? createEngineRetention(conductor.engine, config.engine.retention, log)
      : undefined
  registerRoutes(app, {
    config,
    version,
    origins,
    store,
    auth,
    gate,
    keys,
    directory: createStaffDirectory(auth, () => now().getTime()),
    hub,
    mailbox,
    screening: createScreeningDesk(lists, now),
    lists,
    listKeeper,
    batches,
    conductor: conductor.door,
    engine: conductor.engine,
    access: createApiAccess({ config, gate, keys, control: rules }),
    control: rules && {
      rules,
      api: createAccessApi(accessStore, createInvitations(postOffice, hub, publicUrl, nowMs), nowMs),
    },
    metrics: createMetrics({
      engine: conductor.engine,
      dataDir: config.dataDir,
      store,
      lists,
      spanSender,
      retention: engineRetention?.counts,
      now,
    }),
    demoAccounts,
    pages,
    pagesBuilt,
    now,
  })

  const inFlight = createInFlight()
  const poll = conductor.door.fetch
  const report = inFlight.track(poll)
  const handlers = createCaseHandlers(config, { store, lists, log, now, verifyPayee: options.verifyPayee })

  const retention = createDailyRetention(store, log)
  const stop = async (): Promise<void> => {
    clearInterval(checkpoints)
    await Promise.all([retention.stop(), engineRetention?.stop(), rescreening.stop()])
    await batches.close()
    await app.close()
    await executionWatch?.stop()
    await dispatcher?.stop()
    await workers?.stop()
    // Results of the last tasks are still on their way; lost ones would be done again.
    await inFlight.settled(stopLimitMs)
    await listKeeper.stop()
    postOffice.close()
    await conductor.close()
    await store.writeCheckpoint().catch((error: unknown) => log.error({ err: error }, 'no audit checkpoint'))
    await foundation.close()
    await spanSender?.stop()
  }

  return {
    config,
    app,
    demoAccounts,
    get urls() {
      const at = origins.primary
      return {
        console: `${at}/`,
        apply: `${at}/apply`,
        conductor: `${at}/api`,
        screening: `${at}/screening`,
        docs: `${at}/docs`,
      }
    },
    async start() {
      // What decides from the first case on is a version like any other, so that the next one can take its place.
      await store.adoptPolicy({ actor: installation, policy: defaultRiskPolicy })
      await listKeeper.start()
      await registerDefinitions(conductorClient)
      await app.listen({ host: config.http.host, port: config.http.port })
      if (config.workers === 'in-process')
        workers = await runWorkers({
          serverUrl: doorOrigin,
          fetch: (input, init) => (isPoll(input) ? poll : report)(input, init),
          handlers: Object.fromEntries(
            Object.entries(handlers).map(([name, handler]) => [name, inFlight.track(handler)]),
          ),
          workerId: ownWorkerId,
          onFailure: ({ taskType, taskId, workflowId }, error) =>
            log.warn({ err: error, taskType, taskId, workflowId }, 'task failed'),
        })
      dispatcher = startDispatcher({
        store,
        conductor: conductorClient,
        sendMail: mailer.send,
        workflowVersion: 1,
        onFailure: (row, error) => log.warn({ err: error, outboxId: row?.id, kind: row?.kind }, 'delivery failed'),
      })
      executionWatch = startExecutionWatch({
        store,
        conductor: conductorClient,
        onHeld: (caseId) => log.warn({ caseId }, 'the execution of a case is over: technical hold'),
        onFailure: (error) => log.warn({ err: error }, 'executions could not be watched'),
      })
      retention.start()
      engineRetention?.start()
      checkpoints = setInterval(() => {
        store.writeCheckpoint().catch((error: unknown) => log.error({ err: error }, 'no audit checkpoint'))
      }, checkpointEveryMs)
    },
    seedDemoCases: () => seedDemoCases(store),
    stop,
  }
}

function isPoll(input: Parameters<typeof fetch>[0]): boolean {
  return (input instanceof Request ? input.url : String(input)).includes('/tasks/poll/')
}

function portOf(app: FastifyInstance): number | undefined {
  const address = app.server.address()
  return typeof address === 'object' && address !== null ? address.port : undefined
}
