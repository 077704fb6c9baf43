/** The KYC checks as HTTP services, for workflows that call an address instead of a worker. Keeps nothing. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import type { StatelessCheck } from '@gatehouse/workers'
import { openTransport } from '../mail/open-transport.ts'
import { composeMail } from '../mail/templates.ts'

export interface ChecksServiceOptions {
  readonly checks: Readonly<Record<string, StatelessCheck>>
  readonly port: number
  readonly smtpUrl: string | undefined
  readonly mailFrom: string
  /** Where a message goes when there is no mail server. */
  readonly print: (line: string) => void
}

export interface ChecksService {
  readonly url: string
  readonly routes: readonly string[]
  close(): Promise<void>
}

const MAX_BODY_BYTES = 64 * 1024

/** Serves `POST /<check>` on 127.0.0.1. Throws when the port is taken. */
export async function serveChecks(options: ChecksServiceOptions): Promise<ChecksService> {
  const routes: Readonly<Record<string, StatelessCheck>> = { ...options.checks, ...messages(options) }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    let size = 0
    const answer = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    }
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= MAX_BODY_BYTES) chunks.push(chunk)
    })
    request.on('end', () => {
      if (isFromBrowser(request)) return answer(403, problem('CROSS_SITE', 'Web pages may not use this service'))
      const [path = ''] = (request.url ?? '').split('?', 1)
      const name = path.slice(1)
      const check = Object.hasOwn(routes, name) ? routes[name] : undefined
      if (check === undefined)
        return answer(
          404,
          problem('CHECK_UNKNOWN', `There is no check '${name}'. Known: ${Object.keys(routes).join(', ')}`),
        )
      if (request.method !== 'POST') return answer(405, problem('METHOD_NOT_ALLOWED', `Ask '${name}' with POST`))
      if (size > MAX_BODY_BYTES) return answer(413, problem('BODY_TOO_LARGE', `At most ${MAX_BODY_BYTES} bytes`))
      void runCheck(check, Buffer.concat(chunks).toString('utf8')).then(({ status, body }) => answer(status, body))
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', resolve)
  })
  // A TCP server that listens has an address with a port.
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    routes: Object.keys(routes),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** A page that the user visits could otherwise send mail from here, or read answers by a name that resolves to here. */
function isFromBrowser({ headers }: IncomingMessage): boolean {
  const [name] = (headers.host ?? '').split(':', 1)
  const isOwnHost = name === '127.0.0.1' || name === 'localhost'
  return !isOwnHost || headers.origin !== undefined || headers['sec-fetch-site'] !== undefined
}

async function runCheck(check: StatelessCheck, text: string): Promise<{ status: number; body: unknown }> {
  try {
    return { status: 200, body: await check(text === '' ? {} : JSON.parse(text)) }
  } catch (error) {
    if (error instanceof SyntaxError) return { status: 400, body: problem('JSON_MALFORMED', 'The body is not JSON') }
    if (error instanceof z.ZodError) {
      const paths = error.issues.map(({ path }) => path.join('.') || 'body').join(', ')
      return { status: 400, body: problem('INPUT_INVALID', `Cannot be read: ${paths}`) }
    }
    if (error instanceof Error && error.name === 'CheckUnavailable') {
      return { status: 503, body: problem('CHECK_UNAVAILABLE', error.message) }
    }
    if (error instanceof Error && error.name === 'TerminalError') {
      return { status: 400, body: problem('INPUT_INVALID', error.message) }
    }
    return { status: 500, body: problem('INTERNAL', 'The check failed') }
  }
}

/** Null is what a workflow hands over for an input that it was not given. */
const MessageSchema = z.looseObject({
  firstName: z.string().max(400).nullish(),
  email: z.email().nullish(),
  templateId: z.string().max(60).nullish(),
  locale: z.enum(['en', 'de']).catch('en'),
})

/** `send_notification` mails when there is a server for it and an address, and prints the message otherwise. */
function messages(options: ChecksServiceOptions): Record<string, StatelessCheck> {
  const transport = options.smtpUrl === undefined ? undefined : openTransport(options.smtpUrl)
  return {
    async send_notification(input) {
      const { firstName, email, templateId: asked, locale } = MessageSchema.parse(input)
      const templateId = asked ?? 'application_received'
      const mail = composeMail(templateId, locale, { ref: '', firstName: firstName ?? '', params: {}, portal: '' })
      if (mail === undefined)
        throw new z.ZodError([{ code: 'custom', path: ['templateId'], message: 'unknown', input }])
      if (transport === undefined || email === undefined || email === null) {
        options.print(`Message '${templateId}' for ${firstName || 'the applicant'}: ${mail.subject.trim()}`)
        return { delivered: 'PRINTED' }
      }
      await (await transport).sendMail({ from: options.mailFrom, to: email, ...mail })
      return { delivered: 'MAILED' }
    },
    no_customer_acceptance: async () => ({ decision: 'REJECTED' }),
  }
}

function problem(code: string, message: string): { error: { code: string; message: string } } {
  return { error: { code, message } }
}
