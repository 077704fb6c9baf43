/**
 * Runs the expressions of workflow definitions (INLINE, SWITCH, DO_WHILE, jq) in a thread of their own.
 *
 * Jobs go to one worker thread in order. QuickJS stops an endless script by itself; the thread is the outer guard for
 * what it does not stop, such as long native calls: it is terminated, the job at fault fails, and the jobs behind it
 * run again on a new thread. Expressions that cannot take long need not go there: see at-once/.
 */
import { Worker } from 'node:worker_threads'
import type { ScriptLanguage, ScriptOutcome, ScriptRequest, ScriptRunner } from '../ports.ts'
import { assertNever } from '../errors.ts'
import { isMap } from '../model/json.ts'
import { createAtOnce } from './at-once/at-once.ts'
import { describeFailure, timeout } from './script-failure.ts'
import type {
  ScriptFailure,
  ScriptJob,
  ScriptReply,
  WorkerMessage,
  WorkerRequest,
  WorkerSettings,
} from './script-protocol.ts'

export interface ScriptRunnerOptions {
  /** What one JavaScript expression may hold at a time, in bytes. Default 64 MiB. */
  readonly memoryBytes?: number
  /** How many compiled expressions of each language are kept ready. Default 100, about 15 MB. */
  readonly keptExpressions?: number
  /** How long the thread is kept without work, in milliseconds. Default a minute: it holds some 25 MB. */
  readonly idleMs?: number
}

interface Pending {
  readonly request: WorkerRequest
  readonly settle: (reply: ScriptReply) => void
}

// The worker's own limit should strike first, as it keeps the thread: the guard comes this much later.
const GUARD_MARGIN_MS = 500
// A stack that QuickJS' own limit (javascript-sandbox.ts) is reached before; a heap for the texts alone.
const RESOURCE_LIMITS = { stackSizeMb: 32, maxOldGenerationSizeMb: 512 }

/** The thread is started by the first script. `run` never rejects. */
export function createScriptRunner(options: ScriptRunnerOptions = {}): ScriptRunner {
  const settings: WorkerSettings = {
    memoryBytes: options.memoryBytes ?? 64 * 1024 * 1024,
    keptExpressions: options.keptExpressions ?? 100,
  }
  const thread = createScriptThread(settings, options.idleMs ?? 60_000)
  const atOnce = createAtOnce()

  async function run(request: ScriptRequest): Promise<ScriptOutcome> {
    switch (request.language) {
      case 'value-param':
        return { ok: true, value: valueParam(request) }
      case 'python':
        return refused(request.language)
      case 'javascript':
      case 'graaljs':
      case 'jq':
        return toOutcome(request.language, await thread.submit(toJob(request)))
      default:
        return assertNever(request.language)
    }
  }

  function runAtOnce(request: ScriptRequest): ScriptOutcome | undefined {
    if (request.language === 'value-param' || request.language === 'python') return undefined
    const json = atOnce(toJob(request))
    return json === undefined ? undefined : { ok: true, value: JSON.parse(json) }
  }

  return { run, runAtOnce, close: thread.close }
}

function valueParam({ expression, input }: ScriptRequest): unknown {
  return isMap(input) && Object.hasOwn(input, expression) ? input[expression] : null
}

function refused(language: ScriptLanguage): ScriptOutcome {
  return {
    ok: false,
    error: `The evaluator '${language}' is not available on this server. Use javascript.`,
    terminal: true,
  }
}

function toJob({ language, expression, input, timeoutMs }: ScriptRequest): ScriptJob {
  const kind = language === 'jq' ? 'jq' : 'javascript'
  return { kind, source: expression, inputJson: JSON.stringify(input ?? null), timeoutMs }
}

function toOutcome(language: ScriptLanguage, reply: ScriptReply): ScriptOutcome {
  if (reply.ok) return { ok: true, value: JSON.parse(reply.json) }
  const { error } = reply
  const text = language === 'jq' ? error.message : describeFailure(error)
  return { ok: false, error: text, terminal: error.kind !== 'timeout' }
}

interface ScriptThread {
  submit(job: ScriptJob): Promise<ScriptReply>
  close(): Promise<void>
}

