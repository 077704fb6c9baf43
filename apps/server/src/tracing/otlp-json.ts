/** Spans as OTLP/HTTP wants them in JSON: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding */
import type { Span } from '@gatehouse/engine'

const kinds = { internal: 1, client: 3, consumer: 5 } as const
const statuses = { unset: 0, ok: 1, error: 2 } as const

export interface ServiceFacts {
  readonly serviceName: string
  readonly version: string
}

/** The body of one request. */
export function toOtlpJson(spans: readonly Span[], { serviceName, version }: ServiceFacts): string {
  return JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: toAttributes({ 'service.name': serviceName, 'service.version': version }) },
        scopeSpans: [{ scope: { name: 'gatehouse.engine', version }, spans: spans.map(toSpan) }],
      },
    ],
  })
}

function toSpan(span: Span) {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    ...(span.parentSpanId === undefined ? {} : { parentSpanId: span.parentSpanId }),
    name: span.name,
    kind: kinds[span.kind],
    startTimeUnixNano: toNanos(span.startedAt),
    endTimeUnixNano: toNanos(span.endedAt),
    attributes: toAttributes(span.attributes),
    links: span.links.map(({ traceId, spanId }) => ({ traceId, spanId })),
    status: { code: statuses[span.status] },
  }
}

/** More than a number holds, so it goes as text. */
function toNanos(ms: number): string {
  return `${Math.round(ms)}000000`
}

function toAttributes(values: Readonly<Record<string, string | number | boolean>>) {
  return Object.entries(values).map(([key, value]) => ({ key, value: toValue(value) }))
}

function toValue(value: string | number | boolean) {
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value }
}
