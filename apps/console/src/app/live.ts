/** One event stream a tab. Events are hints: they only say which cached answers are old. */
import type { QueryClient } from '@tanstack/react-query'
import { z } from 'zod'

export type LiveState = 'connecting' | 'live' | 'reconnecting' | 'paused'

const executionEvent = z.object({ workflowId: z.string() })
const caseEvent = z.object({ caseId: z.string() })

const invalidateEveryMs = 250
const pollEveryMs = 5_000
const reopenMs = [1_000, 2_000, 5_000, 10_000]

export interface Live {
  readonly snapshot: () => LiveState
  readonly subscribe: (listener: () => void) => () => void
  readonly start: () => void
  readonly pause: () => void
  readonly stop: () => void
}

/** Query keys that change with the engine or with cases; polled while there is no stream. */
export const liveRoots = ['executions', 'execution', 'cases', 'case', 'mailbox', 'queues', 'requests'] as const

export function createLive(
  client: QueryClient,
  open: () => EventSource = () => new EventSource('/ui/v1/events'),
): Live {
  let state: LiveState = 'connecting'
  let source: EventSource | undefined
  let failures = 0
  let reopenTimer: ReturnType<typeof setTimeout> | undefined
  let pollTimer: ReturnType<typeof setInterval> | undefined
  const listeners = new Set<() => void>()
  const stale = new Map<string, readonly string[]>()
  let flushTimer: ReturnType<typeof setTimeout> | undefined

  const become = (next: LiveState) => {
    if (next === state) return
    state = next
    clearInterval(pollTimer)
    if (next === 'reconnecting')
      pollTimer = setInterval(
        () => liveRoots.forEach((root) => void client.invalidateQueries({ queryKey: [root] })),
        pollEveryMs,
      )
    for (const listener of listeners) listener()
  }

  // Fifty events a second must not mean fifty fetches: keys gather for a quarter of a second.
  const mark = (...keys: readonly (readonly string[])[]) => {
    for (const key of keys) stale.set(key.join('\u0000'), key)
    flushTimer ??= setTimeout(flush, invalidateEveryMs)
  }
  const flush = () => {
    flushTimer = undefined
    for (const queryKey of stale.values()) void client.invalidateQueries({ queryKey: [...queryKey] })
    stale.clear()
  }

  const connect = () => {
    const stream = open()
    source = stream
    stream.addEventListener('open', () => {
      if (failures > 0) liveRoots.forEach((root) => mark([root]))
      failures = 0
      become('live')
    })
    stream.addEventListener('error', () => {
      become('reconnecting')
      if (stream.readyState !== EventSource.CLOSED) return
      reopenTimer = setTimeout(connect, reopenMs[Math.min(failures++, reopenMs.length - 1)])
    })
    stream.addEventListener('execution', (event) => {
      const data = readEvent(executionEvent, event)
      mark(['executions'], ['queues'], data === undefined ? ['execution'] : ['execution', data.workflowId])
    })
    stream.addEventListener('case', (event) => {
      const data = readEvent(caseEvent, event)
      mark(['cases'], data === undefined ? ['case'] : ['case', data.caseId])
    })
    stream.addEventListener('mail', () => mark(['mailbox']))
  }

  const close = () => {
    clearTimeout(reopenTimer)
    clearTimeout(flushTimer)
    flushTimer = undefined
    source?.close()
    source = undefined
  }

  return {
    snapshot: () => state,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    start: () => {
      if (source !== undefined) return
      become('connecting')
      connect()
    },
    pause: () => {
      close()
      become('paused')
    },
    stop: () => {
      close()
      clearInterval(pollTimer)
    },
  }
}

function readEvent<T>(schema: z.ZodType<T>, event: Event): T | undefined {
  if (!(event instanceof MessageEvent) || typeof event.data !== 'string') return undefined
  try {
    return schema.safeParse(JSON.parse(event.data)).data
  } catch {
    return undefined
  }
}