function createScriptThread(settings: WorkerSettings, idleMs: number): ScriptThread {
  // In the order in which the worker takes them: the first one is what it works on.
  let pending: Pending[] = []
  let worker: Worker | undefined
  let unsent: WorkerRequest[] = []
  let isReady = false
  let guard: NodeJS.Timeout | undefined
  let rest: NodeJS.Timeout | undefined
  let nextId = 1
  let closed = false

  function submit(job: ScriptJob): Promise<ScriptReply> {
    if (closed) return Promise.resolve(failed({ kind: 'timeout', message: 'The script runner is closed.' }))
    return new Promise((settle) => {
      const request = { id: nextId++, job }
      pending.push({ request, settle })
      unsent.push(request)
      worker ??= startWorker()
      if (pending.length === 1) {
        worker.ref()
        send()
        armGuard()
      } else if (unsent.length === 1) setImmediate(send)
    })
  }

  /** What comes while the thread has work goes there together, once in a turn of the event loop: waking it costs more. */
  function send(): void {
    if (unsent.length === 0) return
    const requests = unsent
    unsent = []
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread, not a window
    worker?.postMessage(requests)
  }

  function startWorker(): Worker {
    isReady = false
    const started = new Worker(new URL('./script-worker.ts', import.meta.url), {
      workerData: settings,
      resourceLimits: RESOURCE_LIMITS,
      env: compileCacheEnv(),
      // None of the host's flags: some of them, such as a preload, would run there too.
      execArgv: [],
      name: 'gatehouse-scripts',
    })
    started.on('message', (message: WorkerMessage) => {
      if (started === worker) onMessage(message)
    })
    started.on('error', (error) => {
      if (started === worker) replaceWorker({ kind: 'thrown', message: crashMessage(error) })
    })
    return started
  }

  function onMessage(message: WorkerMessage): void {
    if (message.kind === 'ready') {
      isReady = true
    } else if (message.id === pending[0]?.request.id) {
      pending.shift()?.settle(message.reply)
      if (pending.length === 0) worker?.unref()
    }
    armGuard()
    armRest()
  }

  /** A thread without work is given up after a while; the next script starts another. */
  function armRest(): void {
    if (pending.length > 0) return
    // One timer that is moved on, since scripts come by the thousand.
    if (rest === undefined) rest = setTimeout(giveUpIdle, idleMs).unref()
    else rest.refresh()
  }

  function giveUpIdle(): void {
    rest = undefined
    if (pending.length > 0) return
    void worker?.terminate()
    worker = undefined
  }

  /** Starts the clock of the first pending job. The thread's start does not count, but must come to an end too. */
  function armGuard(): void {
    clearTimeout(guard)
    const first = pending[0]
    if (first === undefined) return
    const limitMs = isReady ? first.request.job.timeoutMs + GUARD_MARGIN_MS : START_LIMIT_MS
    guard = setTimeout(onOvertime, limitMs, first)
  }

  /** The answer may be waiting behind a long turn of this thread: look once more before the thread is given up. */
  function onOvertime(first: Pending): void {
    guard = setTimeout(() => {
      if (pending[0] === first) replaceWorker(timeout(first.request.job.timeoutMs))
    }, GUARD_MARGIN_MS)
  }

  function replaceWorker(blame: ScriptFailure): void {
    clearTimeout(guard)
    const culprit = pending.shift()
    void worker?.terminate()
    worker = undefined
    unsent = pending.map(({ request }) => request)
    if (pending.length > 0) {
      worker = startWorker()
      send()
      armGuard()
    }
    culprit?.settle(failed(blame))
  }

  async function close(): Promise<void> {
    closed = true
    clearTimeout(guard)
    clearTimeout(rest)
    const left = pending
    pending = []
    for (const { settle } of left) settle(failed({ kind: 'timeout', message: 'The script runner was closed.' }))
    const stopping = worker
    worker = undefined
    await stopping?.terminate()
  }

  return { submit, close }
}

/** Nothing of the host's environment but where Node keeps what it made of the sources, when it does. */
function compileCacheEnv(): NodeJS.ProcessEnv {
  const folder = process.env['NODE_COMPILE_CACHE']
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: folder }
}

// Loading QuickJS takes 50 ms on an idle machine.
const START_LIMIT_MS = 20_000

function failed(error: ScriptFailure): ScriptReply {
  return { ok: false, error }
}

function crashMessage(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') return 'out of memory'
  return error instanceof Error ? error.message : String(error)
}
