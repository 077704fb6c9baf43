/**
 * A request must have arrived whole within a minute, or a handful of slow senders could hold all connections. Only a
 * route that reads its body piece by piece may take longer: as long as its client keeps a pace.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'

const wholeMs = 60_000
/** A client that neither sends nor reads for so long is gone. */
const quietMs = 120_000
const windowMs = 60_000

const timers = new WeakMap<IncomingMessage, NodeJS.Timeout>()

export function limitSlowRequests(app: FastifyInstance): void {
  app.addHook('onRequest', ({ raw }, _reply, done) => {
    if (hasBody(raw)) limit(raw)
    done()
  })
}

/** One without has arrived by now. */
function hasBody({ headers }: IncomingMessage): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined
}

function limit(request: IncomingMessage): void {
  const timer = setTimeout(() => {
    if (!request.complete) request.destroy()
  }, wholeMs)
  timer.unref()
  timers.set(request, timer)
  request.once('close', () => clearTimeout(timer))
}

export interface StreamLimits {
  /** Sent and read together. */
  readonly bytesPerMinute: number
  readonly mostMs: number
}

/** What is seen of a connection at the end of each minute. */
export interface PaceSample {
  readonly ageMs: number
  /** Since the last look, in both directions. */
  readonly movedBytes: number
  /** Whether it is the client's turn, to send or to read: while the server works, it may wait. */
  readonly isClientsTurn: boolean
}

/** Why the stream is to be cut; undefined: it goes on. */
export function paceObjection(
  { ageMs, movedBytes, isClientsTurn }: PaceSample,
  limits: StreamLimits,
): string | undefined {
  if (ageMs >= limits.mostMs) return `the stream has taken longer than ${limits.mostMs / 60_000} minutes`
  if (!isClientsTurn || movedBytes >= limits.bytesPerMinute) return undefined
  return `the client moved ${movedBytes} bytes in a minute, and ${limits.bytesPerMinute} are the least`
}

/**
 * Lifts the limit from one request and watches its pace instead. `onCut` is told why, before the connection is ended.
 *
 * @param everyMs how often to look; for tests
 */
export function mayTakeLong(
  request: IncomingMessage,
  response: ServerResponse,
  { limits, onCut, everyMs = windowMs }: { limits: StreamLimits; onCut: (why: string) => void; everyMs?: number },
): void {
  clearTimeout(timers.get(request))
  const { socket } = request
  socket.setTimeout(quietMs, () => socket.destroy())
  const startedAt = performance.now()
  const moved = () => socket.bytesRead + socket.bytesWritten
  let before = moved()
  const look = setInterval(() => {
    const sample: PaceSample = {
      ageMs: performance.now() - startedAt,
      movedBytes: ((moved() - before) * windowMs) / everyMs,
      isClientsTurn: response.writableNeedDrain || (!request.complete && request.readableLength === 0),
    }
    before = moved()
    const why = paceObjection(sample, limits)
    if (why === undefined) return
    onCut(why)
    socket.destroy()
  }, everyMs)
  look.unref()
  // The request closes when it has been read; what it asked for may take longer to send.
  response.once('close', () => {
    clearInterval(look)
    socket.setTimeout(0)
  })
}
