/**
 * One worker thread that takes scripts in order.
 *
 * QuickJS stops an endless script by itself; the clock here is the outer guard for what it does not stop, such as long
 * native calls: the thread is terminated, the job at fault fails, and the jobs behind it run again on a new thread. A
 * thread that hands over does not let a slow script hold up the others until then.
 */
import { Worker } from 'node:worker_threads'
import { timeout } from './script-failure.ts'
import type {
  ScriptFailure,
  ScriptJob,
  ScriptQueue,
  ScriptReply,
  WorkerMessage,
  WorkerRequest,
  WorkerSettings,
} from './script-protocol.ts'

export interface ThreadOptions {
  readonly settings: WorkerSettings
  /** How long the worker is kept without work, in milliseconds. */
  readonly idleMs: number
  /** Told of every job that came to an end, with the milliseconds that it took. */
  readonly onDone?: (job: ScriptJob, tookMs: number) => void
  /** Takes a job that others wait behind after `afterMs`, along with those of them that are the same script. */
  readonly handOver?: {
    readonly afterMs: number
    to(job: ScriptJob): Promise<ScriptReply>
    /** Whether it takes that job too, once it takes another. */
    takes(job: ScriptJob): boolean
  }
}

interface Pending {
  readonly request: WorkerRequest
  readonly settle: (reply: ScriptReply) => void
}

// The worker's own limit should strike first, as it keeps the thread: the guard comes this much later.
const GUARD_MARGIN_MS = 500
// Loading QuickJS takes 50 ms on an idle machine.
const START_LIMIT_MS = 20_000
// An answer may be waiting behind a long turn of this thread: timers look once more after one that lets it in.
const ONE_TURN_MS = 10
// A stack that QuickJS' own limit (javascript-sandbox.ts) is reached before; a heap for the texts alone.
const RESOURCE_LIMITS = { stackSizeMb: 32, maxOldGenerationSizeMb: 512 }

/** The worker is started by the first script. */
export function createScriptThread({ settings, idleMs, onDone, handOver }: ThreadOptions): ScriptQueue {
  // In the order in which the worker takes them: the first one is what it works on.
  let pending: Pending[] = []
  let worker: Worker | undefined
  let unsent: WorkerRequest[] = []
  let isReady = false
  let isSlow = false
  let guard: NodeJS.Timeout | undefined
  let patience: NodeJS.Timeout | undefined
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
        armClocks()
      } else if (isSlow) {
        letGo()
      } else if (unsent.length === 1) setImmediate(send)
    })
  }

  /** What comes while the thread has work goes there together, once in a turn of the event loop: waking it costs more. */
  function send(): void {
    if (unsent.length === 0) return
    const requests = unsent
    unsent = []
    worker?.postMessage(requests, [])
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
      if (started === worker) failFirst({ kind: 'thrown', message: crashMessage(error) })
    })
    return started
  }

  function onMessage(message: WorkerMessage): void {
    if (message.kind === 'ready') {
      isReady = true
    } else if (message.id === pending[0]?.request.id) {
      const done = pending.shift()
      if (done) onDone?.(done.request.job, message.tookMs)
      done?.settle(message.reply)
      if (pending.length === 0) worker?.unref()
    }
    armClocks()
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

  /** Starts the clocks of the first pending job. The worker's start does not count, but must come to an end too. */
  function armClocks(): void {
    clearTimeout(guard)
    clearTimeout(patience)
    isSlow = false
    const first = pending[0]
    if (first === undefined) return
    const limitMs = isReady ? first.request.job.timeoutMs + GUARD_MARGIN_MS : START_LIMIT_MS
    guard = setTimeout(onOvertime, limitMs, first)
    if (handOver && isReady) patience = setTimeout(onImpatience, handOver.afterMs)
  }

  function onOvertime(first: Pending): void {
    guard = setTimeout(() => {
      if (pending[0] === first) failFirst(timeout(first.request.job.timeoutMs))
    }, GUARD_MARGIN_MS)
  }

  function onImpatience(): void {
    patience = setTimeout(() => {
      isSlow = true
      if (pending.length > 1) letGo()
    }, ONE_TURN_MS)
  }

  /** The slow one goes elsewhere, where it starts anew: a script does nothing but compute. */
  function letGo(): void {
    const [slow] = pending
    if (!slow || !handOver) return
    const leaving = pending.filter(
      ({ request }) => isSameScript(request.job, slow.request.job) || handOver.takes(request.job),
    )
    pending = pending.filter((one) => !leaving.includes(one))
    restart()
    for (const { request, settle } of leaving) void handOver.to(request.job).then(settle)
  }

  function failFirst(blame: ScriptFailure): void {
    const culprit = pending.shift()
    restart()
    culprit?.settle(failed(blame))
  }

  function restart(): void {
    clearTimeout(guard)
    clearTimeout(patience)
    isSlow = false
    void worker?.terminate()
    worker = undefined
    unsent = pending.map(({ request }) => request)
    if (pending.length === 0) return
    worker = startWorker()
    send()
    armClocks()
  }

  async function close(): Promise<void> {
    closed = true
    clearTimeout(guard)
    clearTimeout(patience)
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

function isSameScript(a: ScriptJob, b: ScriptJob): boolean {
  return a.kind === b.kind && a.source === b.source
}

/** Nothing of the host's environment but where Node keeps what it made of the sources, when it does. */
function compileCacheEnv(): NodeJS.ProcessEnv {
  const folder = process.env['NODE_COMPILE_CACHE']
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: folder }
}

function failed(error: ScriptFailure): ScriptReply {
  return { ok: false, error }
}

function crashMessage(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') return 'out of memory'
  return error instanceof Error ? error.message : String(error)
}
