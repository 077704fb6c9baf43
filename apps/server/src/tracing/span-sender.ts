/**
 * Sends spans to a collector in the background. A collector that is slow or away costs spans, never an execution: what
 * does not fit into the queue is counted and dropped.
 */
import type { Span } from '@gatehouse/engine'
import type { TracingConfig } from '../config/config.ts'
import type { Logger } from '../log.ts'
import { version } from '../version.ts'
import { toOtlpJson } from './otlp-json.ts'

export interface SpanSender {
  add(spans: readonly Span[]): void
  /** Since the start. */
  readonly counts: { readonly sent: number; readonly dropped: number; readonly waiting: number }
  /** Sends what is left, for five seconds at most. */
  stop(): Promise<void>
}

const mostWaiting = 20_000
const mostInRequest = 512
const lingerMs = 1_000
const answerMs = 10_000
const retryMs = { first: 1_000, most: 30_000 }
const stopMs = 5_000

type Sent = 'done' | 'refused' | 'again'

export function createSpanSender(config: TracingConfig, log: Logger): SpanSender {
  const waiting: Span[] = []
  const counts = { sent: 0, dropped: 0 }
  let timer: NodeJS.Timeout | undefined
  let sending: Promise<void> | undefined
  let delayMs = retryMs.first
  let stopped = false

  const wake = (afterMs: number): void => {
    if (stopped || sending !== undefined) return
    timer ??= setTimeout(() => {
      timer = undefined
      sending = sendAll().finally(() => {
        sending = undefined
        if (waiting.length > 0) wake(delayMs)
      })
    }, afterMs).unref()
  }

  /** Until nothing waits, or the collector wants a pause. */
  const sendAll = async (signal?: AbortSignal): Promise<void> => {
    while (waiting.length > 0 && signal?.aborted !== true) {
      const batch = waiting.slice(0, mostInRequest)
      const sent = await post(config, batch, log, signal)
      if (sent === 'again') {
        delayMs = Math.min(delayMs * 2, retryMs.most)
        return
      }
      waiting.splice(0, batch.length)
      delayMs = retryMs.first
      if (sent === 'done') counts.sent += batch.length
      else counts.dropped += batch.length
    }
  }

  return {
    add(spans) {
      const room = Math.max(0, mostWaiting - waiting.length)
      waiting.push(...spans.slice(0, room))
      const over = spans.length - Math.min(room, spans.length)
      if (over > 0 && counts.dropped === 0) log.warn('the collector of traces does not keep up: spans are dropped')
      counts.dropped += over
      if (waiting.length > 0) wake(waiting.length >= mostInRequest ? 0 : lingerMs)
    },
    get counts() {
      return { ...counts, waiting: waiting.length }
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      await sending
      await sendAll(AbortSignal.timeout(stopMs))
    },
  }
}

async function post(config: TracingConfig, spans: readonly Span[], log: Logger, signal?: AbortSignal): Promise<Sent> {
  const limit = AbortSignal.timeout(answerMs)
  try {
    const answer = await fetch(`${config.endpoint}/v1/traces`, {
      method: 'POST',
      headers: { ...config.headers, 'content-type': 'application/json' },
      body: toOtlpJson(spans, { serviceName: config.serviceName, version }),
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
      redirect: 'error',
    })
    await answer.arrayBuffer()
    if (answer.ok) return 'done'
    log.warn({ status: answer.status, spans: spans.length }, 'the collector of traces refused spans')
    return [429, 502, 503, 504].includes(answer.status) ? 'again' : 'refused'
  } catch (error) {
    log.warn({ err: error, spans: spans.length }, 'the collector of traces cannot be reached')
    return 'again'
  }
}
