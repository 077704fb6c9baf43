// Who an execution and its tasks are in a trace. Ids follow from the execution's own, so that a restart in the middle
// changes nothing, and a parent and its child find each other without having met.

import { createHash } from 'node:crypto'

/** W3C Trace Context: 16 and 8 bytes in hex. */
export interface TraceContext {
  readonly traceId: string
  readonly spanId: string
}

export interface IncomingContext extends TraceContext {
  /** False: whoever asked does not want this traced. */
  readonly sampled: boolean
}

/** What an execution is part of. */
interface TracedRun {
  readonly id: string
  /** As received with its start. */
  readonly traceparent: string | undefined
}

/** A `traceparent` header; undefined when it is none. */
export function parseTraceparent(text: string | undefined): IncomingContext | undefined {
  const [, version, traceId = '', spanId = '', flags = ''] =
    /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/.exec(text?.trim() ?? '') ?? []
  if (version === undefined || version === 'ff' || /^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 }
}

/** The trace and the root span of an execution. */
export function executionContext({ id, traceparent }: TracedRun): TraceContext {
  return {
    traceId: parseTraceparent(traceparent)?.traceId ?? hexOf(`trace ${id}`, 16),
    spanId: hexOf(`execution ${id}`, 8),
  }
}

/** One attempt at one task. */
export function attemptContext(run: TracedRun, taskId: string): TraceContext {
  return { traceId: executionContext(run).traceId, spanId: hexOf(`task ${taskId}`, 8) }
}

/** That the attempt waited in its queue. */
export function waitContext(run: TracedRun, taskId: string): TraceContext {
  return { traceId: executionContext(run).traceId, spanId: hexOf(`wait ${taskId}`, 8) }
}

/** The header with which a call goes out. */
export function formatTraceparent({ traceId, spanId }: TraceContext, sampled: boolean): string {
  return `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`
}

function hexOf(text: string, bytes: number): string {
  return createHash('sha256')
    .update(text)
    .digest('hex')
    .slice(0, bytes * 2)
}
