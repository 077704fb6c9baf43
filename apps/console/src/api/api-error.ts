/** A refusal of the server, or the failure to reach it, as one type that every error panel can show. */
import { z } from 'zod'

export interface FieldError {
  readonly path: string
  readonly message: string
}

export interface ApiErrorInit {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly requestId?: string | undefined
  readonly fields?: readonly FieldError[] | undefined
  readonly cause?: unknown
}

/** `status` 0: the server could not be reached. `code` is the server's, or `HTTP_<status>` where it gives none. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly requestId: string | undefined
  readonly fields: readonly FieldError[]

  constructor(init: ApiErrorInit) {
    super(init.message, { cause: init.cause })
    this.name = 'ApiError'
    this.status = init.status
    this.code = init.code
    this.requestId = init.requestId
    this.fields = init.fields ?? []
  }
}

const ownBody = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    requestId: z.string().optional(),
    fields: z.array(z.object({ path: z.string(), code: z.string(), message: z.string().optional() })).optional(),
  }),
})

const conductorBody = z.object({
  message: z.string(),
  validationErrors: z.array(z.object({ path: z.string().catch(''), message: z.string().catch('') })).optional(),
})

/** Reads either error shape: ours (`{error: {code, …}}`) or Conductor's (`{status, message, validationErrors}`). */
export function toApiError(status: number, body: unknown, requestId: string | undefined): ApiError {
  const own = ownBody.safeParse(body)
  if (own.success) {
    const { code, message, fields, ...rest } = own.data.error
    return new ApiError({
      status,
      code,
      message,
      requestId: rest.requestId ?? requestId,
      fields: fields?.map((field) => ({ path: field.path, message: field.message ?? field.code })),
    })
  }
  const conductor = conductorBody.safeParse(body)
  const code = `HTTP_${status}`
  if (!conductor.success) {
    const text = typeof body === 'string' && body !== '' && body.length < 500 ? body : `The server answered ${status}.`
    return new ApiError({ status, code, message: text, requestId })
  }
  return new ApiError({
    status,
    code,
    message: conductor.data.message,
    requestId,
    fields: conductor.data.validationErrors,
  })
}
