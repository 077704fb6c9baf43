/** `GET /ui/v1/events`: hints that something changed, as server-sent events. */
import type { FastifyInstance } from 'fastify'
import type { LiveEvent } from '@gatehouse/kyc/wire'
import type { Role } from '../auth/staff.ts'
import { isAllowed } from '../auth/permissions.ts'
import type { Parts } from './parts.ts'

const heartbeatMs = 15_000
const checkEveryMs = 30_000

export function registerEventRoutes(app: FastifyInstance, parts: Parts): void {
  const open = new Set<() => void>()

  app.get('/ui/v1/events', async (request, reply) => {
    const staff = await parts.gate.requireStaff(request, reply)
    reply.hijack()
    const { raw } = reply
    raw.writeHead(200, {
      // Headers set by the hooks, which a hijacked reply does not send by itself.
      ...Object.fromEntries(Object.entries(reply.getHeaders()).map(([name, value]) => [name, String(value)])),
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    raw.write('retry: 2000\n\n')
    const unsubscribe = parts.hub.subscribe((event, id) => {
      if (mayKnow(staff.roles, event)) raw.write(`id: ${id}\nevent: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`)
    })
    const heartbeat = setInterval(() => raw.write(': still here\n\n'), heartbeatMs)
    // An open page is no sign of life, and whoever has signed out hears nothing more.
    const check = setInterval(() => {
      parts.gate.isSignedIn(request).then(
        (isSignedIn) => isSignedIn || end(),
        () => end(),
      )
    }, checkEveryMs)
    const end = () => {
      clearInterval(heartbeat)
      clearInterval(check)
      unsubscribe()
      open.delete(end)
      raw.end()
    }
    open.add(end)
    request.raw.once('close', end)
  })

  app.addHook('preClose', async () => {
    for (const end of open) end()
  })
}

function mayKnow(roles: readonly Role[], event: LiveEvent): boolean {
  if (event.kind === 'case') return isAllowed(roles, 'case.read')
  return event.kind === 'mail' ? isAllowed(roles, 'mailbox.read') : isAllowed(roles, 'engine.read')
}
