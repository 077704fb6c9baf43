/** What the engine's thread and the script worker say to each other. Values travel as JSON text, never as objects. */

export interface ScriptFailure {
  readonly kind: 'syntax' | 'thrown' | 'timeout'
  /** The error's constructor name; absent when the script threw something that is no Error. */
  readonly name?: string
  readonly message: string
  /** Line of the script, from 1. */
  readonly line?: number
}

export type ScriptReply =
  | { readonly ok: true; readonly json: string }
  | { readonly ok: false; readonly error: ScriptFailure }

export interface ScriptJob {
  /** The reply of `jq` is the list of all values that the program gave. */
  readonly kind: 'javascript' | 'jq'
  readonly source: string
  readonly inputJson: string
  readonly timeoutMs: number
  readonly owner: string
}

/** Takes jobs: one thread, or several with one way in. */
export interface ScriptQueue {
  submit(job: ScriptJob): Promise<ScriptReply>
  close(): Promise<void>
}

export interface WorkerRequest {
  readonly id: number
  readonly job: ScriptJob
}

export type WorkerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'reply'; readonly id: number; readonly reply: ScriptReply; readonly tookMs: number }

export interface WorkerSettings {
  /** What one JavaScript expression may hold at a time, in bytes. */
  readonly memoryBytes: number
  /** How many compiled expressions of each language are kept ready. */
  readonly keptExpressions: number
}
