// Opens an engine on a store: the composition of decider, queues, timers, store and system tasks.

import { hostname } from 'node:os'
import type { Engine, StorageTrouble } from './api.ts'
import { createEventHandlers } from './event-handlers/event-handlers.ts'
import { createEnvironment, createSecrets, openEnvironment, openSecrets } from './named-values/value-stores.ts'
import type {
  Clock,
  HttpCaller,
  InterventionCheck,
  KafkaPublisher,
  NamedValues,
  NewId,
  ScriptRunner,
  SecretCipher,
  StartCheck,
} from './ports.ts'
import { payloadFolderOf } from './payloads/payload-folder.ts'
import { defaultThresholds, noThresholds } from './payloads/payloads.ts'
import type { PayloadThresholds } from './payloads/payloads.ts'
import { Core } from './runtime/core.ts'
import type { PayloadOptions } from './runtime/core.ts'
import { createMetadata } from './runtime/metadata.ts'
import { createOperations } from './runtime/operations-api.ts'
import { createQueues } from './runtime/queues-api.ts'
import { recover } from './runtime/recover.ts'
import { applyRetention } from './runtime/retention.ts'
import type { RetentionHost } from './runtime/retention.ts'
import type { CacheLimits } from './runtime/run-cache.ts'
import { createTasks } from './runtime/tasks-api.ts'
import { readVitals } from './runtime/vitals.ts'
import { createReading } from './runtime/workflows-api.ts'
import { Scheduler } from './scheduler/scheduler.ts'
import type { Lease } from './store/lease.ts'
import { openSqliteStore } from './store/sqlite-store.ts'
import type { Store } from './store/store.ts'
import { createSchemas } from './schema/schemas.ts'
import type { Span } from './tracing/spans.ts'
import { createTags } from './tags/tags.ts'
import { createWebhooks } from './webhooks/webhooks.ts'
import { systemClock } from './time/clock.ts'
import { createTimeOrderedIds } from './time/time-ordered-ids.ts'

export interface EngineOptions {
  /** The SQLite file. Its folder is created, and owned by this process until `close`. `:memory:` keeps nothing. */
  readonly dataFile: string
  /**
   * Taken on the data file before, by somebody who has more to keep others away from; the engine takes it over.
   * Default: the engine takes one.
   */
  readonly lease?: Lease
  /** Owned by the caller: closing the engine does not close them. */
  readonly scripts: ScriptRunner
  readonly http: HttpCaller
  /** Where KAFKA_PUBLISH tasks publish. Default: nowhere; they fail. Owned by the caller too. */
  readonly kafka?: KafkaPublisher
  /** Default: the system's. */
  readonly clock?: Clock
  /** Default: UUIDs that grow with time. */
  readonly ids?: NewId
  /** 0 ≤ n < 1, for retry jitter. Default: Math.random. */
  readonly random?: () => number
  /** `${workflow.secrets.NAME}`: put in place only in what leaves the engine for a worker or a call. */
  readonly secrets?: NamedValues
  /** Under which `engine.secrets.put` keeps more of them. Default: none; it refuses. */
  readonly secretCipher?: SecretCipher
  /** `${workflow.env.NAME}`; `engine.environment.put` keeps more of them. */
  readonly environment?: NamedValues
  /**
   * From which size on inputs and outputs are kept in files beside the data file, and answers name those instead.
   * Default: Conductor's 5120 and 3072 KB. `off`: they stay in the data file and in the answers, but for
   * those that a client has stored itself.
   */
  readonly payloadThresholds?: PayloadThresholds | 'off'
  /** How many executions stay in memory, and how long. Default: 20,000, ten minutes. */
  readonly cacheLimits?: CacheLimits
  /**
   * May refuse a start, however it comes about: by request, event handler, webhook, schedule or task. A task fails with
   * the reason, an event's execution and a schedule's are recorded as failed, everybody else gets the error.
   * Default: every start is fine.
   */
  readonly checkStart?: StartCheck
  /**
   * May refuse what a rerun, skip, jump or upgrade gives to a task, and variables that are set from outside. Results of
   * tasks are the business of who works on them. Default: all of it is fine.
   */
  readonly checkIntervention?: InterventionCheck
  /** Whether messages can be sent to executions, for their PULL_WORKFLOW_MESSAGES tasks. Default: false. */
  readonly takesMessages?: boolean
  /** What tasks that the engine runs itself name as their worker. Default: the host's name. */
  readonly serverId?: string
  /** Told of what has ended, as spans of a trace. Default: nobody is, and nothing is made of it. */
  readonly onSpans?: (spans: readonly Span[]) => void
  /** Told when nothing can be stored any more, and when it can again (undefined). Default: nobody is; callers get errors. */
  readonly onStorage?: (trouble: StorageTrouble | undefined) => void
  /** Told of a defect of the engine: it has ended the one workflow named, or failed what nobody waits for. Default: a warning. */
  readonly onDefect?: (error: unknown, subject: string) => void
}

