/** `/apply/v1`: an applicant and one application. Neutral throughout: nothing here tells of hits, risk or people. */
import multipart from '@fastify/multipart'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { ApplicationView, StatusView } from '@gatehouse/kyc/wire'
import {
  AnswerRequestSchema,
  AppealSchema,
  ConfirmCodeSchema,
  ResumeConfirmSchema,
  ResumeSchema,
  SaveAnswersSchema,
  StartApplicationSchema,
} from '@gatehouse/kyc/wire'
import {
  applicantActor,
  endApplicantSession,
  requireApplicant,
  setApplicantCookie,
} from '../apply/applicant-session.ts'
import { toApplicationView } from '../apply/application-view.ts'
import { neutralValueOf } from '../apply/neutral.ts'
import { refuseProtected } from '../apply/protected-answers.ts'
import { toStatusView } from '../apply/status-view.ts'
import { ServerError } from '../errors.ts'
import { parse } from '../http/parse.ts'
import { createRateLimit } from '../http/rate-limit.ts'
import type { RateLimit } from '../http/rate-limit.ts'
import { maxFileBytes, readUpload } from '../http/read-upload.ts'
import type { Parts } from './parts.ts'

const base = '/apply/v1/applications'
const RefSchema = z.object({ ref: z.string().max(60) })
const RequestSchema = RefSchema.extend({ rfiId: z.string().max(60) })
const SideSchema = z.enum(['FRONT', 'BACK', 'PHOTO_PAGE', 'PROOF_OF_ADDRESS', 'EVIDENCE'])

const quarterHourMs = 15 * 60_000

export function registerApplyRoutes(app: FastifyInstance, parts: Parts): void {
  const limit = { windowMs: quarterHourMs, now: () => parts.now().getTime() }
  const starts = createRateLimit({ ...limit, max: 200 })
  const codes = createRateLimit({ ...limit, max: 60 })
  const sending = new Set<Promise<void>>()

  registerDraftRoutes(app, parts, starts, codes)
  registerSubmittedRoutes(app, parts)
  void app.register(async (scope) => registerUploadRoute(scope, parts))

  app.post('/apply/v1/resume', async (request, reply) => {
    takeOne(codes, request.ip)
    const { email } = parse(ResumeSchema, request.body)
    // Not awaited: looking for the address and mailing it takes longer than finding nothing, which would tell.
    const sent = parts.store
      .issueResumeCode({ email })
      .catch((error: unknown) => request.log.error({ err: error }, 'resume code not sent'))
    sending.add(sent)
    void sent.finally(() => sending.delete(sent))
    return reply.code(202).send({ accepted: true })
  })

  app.post('/apply/v1/resume/confirm', async (request, reply) => {
    takeOne(codes, request.ip)
    const session = neutralValueOf(await parts.store.confirmResumeCode(parse(ResumeConfirmSchema, request.body)))
    setApplicantCookie(parts, reply, session.sessionToken, session.expiresAt)
    return { ref: session.ref }
  })

  app.post('/apply/v1/sign-out', async (request, reply) => {
    await endApplicantSession(parts, request, reply)
    return reply.code(204).send()
  })

  app.addHook('onClose', async () => {
    await Promise.allSettled(sending)
  })
}

function registerDraftRoutes(app: FastifyInstance, parts: Parts, starts: RateLimit, codes: RateLimit): void {
  const { store } = parts

  app.post(base, async (request, reply): Promise<ApplicationView> => {
    takeOne(starts, request.ip)
    const body = parse(StartApplicationSchema, request.body)
    const actor = applicantActor(parts, request, 'new')
    const started = neutralValueOf(await store.startApplication({ actor, channel: 'REMOTE_DOC_ONLY', ...body }))
    setApplicantCookie(parts, reply, started.sessionToken, started.expiresAt)
    reply.code(201)
    return viewOf(parts, started.caseId)
  })

  app.get(`${base}/:ref`, async (request): Promise<ApplicationView> => {
    const { caseId } = await requireApplicant(parts, request, parse(RefSchema, request.params).ref)
    return viewOf(parts, caseId)
  })

  app.patch(`${base}/:ref`, async (request): Promise<ApplicationView> => {
    const { caseId, actor } = await requireApplicant(parts, request, parse(RefSchema, request.params).ref)
    const { set } = parse(SaveAnswersSchema, request.body)
    refuseProtected(set)
    neutralValueOf(await store.saveAnswers({ actor, caseId, set }))
    return viewOf(parts, caseId)
  })

  app.post(`${base}/:ref/codes`, async (request, reply) => {
    const { caseId, actor } = await requireApplicant(parts, request, parse(RefSchema, request.params).ref)
    takeOne(codes, request.ip)
    return reply.code(202).send(neutralValueOf(await store.issueEmailCode({ actor, caseId })))
  })

  app.post(`${base}/:ref/codes/confirm`, async (request): Promise<ApplicationView> => {
    const { caseId, actor } = await requireApplicant(parts, request, parse(RefSchema, request.params).ref)
    const { code } = parse(ConfirmCodeSchema, request.body)
    neutralValueOf(await store.confirmEmailCode({ actor, caseId, code }))
    return viewOf(parts, caseId)
  })

  app.post(`${base}/:ref/submission`, async (request): Promise<StatusView> => {
    const { caseId, actor } = await requireApplicant(parts, request, parse(RefSchema, request.params).ref)
    neutralValueOf(await store.submit({ actor, caseId }))
    return statusOf(parts, caseId)
  })
}

