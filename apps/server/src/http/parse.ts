import type { z } from 'zod'
import { ServerError } from '../errors.ts'

/**
 * What came over the wire, as a typed value.
 * @throws ServerError INVALID_INPUT with every field that is wrong
 */
export function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const fields = parsed.error.issues.map((issue) => ({
    path: issue.path.join('.'),
    code: issue.code.toUpperCase(),
    message: issue.message,
  }))
  throw new ServerError('INVALID_INPUT', 'The request has fields that cannot be used.', { fields })
}
