// What the engine needs from outside: a clock, ids, a place to run scripts and a way to call HTTP.

import type { WorkflowDef, WorkflowTask } from './model/definition.ts'
import type { JsonMap } from './model/json.ts'

export type ScriptLanguage = 'javascript' | 'graaljs' | 'python' | 'jq' | 'value-param'

export interface ScriptRequest {
  readonly language: ScriptLanguage
  /**
   * For JavaScript the text of a program (its value is that of the last expression statement) which sees `$`;
   * for jq a filter; for value-param the name of an input key.
   */
  readonly expression: string
  /** `$` of a script, the document of a jq filter. Copied, never changed. */
  readonly input: unknown
  readonly timeoutMs: number
  /** Whose time it takes, such as the name of a workflow: owners share the time of slow scripts. */
  readonly owner?: string
}

export type ScriptOutcome =
  /** jq: `value` is the list of all results. */
  | { readonly ok: true; readonly value: unknown }
  /** `terminal`: running it again cannot help. A timeout is not terminal. */
  | { readonly ok: false; readonly error: string; readonly terminal: boolean }

/** Runs untrusted expressions where they can do no harm to the engine's thread. `run` never rejects. */
export interface ScriptRunner {
  run(request: ScriptRequest): Promise<ScriptOutcome>
  /** The same for an expression that cannot take long; undefined for any other, and where it is not certain. */
  runAtOnce?(request: ScriptRequest): ScriptOutcome | undefined
  close(): Promise<void>
}

/** One call of an HTTP task, secrets already in place. */
export interface HttpTaskRequest {
  readonly uri: string
  readonly method: string
  readonly headers: JsonMap
  readonly body?: unknown
  readonly accept: string
  readonly contentType: string
  readonly connectionTimeoutMs: number
  readonly readTimeoutMs: number
}

export interface HttpTaskResponse {
  readonly statusCode: number
  readonly reasonPhrase: string
  readonly headers: Record<string, string[]>
  readonly body: unknown
}

export type HttpTaskOutcome =
  | { readonly ok: true; readonly response: HttpTaskResponse }
  /** `response` is what the task's output shows: Conductor puts the error's text there. */
  | {
      readonly ok: false
      readonly reason: string
      readonly terminal: boolean
      readonly response?: HttpTaskResponse | string
    }

/** Calls HTTP for tasks, under an egress policy. `call` never rejects; an aborted one answers `ok: false`. */
export interface HttpCaller {
  call(request: HttpTaskRequest, signal: AbortSignal): Promise<HttpTaskOutcome>
  close(): Promise<void>
}

/** One message of a KAFKA_PUBLISH task, secrets already in place. */
export interface KafkaMessage {
  /** `host:port`, several separated by commas. */
  readonly bootstrapServers: string
  readonly topic: string
  /** Absent: any partition. */
  readonly key?: string | number
  /** Name of the Java class that would write the key. */
  readonly keySerializer: string
  /** The text that is published, UTF-8. */
  readonly value: string
  readonly headers: Readonly<Record<string, string>>
  /** How long the cluster may take to acknowledge. */
  readonly requestTimeoutMs: number
  /** How long finding the cluster and the topic's partitions may take. */
  readonly maxBlockMs: number
}

export type KafkaOutcome =
  | { readonly ok: true }
  /** `terminal`: the same message can never go. */
  | { readonly ok: false; readonly reason: string; readonly terminal: boolean }

/** Publishes to the Kafka clusters that it was made for. `publish` never rejects and keeps to the message's times. */
export interface KafkaPublisher {
  publish(message: KafkaMessage, signal: AbortSignal): Promise<KafkaOutcome>
  close(): Promise<void>
}

/** What brings an input into the engine: each of them starts an execution, or lets one run again with another input. */
export type StartSource =
  /** A request, waited for or not, or a call of `workflows.start`. */
  | 'api'
  /** An event handler's `start_workflow`. */
  | 'event'
  | 'webhook'
  | 'schedule'
  /** A START_WORKFLOW task. */
  | 'start-workflow'
  /** A SUB_WORKFLOW task. */
  | 'sub-workflow'
  /** Of a failure workflow: the input is that of the execution that failed, and what became of it. */
  | 'failure'
  /** Of an execution that tells workers of a task's change, by its `onStateChange`. */
  | 'state-change'
  | 'rerun'
  | 'upgrade'

export interface CheckedStart {
  readonly definition: WorkflowDef
  /** As it was given: the definition's template has not filled it in. */
  readonly input: JsonMap
  /** Keys of the input that the engine itself has set. */
  readonly ownKeys: ReadonlySet<string>
  readonly source: StartSource
}

/** INVALID: another input would do. FORBIDDEN: none would. */
export interface StartRefusal {
  readonly code: 'INVALID' | 'FORBIDDEN'
  /** For whoever starts it: names what is wrong, and no value of it. */
  readonly message: string
}

/** Asked before every start, of executions and of children. Undefined: it may. Answers at once, and never throws. */
export type StartCheck = (start: CheckedStart) => StartRefusal | undefined

/** What somebody puts into an execution that is under way, beside what its definition makes of it. */
export interface Intervention {
  readonly definition: WorkflowDef
  readonly into:
    | { readonly kind: 'input' | 'output'; readonly task: WorkflowTask }
    /** Those of the execution. */
    | { readonly kind: 'variables' }
  readonly payload: JsonMap
  /** Keys that were there before. */
  readonly ownKeys: ReadonlySet<string>
}

/** Asked before a rerun, skip, jump or upgrade gives a task something, and before variables are set from outside. As `StartCheck`. */
export type InterventionCheck = (intervention: Intervention) => StartRefusal | undefined

/** Time as an argument. Both are epoch milliseconds. */
export interface Clock {
  now(): number
  /** Calls back once `at` has come, soon when it is past. The answer cancels. */
  setAlarm(at: number, callback: () => void): () => void
}

/** A new id, in production a UUID of version 7. */
export type NewId = () => string

/**
 * Closes secrets for the disk, under a key that the engine never sees. The name is bound in: what was sealed for one
 * does not open for another. `open` throws for what this key has not sealed.
 */
export interface SecretCipher {
  seal(name: string, value: string): string
  open(name: string, sealed: string): string
}

/** Names resolved late (secrets) or early (environment) in expressions. */
export interface NamedValues {
  get(name: string): string | undefined
  names(): string[]
  /** Values that the name has had while the engine was open: they are still hidden where they turn up. */
  former?(name: string): readonly string[]
}
