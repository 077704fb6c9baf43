/**
 * Entry of the script thread: takes jobs one after the other, answers each. It may be terminated at any moment, so it
 * keeps nothing that matters.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { getQuickJS } from 'quickjs-emscripten'
import { createJavascriptSandbox } from './javascript-sandbox.ts'
import { createJqSandbox } from './jq-sandbox.ts'
import type { WorkerMessage, WorkerRequest, WorkerSettings } from './script-protocol.ts'

if (parentPort === null) throw new Error('script-worker.ts runs as a worker thread only')
const port = parentPort
// Written by script-thread.ts, the only one that starts this file.
const settings = workerData as WorkerSettings
const quickjs = await getQuickJS()
const evaluators = {
  javascript: createJavascriptSandbox(quickjs, settings),
  jq: createJqSandbox(settings),
}

function send(message: WorkerMessage): void {
  port.postMessage(message)
}

port.on('message', (requests: readonly WorkerRequest[]) => {
  for (const { id, job } of requests) {
    const startedAt = performance.now()
    const reply = evaluators[job.kind](job.source, job.inputJson, job.timeoutMs)
    send({ kind: 'reply', id, reply, tookMs: performance.now() - startedAt })
  }
})
send({ kind: 'ready' })
