// Opens an engine on a store: the composition of decider, queues, timers, store and system tasks.

import type { Engine } from './api.ts'
import type { Clock, HttpCaller, NamedValues, NewId, ScriptRunner } from './ports.ts'
import { EngineError } from './errors.ts'

export interface EngineOptions {
  /** The SQLite file. Its folder is created, and owned by this process until `close`. `:memory:` keeps nothing. */
  readonly dataFile: string
  readonly scripts: ScriptRunner
  readonly http: HttpCaller
  /** Default: the system's. */
  readonly clock?: Clock
  /** Default: random UUIDs. */
  readonly ids?: NewId
  /** 0 ≤ n < 1, for retry jitter. Default: Math.random. */
  readonly random?: () => number
  /** `${workflow.secrets.NAME}`: put in place only in what leaves the engine for a worker or a call. */
  readonly secrets?: NamedValues
  /** `${workflow.env.NAME}`. */
  readonly environment?: NamedValues
  /** Conductor's name of this server, shown as the worker of system tasks. */
  readonly serverId?: string
}

/** Opens the store, reads back what was running, and starts the timers. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  throw new EngineError('UNAVAILABLE', `The engine cannot open ${options.dataFile} yet.`)
}
