/** A route of our own, and what its description says. */
import type { z } from 'zod'

export interface RegisteredRoute {
  readonly method: string
  /** As fastify writes it: `/kyc/v1/cases/:caseId`. */
  readonly url: string
}

export interface RouteDoc {
  readonly summary: string
  /** Parameters of the address; those that are arrays may be given again and again. */
  readonly query?: z.ZodObject<Readonly<Record<string, z.ZodType>>>
  readonly body?: z.ZodType
  /** JSON unless it says otherwise. */
  readonly bodyType?: string
  readonly answer?: z.ZodType
  readonly answerType?: string
  /** Where errors have another shape than everywhere else. */
  readonly error?: z.ZodType
}
