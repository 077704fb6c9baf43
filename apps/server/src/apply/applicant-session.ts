/** The applicant's cookie opens exactly one application. The store knows only the hash of what is in it. */
import type { Actor } from '@gatehouse/kyc/store'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { ServerError } from '../errors.ts'
import type { Parts } from '../routes/parts.ts'

const cookieName = 'gatehouse_apply'

export interface ApplicantSession {
  readonly caseId: string
  readonly ref: string
  readonly actor: Actor
}

/** @throws ServerError NOT_SIGNED_IN, the same for an unknown reference and one of somebody else */
export async function requireApplicant(parts: Parts, request: FastifyRequest, ref: string): Promise<ApplicantSession> {
  const token = readToken(request)
  const session = token === undefined ? null : await parts.store.findApplicantSession(token)
  if (session === null || session.ref !== ref)
    throw new ServerError('NOT_SIGNED_IN', 'Open your application again with a code.')
  return { ...session, actor: applicantActor(parts, request, session.ref) }
}

export function applicantActor(parts: Parts, request: FastifyRequest, ref: string): Actor {
  return {
    type: 'applicant',
    id: ref,
    roles: ['applicant'],
    session: parts.gate.sessionMarks(request),
    correlationId: request.id,
  }
}

export function setApplicantCookie(parts: Parts, reply: FastifyReply, token: string, expiresAt: string): void {
  const seconds = Math.max(0, Math.floor((Date.parse(expiresAt) - parts.now().getTime()) / 1000))
  reply.header('set-cookie', cookie(parts, token, seconds))
}

export async function endApplicantSession(parts: Parts, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const token = readToken(request)
  if (token !== undefined) await parts.store.endApplicantSession(token)
  reply.header('set-cookie', cookie(parts, '', 0))
}

function cookie(parts: Parts, value: string, maxAge: number): string {
  const secure = parts.origins.primary.startsWith('https:') ? '; Secure' : ''
  return `${cookieName}=${value}; Path=/apply; Max-Age=${maxAge}; HttpOnly; SameSite=Strict${secure}`
}

function readToken(request: FastifyRequest): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim())
  const found = pairs.find((pair) => pair.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1)
  return found !== undefined && /^[A-Za-z0-9_.~-]{16,200}$/.test(found) ? found : undefined
}
