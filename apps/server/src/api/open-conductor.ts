/** The embedded engine in the data folder, or the way to a Conductor server elsewhere. */
import type { Engine, Lease } from '@gatehouse/engine'
import { createConductorApi, createEngine, createHttpCaller, createScriptRunner } from '@gatehouse/engine'
import type { Config } from '../config/config.ts'
import { engineFileOf } from '../data-folder.ts'
import type { EventHub } from '../live/event-hub.ts'
import { openText, sealText } from '../keys/sealed-text.ts'
import type { Logger } from '../log.ts'
import type { SpanSender } from '../tracing/span-sender.ts'
import type { ConductorDoor } from './conductor-door.ts'
import { createEmbeddedConductor } from './embedded-conductor.ts'
import { checkKycIntervention } from './kyc-intervention-rule.ts'
import { checkKycStart } from './kyc-start-rule.ts'
import { openKafka } from './open-kafka.ts'
import { releaseOwnTasks } from './release-own-tasks.ts'

export interface OpenConductor {
  readonly door: ConductorDoor
  /** Undefined when Conductor runs elsewhere. */
  readonly engine: Engine | undefined
  close(): Promise<void>
}

export async function openConductor(
  config: Config,
  {
    hub,
    log,
    spanSender,
    secretKey,
    lease,
  }: {
    readonly hub: EventHub
    readonly log: Logger
    readonly spanSender: SpanSender | undefined
    readonly secretKey: Uint8Array
    /** On the data folder; the embedded engine takes it over. */
    readonly lease: Lease | undefined
  },
): Promise<OpenConductor> {
  if (config.engine.kind === 'conductor') {
    const { createRemoteConductor } = await import('./remote-conductor.ts')
    const remote = createRemoteConductor(config.engine)
    return { door: remote, engine: undefined, close: remote.close }
  }
  const scripts = createScriptRunner()
  const http = createHttpCaller({
    allow: config.engine.httpAllow,
    // Whoever can reach a server on loopback without sign-in can reach loopback without it.
    allowLoopback: config.http.loopback && config.auth === 'local',
  })
  const { secrets, environment, payloadThresholds } = config.engine
  const kafka = config.engine.kafka && openKafka(config.engine.kafka)
  const engine = await createEngine({
    dataFile: engineFileOf(config.dataDir),
    ...(lease === undefined ? {} : { lease }),
    scripts,
    http,
    ...(kafka ? { kafka } : {}),
    secrets: { get: (name) => secrets.get(name), names: () => [...secrets.keys()] },
    secretCipher: {
      seal: (name, value) => sealText(secretKey, name, value),
      open: (name, sealed) => openText(secretKey, name, sealed),
    },
    environment: { get: (name) => environment.get(name), names: () => [...environment.keys()] },
    checkStart: checkKycStart,
    checkIntervention: checkKycIntervention,
    ...(spanSender === undefined ? {} : { onSpans: spanSender.add }),
    onStorage: (trouble) =>
      trouble === undefined
        ? log.info('what happens can be stored again')
        : log.error(trouble, 'nothing can be stored'),
    onDefect: (error, subject) => log.error({ err: error, subject }, 'a defect of the engine'),
    ...(payloadThresholds === undefined ? {} : { payloadThresholds }),
  })
  const released = await releaseOwnTasks(engine)
  if (released > 0) log.info({ tasks: released }, 'tasks of a process that is gone are due again')
  engine.onEvent(({ workflowId, status, entries }) => {
    hub.publish({ kind: 'execution', workflowId, status, updateTime: entries.at(-1)?.at ?? 0 })
  })
  const api = createConductorApi(engine, {
    onError: (error, method) => log.error({ err: error, method }, 'engine failed'),
  })
  return {
    door: createEmbeddedConductor(api),
    engine,
    async close() {
      await engine.close()
      await Promise.all([scripts.close(), http.close(), kafka?.close()])
    },
  }
}