function registerSubmittedRoutes(app: FastifyInstance, parts: Parts): void {
  const { store } = parts

  app.get(`${base}/:ref/status`, async (request): Promise<StatusView> => {
    const { caseId } = await requireApplicant(parts, request, parse(RefSchema, request.params).ref)
    return statusOf(parts, caseId)
  })

  app.post(`${base}/:ref/requests/:rfiId/answer`, async (request): Promise<StatusView> => {
    const { ref, rfiId } = parse(RequestSchema, request.params)
    const { caseId, actor } = await requireApplicant(parts, request, ref)
    const { set, cannotProvide } = parse(AnswerRequestSchema, request.body)
    refuseProtected(set)
    neutralValueOf(
      await store.answerRfi({ actor, caseId, rfiId, set, ...(cannotProvide === undefined ? {} : { cannotProvide }) }),
    )
    return statusOf(parts, caseId)
  })

  app.post(`${base}/:ref/appeal`, async (request): Promise<StatusView> => {
    const { caseId, actor } = await requireApplicant(parts, request, parse(RefSchema, request.params).ref)
    neutralValueOf(await store.appeal({ actor, caseId, ...parse(AppealSchema, request.body) }))
    return statusOf(parts, caseId)
  })

  app.post(`${base}/:ref/withdrawal`, async (request): Promise<StatusView> => {
    const { caseId, actor } = await requireApplicant(parts, request, parse(RefSchema, request.params).ref)
    neutralValueOf(await store.withdraw({ actor, caseId }))
    return statusOf(parts, caseId)
  })
}

/** In a scope of its own: only this address takes multipart bodies, and large ones. */
async function registerUploadRoute(scope: FastifyInstance, parts: Parts): Promise<void> {
  await scope.register(multipart, {
    limits: { fileSize: maxFileBytes, files: 1, fields: 4, fieldSize: 1000, parts: 6, headerPairs: 40 },
  })

  scope.post(`${base}/:ref/documents`, { bodyLimit: maxFileBytes + 64 * 1024 }, async (request, reply) => {
    const { caseId, actor } = await requireApplicant(parts, request, parse(RefSchema, request.params).ref)
    const { fileName, mediaType, bytes, fields } = await readUpload(request)
    const side = parse(SideSchema.default('PHOTO_PAGE'), fields['side']?.toUpperCase())
    const kept = await parts.store.addDocument({ actor, caseId, fileName, mediaType, type: side, bytes })
    return reply.code(201).send({ ...neutralValueOf(kept), fileName, mediaType, size: bytes.length })
  })
}

async function viewOf(parts: Parts, caseId: string): Promise<ApplicationView> {
  return toApplicationView(neutralValueOf(await parts.store.loadDraft(caseId)), parts.now())
}

/**
 * Read as the server itself, then cut down to what an applicant may know. The reason of a decision is among what is
 * read, since a few of them have words of their own; the rest share one sentence.
 */
async function statusOf(parts: Parts, caseId: string): Promise<StatusView> {
  const actor = { type: 'service', id: 'apply', roles: ['service', 'auditor'] } as const
  return toStatusView(neutralValueOf(await parts.store.caseDetail({ actor, caseId })))
}

function takeOne(limit: RateLimit, ip: string): void {
  if (limit.take(ip) > 0) throw new ServerError('RATE_LIMITED', 'Too many tries. Try again later.')
}