const noValues: NamedValues = { get: () => undefined, names: () => [] }
const defaultLimits: CacheLimits = { most: 20_000, idleMs: 600_000 }

function warn(error: unknown, subject: string): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.emitWarning(`A defect of the engine (${subject}): ${text}`, 'GatehouseEngineWarning')
}

/**
 * Opens the store, reads back what was running, and starts the timers.
 * Throws LEASE_HELD when another process has the data file, SCHEMA_TOO_NEW when a later version wrote it.
 */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { dataFile, payloadThresholds: thresholds = defaultThresholds } = options
  const payloads =
    dataFile === ':memory:'
      ? undefined
      : { folder: payloadFolderOf(dataFile), thresholds: thresholds === 'off' ? noThresholds : thresholds }
  return engineOver(openSqliteStore(dataFile, options.lease), options, payloads)
}

function retentionHost(core: Core): RetentionHost {
  return {
    store: core.store,
    payloads: core.payloads,
    mustBeOpen: () => core.mustBeOpen(),
    add: (change) => core.commits.add(change),
    flush: () => core.commits.flush(),
    letGo(id) {
      if (core.cache.isHeld(id)) return false
      core.cache.drop(id)
      return true
    },
    watchSnapshots: () => core.commits.forgetStoredSnapshots(),
    hasUsedSnapshot: (hash) => core.commits.hasUsedSnapshot(hash),
  }
}

/** An engine over a store that is open already, which it takes over. */
export function engineOver(
  store: Store,
  options: Omit<EngineOptions, 'dataFile' | 'lease' | 'payloadThresholds'>,
  payloads?: PayloadOptions,
): Engine {
  const onDefect = options.onDefect ?? warn
  const secretValues = openSecrets(store, options.secrets ?? noValues, options.secretCipher, onDefect)
  const environmentValues = openEnvironment(store, options.environment ?? noValues, onDefect)
  const core = new Core({
    store,
    scripts: options.scripts,
    http: options.http,
    kafka: options.kafka,
    clock: options.clock ?? systemClock,
    ids: options.ids ?? createTimeOrderedIds(Date.now),
    random: options.random ?? Math.random,
    secrets: secretValues,
    checkStart: options.checkStart ?? (() => undefined),
    checkIntervention: options.checkIntervention ?? (() => undefined),
    environment: withHostName(environmentValues, options.serverId ?? hostname()),
    cacheLimits: options.cacheLimits ?? defaultLimits,
    payloads,
    serverId: options.serverId ?? hostname(),
    onDefect,
    onSpans: options.onSpans,
    onStorage: options.onStorage ?? (() => {}),
  })
  const tasks = createTasks(core)
  const workflows = { ...createReading(core), ...createOperations(core) }
  const tags = createTags(core)
  const handlers = createEventHandlers(core, workflows, tasks, tags)
  const schedules = new Scheduler(core, workflows, tags)
  const webhooks = createWebhooks(core, handlers, tags, (name) => secretValues.get(name))
  recover(core)
  core.payloads?.sweep(Date.now())
  return {
    metadata: createMetadata(core, tags),
    schemas: createSchemas(core),
    workflows,
    tasks,
    queues: createQueues(core),
    handlers,
    schedules,
    webhooks,
    payloads: core.payloads,
    tags,
    secrets: createSecrets(core, secretValues, tags),
    environment: createEnvironment(core, environmentValues, tags),
    takesMessages: options.takesMessages ?? false,
    onEvent: (listener) => core.onEvent(listener),
    applyRetention: (request) => applyRetention(retentionHost(core), request),
    flush: () => core.commits.flush(),
    vitals: () => readVitals(core),
    counters: () => ({
      commits: core.commits.commits,
      rows: core.commits.rows,
      runningWorkflows: core.counts.running,
      residentWorkflows: core.cache.size,
      started: core.counts.started,
      completed: core.counts.completed,
      failed: core.counts.failed,
      polls: core.polling.polls,
    }),
    storageTrouble: () => core.commits.storage.trouble,
    close() {
      schedules.close()
      return core.close()
    },
  }
}

/** `${HOSTNAME}` means this server wherever it runs, as it does in Conductor's containers. */
function withHostName(environment: NamedValues, hostName: string): NamedValues {
  return {
    names: () => environment.names(),
    get: (name) => environment.get(name) ?? (name === 'HOSTNAME' ? hostName : undefined),
  }
}
