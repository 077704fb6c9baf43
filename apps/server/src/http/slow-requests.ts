/**
 * A request must have arrived whole within a minute, or a handful of slow senders could hold all connections. Only a
 * route that reads its body piece by piece may take longer; it is then cut when nothing arrives for a while.
 */
import type { IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'

const wholeMs = 60_000
/** A client that neither sends nor reads for so long is gone. */
const quietMs = 120_000

const timers = new WeakMap<IncomingMessage, NodeJS.Timeout>()

export function limitSlowRequests(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ raw }) => {
    const timer = setTimeout(() => {
      if (!raw.complete) raw.destroy()
    }, wholeMs)
    timer.unref()
    timers.set(raw, timer)
    raw.once('close', () => clearTimeout(timer))
  })
}

/** Lifts the limit from one request and watches its connection instead. */
export function mayTakeLong(request: IncomingMessage): void {
  clearTimeout(timers.get(request))
  request.socket.setTimeout(quietMs, () => request.socket.destroy())
  request.once('close', () => request.socket.setTimeout(0))
}
