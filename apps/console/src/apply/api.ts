/** The applicant's side of the wire: same origin, session cookie, one kind of error. */
import { SECTIONS } from '@gatehouse/kyc/codes'
import type { ApplicationView, StatusView } from '@gatehouse/kyc/wire'
import * as z from 'zod/mini'

export interface FieldProblem {
  readonly path: string
  readonly code: string
}

/** `code` is the server's, or UNREACHABLE; `status` 0 when there was no answer. */
export class ApplyError extends Error {
  readonly code: string
  readonly status: number
  readonly fields: readonly FieldProblem[]
  constructor(status: number, code: string, fields: readonly FieldProblem[] = []) {
    super(code)
    this.name = 'ApplyError'
    this.status = status
    this.code = code
    this.fields = fields
  }
}

const errorBody = z.object({
  error: z.object({
    code: z.string(),
    fields: z.optional(z.array(z.object({ path: z.string(), code: z.string() }))),
  }),
})

const applicationView: z.ZodMiniType<ApplicationView> = z.object({
  ref: z.string(),
  locale: z.enum(['en', 'de']),
  answers: z.record(z.string(), z.unknown()),
  sections: z.array(z.object({ id: z.enum(SECTIONS), state: z.enum(['not-started', 'in-progress', 'done']) })),
  problems: z.array(z.object({ path: z.string(), code: z.string(), severity: z.enum(['error', 'warning']) })),
  emailConfirmed: z.boolean(),
  documents: z.array(z.object({ documentId: z.string(), fileName: z.string(), size: z.number() })),
  submitted: z.boolean(),
  savedAt: z.nullable(z.string()),
})

const statusView: z.ZodMiniType<StatusView> = z.object({
  ref: z.string(),
  milestone: z.enum(['RECEIVED', 'BEING_CHECKED', 'NEED_SOMETHING', 'DECIDED']),
  textKey: z.string(),
  requests: z.array(
    z.object({
      rfiId: z.string(),
      dueAt: z.string(),
      items: z.array(z.object({ code: z.string(), path: z.string(), state: z.enum(['OPEN', 'ANSWERED', 'REFUSED']) })),
    }),
  ),
  mayWithdraw: z.boolean(),
  mayAppeal: z.boolean(),
  appeal: z.nullable(z.object({ ref: z.string(), at: z.string() })),
  updatedAt: z.string(),
})

const base = '/apply/v1/applications'
const at = (ref: string, rest = ''): string => `${base}/${encodeURIComponent(ref)}${rest}`

export interface StartInput {
  readonly locale: 'en' | 'de'
  readonly productCode: string
  readonly privacyNoticeVersion: string
}

export type Answers = Readonly<Record<string, unknown>>

export const start = async (input: StartInput) => applicationView.parse(await call('POST', base, input))
export const loadApplication = async (ref: string) => applicationView.parse(await call('GET', at(ref)))
export const saveAnswers = async (ref: string, set: Answers) =>
  applicationView.parse(await call('PATCH', at(ref), { set }))
export const sendCode = (ref: string) => call('POST', at(ref, '/codes'), {})
export const confirmCode = async (ref: string, code: string) =>
  applicationView.parse(await call('POST', at(ref, '/codes/confirm'), { code }))
export const submit = async (ref: string) => statusView.parse(await call('POST', at(ref, '/submission'), {}))
export const loadStatus = async (ref: string) => statusView.parse(await call('GET', at(ref, '/status')))
export const withdraw = async (ref: string) => statusView.parse(await call('POST', at(ref, '/withdrawal'), {}))
export const appeal = async (ref: string, text: string) =>
  statusView.parse(await call('POST', at(ref, '/appeal'), { text }))
export const resume = (email: string) => call('POST', '/apply/v1/resume', { email })
export const confirmResume = async (email: string, code: string) =>
  z.object({ ref: z.string() }).parse(await call('POST', '/apply/v1/resume/confirm', { email, code }))

export interface RequestAnswer {
  readonly set: Answers
  readonly cannotProvide: readonly { readonly code: string; readonly text: string }[]
}
export const answerRequest = async (ref: string, rfiId: string, answer: RequestAnswer) =>
  statusView.parse(await call('POST', at(ref, `/requests/${encodeURIComponent(rfiId)}/answer`), answer))

const uploaded = z.object({ documentId: z.string(), fileName: z.string(), size: z.number() })
export type Uploaded = z.infer<typeof uploaded>

export interface UploadJob {
  readonly done: Promise<Uploaded>
  readonly cancel: () => void
}

/** Sends one file; XMLHttpRequest, since fetch tells nothing of progress. @param side as the server knows them */
export function upload(ref: string, file: File, side: string, onProgress: (share: number) => void): UploadJob {
  const request = new XMLHttpRequest()
  const done = new Promise<Uploaded>((resolve, reject) => {
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total)
    })
    request.addEventListener('load', () => {
      try {
        if (request.status === 201) resolve(uploaded.parse(JSON.parse(request.responseText)))
        else reject(toError(request.status, request.responseText))
      } catch (error) {
        reject(error instanceof Error ? error : new ApplyError(request.status, 'OTHER'))
      }
    })
    request.addEventListener('error', () => reject(new ApplyError(0, 'UNREACHABLE')))
    request.addEventListener('abort', () => reject(new ApplyError(0, 'CANCELLED')))
  })
  const form = new FormData()
  form.append('side', side)
  form.append('file', file)
  request.open('POST', at(ref, '/documents'))
  request.send(form)
  return { done, cancel: () => request.abort() }
}

/** @throws ApplyError for every answer from 400 on, and when there is none */
async function call(method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(path, {
    method,
    credentials: 'same-origin',
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  }).catch(() => {
    throw new ApplyError(0, 'UNREACHABLE')
  })
  const text = await response.text()
  if (!response.ok) throw toError(response.status, text)
  return text === '' ? undefined : JSON.parse(text)
}

function toError(status: number, text: string): ApplyError {
  try {
    const { code, fields } = errorBody.parse(JSON.parse(text)).error
    return new ApplyError(status, code, fields)
  } catch {
    return new ApplyError(status, status === 413 ? 'FILE_TOO_LARGE' : 'OTHER')
  }
}
